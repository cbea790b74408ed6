package org.platlang.opt;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.platlang.ir.Aux;
import org.platlang.ir.Block;
import org.platlang.ir.Cfg;
import org.platlang.ir.Edge;
import org.platlang.ir.Function;
import org.platlang.ir.IrType;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;
import org.platlang.opt.ObjectWeb.Slot;

/**
 * Purpose: does without objects that nothing but this function sees. Their fields become SSA values, through joins and
 * loops too; a reference that may be null leaves a Bool behind. An object that is needed on some ways only is made there
 * (after Kotzmann and Mössenböck 2005; Stadler, Würthinger and Mössenböck 2014).
 *
 * <p>Algorithm: {@link ObjectWebs} finds sets of references that are used as nothing but the fields of the objects, and
 * where such a reference is used up otherwise ({@link EscapePoints}). Objects that are complete before anybody looks are
 * values like others ({@link FieldValues}); of those that change there must be one at a time ({@link FieldVariables}).
 * An object that was only kept in a field of another one is found in the next round.
 *
 * <p>Requires: calls are inlined, loads of what was just stored are gone. Ensures: no more allocations on any way. Not
 * done: an object that is used on after a point where it is needed; elements under an index that is no constant; points
 * in functions with landing pads.
 */
public final class ScalarReplacement {
    /** How deep objects may lie in one another. */
    private static final int ROUNDS = 6;

    private final Function f;
    private final ObjectWeb web;
    private final ObjectFields fields;
    private final Map<Value, Value> isObject = new IdentityHashMap<>();
    private final Map<Value, Value> escaping = new IdentityHashMap<>();

    private ScalarReplacement(Function f, ObjectWeb web) {
        this.f = f;
        this.web = web;
        splitEdges();
        tagParameters();
        this.fields = web.isImmutable() ? new FieldValues(web) : new FieldVariables(f, web);
    }

    public static boolean run(Function f, PassContext context) {
        boolean changed = false;
        for (int round = 0; round < ROUNDS && allocates(f); round++) {
            if (round == 0) {
                Cfg.removeUnreachable(f);
            }
            List<ObjectWeb> webs = ObjectWebs.of(f);
            if (webs.isEmpty()) {
                break;
            }
            for (ObjectWeb web : webs) {
                new ScalarReplacement(f, web).replace();
            }
            Cfg.removeTrivialParams(f);
            changed = true;
        }
        return changed;
    }

    private static boolean allocates(Function f) {
        for (Block b : f.blocks()) {
            for (Value v = b.first(); v != null; v = v.next()) {
                if (v.op() == Opcode.ALLOC) {
                    return true;
                }
            }
        }
        return false;
    }

    private void replace() {
        BitSet touched = new BitSet();
        for (Value m : web.members()) {
            touched.set(m.block().id());
            for (int i = 0; i < m.useCount(); i++) {
                touched.set(m.user(i).block().id());
            }
        }
        for (Block b : Cfg.reversePostorder(f)) {
            if (touched.get(b.id())) {
                fields.enter(b);
                for (Value v = b.first(); v != null; ) {
                    Value after = v.next();
                    visit(v);
                    v = after;
                }
                fields.leave(b);
            }
        }
        fields.finish();
        tagSelectsOnEdges();
        remove();
    }

    private void visit(Value v) {
        switch (v.op()) {
            case ALLOC -> {
                if (isMember(v)) {
                    fields.allocation(v);
                }
            }
            case SELECT -> {
                if (isMember(v)) {
                    fields.select(v);
                    tagSelect(v);
                } else {
                    escape(v);
                }
            }
            case LOAD -> {
                if (isMember(v.arg(0))) {
                    load(v);
                }
            }
            case STORE -> {
                if (isMember(v.arg(0))) {
                    fields.store(v);
                } else {
                    escape(v);
                }
            }
            case EQ, NE -> {
                if (isMember(v.arg(0)) || isMember(v.arg(1))) {
                    compare(v);
                }
            }
            default -> escape(v);
        }
    }

    private boolean isMember(Value v) {
        return v.type() == IrType.REF && web.members().contains(v);
    }

    // Accesses.

    private void load(Value v) {
        Slot slot = web.slot(v.mem().offset());
        if (slot.isDescriptor() && web.kind().isPresent()) {
            replaceBy(
                    v,
                    v.block()
                            .insertBefore(
                                    v,
                                    Opcode.SYMBOL_ADDR,
                                    v.type(),
                                    new Aux.Symbol(web.kind().get().descriptor()),
                                    v.position()));
            return;
        }
        fields.read(v.arg(0), slot, value -> replaceBy(v, value));
    }

    private void replaceBy(Value v, Value value) {
        fields.replace(v, value);
        if (v.useCount() > 0) {
            v.replaceAllUses(value);
        }
        v.remove();
    }

    /** With null: as the tag says. With anything else: a new object is not that. */
    private void compare(Value v) {
        Value m = isMember(v.arg(0)) ? v.arg(0) : v.arg(1);
        Value other = m == v.arg(0) ? v.arg(1) : v.arg(0);
        Value is;
        if (other.op() == Opcode.NULL && web.isNullable() && m.op() != Opcode.ALLOC) {
            is = tag(m, v);
            if (v.op() == Opcode.EQ) {
                is = v.block().insertBefore(v, Opcode.XOR, IrType.I8, Aux.NONE, v.position(), is, bool(true, v));
            }
        } else {
            is = bool(v.op() == Opcode.NE, v);
        }
        if (v.useCount() > 0) {
            v.replaceAllUses(is);
        }
        v.remove();
    }

    // Whether a reference is not null.

