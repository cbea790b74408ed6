package org.platlang.opt;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.platlang.ir.Aux;
import org.platlang.ir.Block;
import org.platlang.ir.Edge;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;
import org.platlang.opt.ObjectWeb.Slot;

/**
 * Fields of objects that do not change once anything but the allocation refers to them: every member has its own fields,
 * those of a parameter are parameters beside it.
 */
final class FieldValues extends ObjectFields {
    private final ObjectWeb web;
    private final List<Slot> slots;
    private final Map<Value, Value[]> fields = new IdentityHashMap<>();

    FieldValues(ObjectWeb web) {
        this.web = web;
        this.slots = web.slots();
        for (Value m : web.members()) {
            if (m.op() == Opcode.PARAM) {
                Value[] own = new Value[slots.size()];
                for (int i = 0; i < own.length; i++) {
                    own[i] = m.block().addParam(slots.get(i).type());
                    own[i].setObjectOf(objectIn(slots.get(i)));
                }
                fields.put(m, own);
            }
        }
    }

    /**
     * What loads of a field say that it surely refers to. It does so in every object, and so in a parameter that is no
     * object's only where that is null.
     */
    private String objectIn(Slot slot) {
        String owner = "";
        if (web.isNullable() || web.kind().isEmpty()) {
            return owner;
        }
        for (Value m : web.members()) {
            for (int i = 0; i < m.useCount(); i++) {
                Value user = m.user(i);
                if (user.op() == Opcode.LOAD && user.mem().offset() == slot.offset()) {
                    if (!owner.isEmpty() && !owner.equals(user.objectOf())) {
                        return "";
                    }
                    owner = user.objectOf();
                }
            }
        }
        return owner;
    }

    @Override
    void enter(Block b) {}

    @Override
    void leave(Block b) {}

    @Override
    void allocation(Value alloc) {
        Value[] own = new Value[slots.size()];
        for (int i = 0; i < own.length; i++) {
            own[i] = initial(slots.get(i), alloc);
        }
        fields.put(alloc, own);
    }

    @Override
    void select(Value select) {
        Value[] own = new Value[slots.size()];
        for (int i = 0; i < own.length; i++) {
            Value x = field(select.arg(1), i, select);
            Value y = field(select.arg(2), i, select);
            own[i] = select.block()
                    .insertBefore(select, Opcode.SELECT, x.type(), Aux.NONE, select.position(), select.arg(0), x, y);
        }
        fields.put(select, own);
    }

    @Override
    void store(Value store) {
        own(store.arg(0))[slots.indexOf(web.slot(store.mem().offset()))] = store.arg(1);
    }

    @Override
    void read(Value member, Slot slot, Consumer<Value> reader) {
        reader.accept(current(own(member)[slots.indexOf(slot)]));
    }

    @Override
    void finish() {
        for (Value m : web.members()) {
            if (m.op() != Opcode.PARAM) {
                continue;
            }
            for (Edge e : m.block().predecessors()) {
                for (int i = 0; i < slots.size(); i++) {
                    m.block().addParamArg(e, field(e.arg(m.paramIndex()), i, endOf(e.from())));
                }
            }
        }
    }

    private Value field(Value v, int slot, Value place) {
        return v.op() == Opcode.NULL ? zero(slots.get(slot).type(), place) : current(own(v)[slot]);
    }

    private Value[] own(Value member) {
        return java.util.Objects.requireNonNull(fields.get(member));
    }
}
