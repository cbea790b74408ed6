package org.platlang.opt;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.platlang.ir.Aux;
import org.platlang.ir.Block;
import org.platlang.ir.IrType;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;
import org.platlang.opt.ObjectWeb.Slot;

/**
 * What the fields of a web's objects hold, as SSA values, told in step with a walk over the blocks in reverse postorder.
 * Readers get their value at once or by {@link #finish}.
 */
abstract class ObjectFields {
    /** Loads that are gone, and what stands for them: a field may hold what was loaded from another one. */
    private final Map<Value, Value> replaced = new IdentityHashMap<>();

    /** The walk comes to a block with members of the web in it, or has been through it. */
    abstract void enter(Block b);

    abstract void leave(Block b);

    /** A new object, all zero but its descriptor. */
    abstract void allocation(Value alloc);

    abstract void select(Value select);

    abstract void store(Value store);

    /** Reads a field of the object that a member refers to, where the walk is. */
    abstract void read(Value member, Slot slot, Consumer<Value> reader);

    abstract void finish();

    final void replace(Value load, Value value) {
        replaced.put(load, value);
    }

    final Value current(Value v) {
        Value now = v;
        for (Value r = replaced.get(now); r != null; r = replaced.get(now)) {
            now = r;
        }
        return now;
    }

    /** A field of a fresh object. */
    static Value initial(Slot slot, Value alloc) {
        if (slot.isDescriptor()) {
            String descriptor = ((Aux.Alloc) alloc.aux()).descriptor();
            return alloc.block()
                    .insertBefore(alloc, Opcode.SYMBOL_ADDR, slot.type(), new Aux.Symbol(descriptor), alloc.position());
        }
        return zero(slot.type(), alloc);
    }

    /** Zero, made before an instruction. */
    static Value zero(IrType type, Value place) {
        Opcode op = type == IrType.REF ? Opcode.NULL : type.isFloat() ? Opcode.FCONST : Opcode.ICONST;
        Aux aux = type == IrType.REF ? Aux.NONE : type.isFloat() ? new Aux.Float(0) : new Aux.Int(0);
        return place.block().insertBefore(place, op, type, aux, place.position());
    }

    /** Where the last instructions of a block may be put: what a TRY guards stays directly before it. */
    static Value endOf(Block b) {
        return b.terminator().op() == Opcode.TRY ? b.guarded() : b.terminator();
    }
}