    private Value bool(boolean value, Value place) {
        return place.block()
                .insertBefore(place, Opcode.ICONST, IrType.I8, new Aux.Int(value ? 1 : 0), place.position());
    }

    private Value tag(Value v, Value place) {
        Value known = isObject.get(v);
        return known != null ? known : bool(v.op() != Opcode.NULL, place);
    }

    /**
     * Gives every parameter a tag beside it. Selects have theirs only when the walk comes to them: until then the edges
     * have something else.
     */
    private void tagParameters() {
        if (!web.isNullable()) {
            return;
        }
        List<Value> parameters =
                web.members().stream().filter(m -> m.op() == Opcode.PARAM).toList();
        for (Value m : parameters) {
            isObject.put(m, m.block().addParam(IrType.I8));
        }
        for (Value m : parameters) {
            for (Edge e : m.block().predecessors()) {
                m.block().addParamArg(e, tag(e.arg(m.paramIndex()), ObjectFields.endOf(e.from())));
            }
        }
    }

    private void tagSelect(Value v) {
        if (web.isNullable()) {
            Value x = tag(v.arg(1), v);
            Value y = tag(v.arg(2), v);
            isObject.put(
                    v, v.block().insertBefore(v, Opcode.SELECT, IrType.I8, Aux.NONE, v.position(), v.arg(0), x, y));
        }
    }

    private void tagSelectsOnEdges() {
        for (Value m : web.members()) {
            Value tag = m.op() == Opcode.PARAM ? isObject.get(m) : null;
            if (tag == null) {
                continue;
            }
            for (Edge e : m.block().predecessors()) {
                Value passed = e.arg(m.paramIndex());
                if (passed.op() == Opcode.SELECT) {
                    e.setArg(tag.paramIndex(), tag(passed, ObjectFields.endOf(e.from())));
                }
            }
        }
    }

    // Where an object is needed.

    /** An edge out of several on which an object is needed gets a block to make it in. */
    private void splitEdges() {
        for (Value m : web.members()) {
            for (int i = 0; i < m.useCount(); i++) {
                Value user = m.user(i);
                if (!user.op().isTerminator() || user.block().successors().size() < 2) {
                    continue;
                }
                for (Edge e : user.block().successors()) {
                    if (passesOut(m, e)) {
                        split(e, user.position());
                        i = -1; // its list of users has changed
                        break;
                    }
                }
            }
        }
    }

    private boolean passesOut(Value m, Edge e) {
        for (int i = 0; i < e.args().size(); i++) {
            if (e.arg(i) == m && !web.members().contains(e.to().param(i))) {
                return true;
            }
        }
        return false;
    }

    private void split(Edge e, int position) {
        Block to = e.to();
        List<Value> args = new ArrayList<>(e.args());
        Block between = f.newBlock();
        between.setCold(to.isCold() || e.from().isCold());
        e.redirect(between, List.of());
        between.terminate(Opcode.JUMP, Aux.NONE, position);
        between.addSuccessor(to, args);
    }

    /** Makes the object before an instruction that needs it. */
    private void escape(Value user) {
        for (int i = 0; i < user.argCount(); i++) {
            if (isMember(user.arg(i))) {
                user.setArg(i, made(user.arg(i), user));
            }
        }
        if (user.op().isTerminator()) {
            for (Edge e : user.block().successors()) {
                for (int i = 0; i < e.args().size(); i++) {
                    if (isMember(e.arg(i)) && !isMember(e.to().param(i))) {
                        e.setArg(i, made(e.arg(i), user));
                    }
                }
            }
        }
        escaping.clear();
    }

    private Value made(Value member, Value place) {
        Value known = escaping.get(member);
        if (known != null) {
            return known;
        }
        Block b = place.block();
        Aux.Alloc kind = web.kind().orElseThrow();
        Value object = b.insertBefore(place, Opcode.ALLOC, IrType.REF, kind, place.position());
        object.setObjectOf(web.allocations().get(0).objectOf());
        for (Slot s : web.slots()) {
            if (s.isDescriptor()) {
                continue;
            }
            Value zero = ObjectFields.zero(s.type(), object);
            Value store = b.insertBefore(place, Opcode.STORE, IrType.VOID, s.place(), place.position(), object, zero);
            fields.read(member, s, value -> store.setArg(1, value));
        }
        escaping.put(member, object);
        return object;
    }

    // The end.

    private void remove() {
        for (Value m : web.members()) {
            for (int i = m.useCount() - 1; i >= 0; i--) {
                Value user = m.user(i);
                if (user.op() == Opcode.STORE) {
                    user.remove();
                    i = m.useCount();
                }
            }
        }
        // References among members: a parameter is passed itself until it goes, with the arguments.
        for (Value m : web.members()) {
            if (m.op() == Opcode.PARAM) {
                for (Edge e : m.block().predecessors()) {
                    e.setArg(m.paramIndex(), m);
                }
            }
        }
        for (int i = web.members().size() - 1; i >= 0; i--) {
            Value m = web.members().get(i);
            if (m.op() == Opcode.SELECT) {
                removeSelects(m);
            }
        }
        for (Value m : web.members()) {
            if (m.op() == Opcode.PARAM) {
                m.block().removeParam(m.paramIndex());
            } else if (m.op() == Opcode.ALLOC) {
                if (!m.isGuarded()) { // else Simplify takes it away, with its TRY and what can be reached by that only
                    m.remove();
                }
            }
        }
    }

    /** Removes a select and before it those that use it. */
    private static void removeSelects(Value select) {
        if (!select.isRemoved()) {
            while (select.useCount() > 0) {
                removeSelects(select.user(0));
            }
            select.remove();
        }
    }
}
