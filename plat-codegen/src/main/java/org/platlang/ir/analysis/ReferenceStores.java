package org.platlang.ir.analysis;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import org.platlang.ir.Block;
import org.platlang.ir.Function;
import org.platlang.ir.IrType;
import org.platlang.ir.MemKind;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;

/**
 * The stores of references that the collector is told of. It marks while the program runs, and owes it to them that
 * everything is found which was there when it began (a snapshot at the beginning: Yuasa, "Real-time garbage collection
 * on general-purpose machines", 1990); and its minor collections look into old objects only where something was stored
 * (card marking: Wilson, Moher, "Design of the opportunistic garbage collector", 1989). What the runtime keeps account
 * of itself (slots of tasks) is not among them.
 *
 * @param overwriting those that may take a reference away from the heap. Not so: first stores to the fields of a new
 *     object that nothing else refers to yet, and words written once.
 * @param remembered those that may make an old object refer to a young one. Not so: stores to an object with no stop
 *     point since it was made, so that it is young itself, and stores of what is no heap object. By identity, as the
 *     other set.
 */
public record ReferenceStores(Set<Value> overwriting, Set<Value> remembered) {

    /** All of them in {@code f}. */
    public static ReferenceStores of(Function f) {
        Set<Value> overwriting = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Value> remembered = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Value> first = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Value> toYoung = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Block b : f.blocks()) {
            for (Value v = b.first(); v != null; v = v.next()) {
                if (v.op() == Opcode.ALLOC) {
                    addFirstStores(v, first);
                    toYoung.addAll(NewObject.storesBeforeStop(v));
                } else if (v.op().isStore() && isReference(v)) {
                    if (v.mem().kind().tag() != MemKind.Tag.IMMUTABLE) {
                        overwriting.add(v);
                    }
                    if (!v.arg(v.argCount() - 1).op().isConstant()) {
                        remembered.add(v);
                    }
                }
            }
        }
        overwriting.removeAll(first);
        remembered.removeAll(toYoung);
        return new ReferenceStores(overwriting, remembered);
    }

    private static boolean isReference(Value store) {
        MemKind.Tag tag = store.mem().kind().tag();
        return store.arg(store.argCount() - 1).type() == IrType.REF
                && (tag == MemKind.Tag.FIELD || tag == MemKind.Tag.ELEMENT || tag == MemKind.Tag.IMMUTABLE);
    }

    private static void addFirstStores(Value allocation, Set<Value> first) {
        Set<Integer> offsets = new HashSet<>();
        for (Value store : NewObject.stores(allocation)) {
            if (offsets.add(store.mem().offset())) {
                first.add(store);
            }
        }
    }
}
