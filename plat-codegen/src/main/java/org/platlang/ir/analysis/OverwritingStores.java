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
 * The stores that may take a reference away from the heap: the collector, which marks while the program runs, owes it
 * to them that everything is found which was there when it began (a snapshot at the beginning: Yuasa, "Real-time garbage
 * collection on general-purpose machines", 1990), so each of them tells it what it overwrites. Not among them are first
 * stores to the fields of a new object that nothing else refers to yet, words written once, and what the runtime keeps
 * account of itself (slots of tasks).
 */
public final class OverwritingStores {
    private OverwritingStores() {}

    /** All of them in {@code f}, by identity. */
    public static Set<Value> of(Function f) {
        Set<Value> stores = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Value> first = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Block b : f.blocks()) {
            for (Value v = b.first(); v != null; v = v.next()) {
                if (v.op() == Opcode.ALLOC) {
                    addFirstStores(v, first);
                } else if (v.op().isStore() && overwritesReferences(v)) {
                    stores.add(v);
                }
            }
        }
        stores.removeAll(first);
        return stores;
    }

    private static boolean overwritesReferences(Value store) {
        MemKind.Tag tag = store.mem().kind().tag();
        return store.arg(store.argCount() - 1).type() == IrType.REF
                && (tag == MemKind.Tag.FIELD || tag == MemKind.Tag.ELEMENT);
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
