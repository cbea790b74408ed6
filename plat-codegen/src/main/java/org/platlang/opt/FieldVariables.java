package org.platlang.opt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.platlang.ir.Block;
import org.platlang.ir.Edge;
import org.platlang.ir.Function;
import org.platlang.ir.Value;
import org.platlang.opt.ObjectWeb.Slot;

/**
 * Fields of objects of which one at a time is in use, and which may change: each field is a variable of the function,
 * brought into SSA form as in Braun et al. (2013). Where no object is in use its variables are zero.
 */
final class FieldVariables extends ObjectFields {
    private final Function f;
    private final ObjectWeb web;
    private final Map<Slot, Variable> variables = new java.util.HashMap<>();
    private final List<Runnable> readers = new ArrayList<>();
    private @Nullable Block block;

    FieldVariables(Function f, ObjectWeb web) {
        this.f = f;
        this.web = web;
        for (Slot s : web.slots()) {
            variables.put(s, new Variable(s));
        }
    }

    @Override
    void enter(Block b) {
        block = b;
    }

    @Override
    void leave(Block b) {
        block = null;
    }

    @Override
    void allocation(Value alloc) {
        for (Slot s : web.slots()) {
            variable(s).atEnd.put(alloc.block(), initial(s, alloc));
        }
    }

    @Override
    void select(Value select) {}

    @Override
    void store(Value store) {
        variable(web.slot(store.mem().offset())).atEnd.put(store.block(), store.arg(1));
    }

    @Override
    void read(Value member, Slot slot, Consumer<Value> reader) {
        Block here = java.util.Objects.requireNonNull(block);
        Variable v = variable(slot);
        // On the way through a block, what is known of its end is what has been written so far.
        Value written = v.atEnd.get(here);
        if (written != null) {
            reader.accept(current(written));
        } else {
            readers.add(() -> reader.accept(v.atStart(here)));
        }
    }

    @Override
    void finish() {
        readers.forEach(Runnable::run);
    }

    private Variable variable(Slot slot) {
        return java.util.Objects.requireNonNull(variables.get(slot));
    }

    private final class Variable {
        final Slot slot;
        final Map<Block, Value> atEnd = new IdentityHashMap<>();
        final Map<Block, Value> atStart = new IdentityHashMap<>();
        final ArrayDeque<Block> joins = new ArrayDeque<>();

        Variable(Slot slot) {
            this.slot = slot;
        }

        Value atStart(Block b) {
            Value found = find(b);
            Block join;
            while ((join = joins.poll()) != null) {
                for (Edge e : List.copyOf(join.predecessors())) {
                    Value end = atEnd.get(e.from());
                    join.addParamArg(e, end == null ? find(e.from()) : current(end));
                }
            }
            return found;
        }

        /** Goes up to where the value is known, to the next join, or to the entry. */
        private Value find(Block start) {
            ArrayList<Block> way = new ArrayList<>();
            Block b = start;
            Value found;
            while (true) {
                Value known = atStart.get(b);
                if (known != null) {
                    found = current(known);
                    break;
                }
                way.add(b);
                if (b == f.entry()) {
                    found = zero(slot.type(), java.util.Objects.requireNonNull(b.first()));
                    break;
                }
                if (b.predecessors().size() != 1) {
                    found = b.addParam(slot.type());
                    joins.add(b);
                    break;
                }
                b = b.predecessor(0).from();
                Value end = atEnd.get(b);
                if (end != null) {
                    found = current(end);
                    break;
                }
            }
            for (Block c : way) {
                atStart.put(c, found);
            }
            return found;
        }
    }
}
