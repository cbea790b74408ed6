package org.platlang.opt;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.platlang.ir.Block;
import org.platlang.ir.Edge;
import org.platlang.ir.Function;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;
import org.platlang.ir.analysis.NewObject;
import org.platlang.opt.ObjectWeb.Escape;

/**
 * Finds the objects that {@link ScalarReplacement} can do without.
 *
 * <p>Algorithm: optimistic. At first every allocation is a member, and every parameter and select that one flows into.
 * What turns out not to be replaceable is taken out, which may take out what it flows into, until nothing changes: a
 * parameter that something else flows into as well, a member that is used as nothing but an object can be, the members of
 * a web whose accesses do not fit each other. Taking out a parameter first leaves the allocations that flow into it, which
 * then escape along that edge only.
 */
final class ObjectWebs {
    private final Function f;
    /** Members and what they are joined with; a web is known by the last of its chain. */
    private final Map<Value, Value> joined = new IdentityHashMap<>();

    private final ReferenceLiveness liveness = new ReferenceLiveness();
    private final EscapePoints points;

    private ObjectWebs(Function f) {
        this.f = f;
        this.points = new EscapePoints(f, liveness, joined.keySet());
    }

    /** The webs that can be replaced as they are. */
    static List<ObjectWeb> of(Function f) {
        ObjectWebs w = new ObjectWebs(f);
        w.collect();
        while (!w.joined.isEmpty()) {
            w.shrink();
            List<ObjectWeb> webs = w.webs();
            int before = w.joined.size();
            webs.removeIf(web -> !w.keep(web));
            if (before == w.joined.size()) {
                return webs;
            }
        }
        return List.of();
    }

    private boolean isMember(Value v) {
        return joined.containsKey(v);
    }

    private void collect() {
        ArrayList<Value> work = new ArrayList<>();
        for (Block b : f.blocks()) {
            for (Value v = b.first(); v != null; v = v.next()) {
                if (v.op() == Opcode.ALLOC && v.useCount() > 0) {
                    enter(v, work);
                }
            }
        }
        while (!work.isEmpty()) {
            Value v = work.remove(work.size() - 1);
            for (int i = 0; i < v.useCount(); i++) {
                Value user = v.user(i);
                if (user.op() == Opcode.SELECT) {
                    enter(user, work);
                } else if (user.op().isTerminator()) {
                    for (Edge e : user.block().successors()) {
                        for (int k = 0; k < e.args().size(); k++) {
                            if (e.arg(k) == v) {
                                enter(e.to().param(k), work);
                            }
                        }
                    }
                }
            }
        }
    }

    private void enter(Value v, ArrayList<Value> work) {
        if (joined.putIfAbsent(v, v) == null) {
            work.add(v);
        }
    }

    // Single members.

    private void shrink() {
        boolean changed = true;
        while (changed) {
            changed = joined.keySet().removeIf(v -> !isFedByMembers(v) || !isUsedAsObject(v));
        }
    }

    private boolean isFedByMembers(Value v) {
        if (v.op() == Opcode.SELECT) {
            return isMemberOrNull(v.arg(1)) && isMemberOrNull(v.arg(2));
        }
        if (v.op() == Opcode.PARAM) {
            for (Edge e : v.block().predecessors()) {
                if (!isMemberOrNull(e.arg(v.paramIndex()))) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean isMemberOrNull(Value v) {
        return v.op() == Opcode.NULL || isMember(v);
    }

    /** Whether every use is one of an object's fields, a test, one that passes it on, or an escape that may be possible. */
    private boolean isUsedAsObject(Value v) {
        for (int i = 0; i < v.useCount(); i++) {
            Value user = v.user(i);
            boolean fine = switch (user.op()) {
                case LOAD -> true;
                case STORE -> user.arg(0) == v ? user.arg(1) != v : points.mayBe(user);
                case EQ, NE -> isDecided(v, user);
                case SELECT -> isMember(user) || points.mayBe(user);
                default -> user.op().isTerminator() ? passesOn(v, user) : points.mayBe(user);
            };
            if (!fine) {
                return false;
            }
        }
        return true;
    }

    /** A comparison with null, or of a new object with what it is surely not. */
    private boolean isDecided(Value v, Value comparison) {
        Value other = comparison.arg(0) == v ? comparison.arg(1) : comparison.arg(0);
        return other.op() == Opcode.NULL || (v.op() == Opcode.ALLOC && other != v && !isMember(other));
    }

    private boolean passesOn(Value v, Value end) {
        if (end.block().successors().isEmpty()) {
            return points.mayBe(end);
        }
        for (Edge e : end.block().successors()) {
            for (int i = 0; i < e.args().size(); i++) {
                if (e.arg(i) == v && !isMember(e.to().param(i)) && !points.mayBe(e)) {
                    return false;
                }
            }
        }
        return true;
    }

    // Webs.

    private List<ObjectWeb> webs() {
        for (Value v : joined.keySet()) {
            joined.put(v, v);
        }
        for (Value v : joined.keySet()) {
            if (v.op() == Opcode.SELECT) {
                join(v, v.arg(1));
                join(v, v.arg(2));
            } else if (v.op() == Opcode.PARAM) {
                for (Edge e : v.block().predecessors()) {
                    join(v, e.arg(v.paramIndex()));
                }
            }
        }
        Map<Value, ObjectWeb> webs = new IdentityHashMap<>();
        List<ObjectWeb> inOrder = new ArrayList<>();
        // In the order of the blocks, so that the result does not depend on where objects lie in memory.
        for (Block b : f.blocks()) {
            for (Value p : b.params()) {
                enter(p, webs, inOrder);
            }
            for (Value v = b.first(); v != null; v = v.next()) {
                enter(v, webs, inOrder);
            }
        }
        return inOrder;
    }

    private void enter(Value v, Map<Value, ObjectWeb> webs, List<ObjectWeb> inOrder) {
        if (isMember(v)) {
            ObjectWeb web = webs.get(root(v));
            if (web == null) {
                web = new ObjectWeb();
                webs.put(root(v), web);
                inOrder.add(web);
            }
            web.add(v);
            if (takesNull(v)) {
                web.setNullable();
            }
        }
    }

    private static boolean takesNull(Value v) {
        if (v.op() == Opcode.SELECT) {
            return v.arg(1).op() == Opcode.NULL || v.arg(2).op() == Opcode.NULL;
        }
        if (v.op() == Opcode.PARAM) {
            for (Edge e : v.block().predecessors()) {
                if (e.arg(v.paramIndex()).op() == Opcode.NULL) {
                    return true;
                }
            }
        }
        return false;
    }

    private void join(Value x, Value y) {
        if (y.op() != Opcode.NULL) {
            joined.put(root(x), root(y));
        }
    }

    private Value root(Value v) {
        Value r = v;
        for (Value up = joined.get(r); up != null && up != r; up = joined.get(r)) {
            r = up;
        }
        if (r != v) {
            joined.put(v, r);
        }
        return r;
    }

    /** Whether a web can be replaced; else takes members out. */
    private boolean keep(ObjectWeb web) {
        if (web.allocations().isEmpty() || !access(web)) {
            web.members().forEach(joined::remove);
            return false;
        }
        web.setImmutable(isImmutable(web));
        if (!web.isImmutable() && !isOneAtATime(web)) {
            takeOut(web, web.members());
            return false;
        }
        points.collect(web);
        if (web.escapes().isEmpty() || points.arePossible(web)) {
            return true;
        }
        takeOut(web, web.escapes().stream().map(Escape::member).toList());
        return false;
    }

    /** Takes out the parameters and selects among some members; the allocations too if there is nothing else. */
    private void takeOut(ObjectWeb web, List<Value> some) {
        int before = joined.size();
        for (Value v : some) {
            if (v.op() != Opcode.ALLOC) {
                joined.remove(v);
            }
        }
        if (before == joined.size()) {
            some.forEach(joined::remove);
        }
    }

    private boolean access(ObjectWeb web) {
        for (Value m : web.members()) {
            for (int i = 0; i < m.useCount(); i++) {
                Value user = m.user(i);
                boolean fits = switch (user.op()) {
                    case LOAD -> web.access(user, user.type());
                    case STORE ->
                        user.arg(0) != m || web.access(user, user.arg(1).type());
                    default -> true;
                };
                if (!fits) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isImmutable(ObjectWeb web) {
        for (Value m : web.members()) {
            int stores = 0;
            for (int i = 0; i < m.useCount(); i++) {
                if (m.user(i).op() == Opcode.STORE && m.user(i).arg(0) == m) {
                    stores++;
                }
            }
            if (stores > 0
                    && (m.op() != Opcode.ALLOC || NewObject.storesBeforeRaise(m).size() != stores)) {
                return false;
            }
        }
        return true;
    }

    /** Whether no member is live where an object is made: then all that are live refer to the latest object. */
    private boolean isOneAtATime(ObjectWeb web) {
        if (web.members().size() == 1) {
            return true;
        }
        for (Value a : web.allocations()) {
            for (Value m : web.members()) {
                if (m != a && !ReferenceLiveness.isBehind(m, a) && liveness.isLiveAfter(m, a)) {
                    return false;
                }
            }
        }
        return true;
    }
}
