package org.platlang.opt;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Set;
import org.platlang.ir.Block;
import org.platlang.ir.Edge;
import org.platlang.ir.Function;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;
import org.platlang.opt.ObjectWeb.Escape;

/**
 * Where an object is needed after all, and whether it may be made there instead of where the program makes it.
 *
 * <p>It may where it is not needed any more behind that point: so it is made at most once, nobody can tell that it was not
 * there before, and a point in a loop that the allocation is not in is out of the question by itself. It is worth it
 * where some likely way from the allocation comes to no such point.
 *
 * <p>Not done in functions with landing pads: the allocation would need a TRY of its own, of the region that the point is
 * in.
 */
final class EscapePoints {
    /** With more points than this, the code that makes the object is copied too often. */
    private static final int MOST = 4;

    private final boolean allowed;
    private final ReferenceLiveness liveness;
    private final Set<Value> members;

    EscapePoints(Function f, ReferenceLiveness liveness, Set<Value> members) {
        this.liveness = liveness;
        this.members = members;
        boolean pads = false;
        for (Block b : f.blocks()) {
            pads |= b.terminator().op() == Opcode.TRY;
        }
        this.allowed = !pads;
    }

    /** Whether an object might be made before a user of it. */
    boolean mayBe(Value user) {
        if (!allowed || user.op() == Opcode.WORKER_STORE || user.op() == Opcode.PROJ) {
            return false;
        }
        // Words of the worker's record belong to the call that they stand beside.
        Value before = user.prev();
        Value after = user.next();
        return (before == null || before.op() != Opcode.WORKER_STORE)
                && (after == null
                        || after.op() != Opcode.WORKER_LOAD
                        || user.op().isCall())
                && user.op() != Opcode.WORKER_LOAD;
    }

    boolean mayBe(Edge e) {
        Opcode end = e.from().terminator().op();
        return allowed && (end == Opcode.JUMP || end == Opcode.BRANCH || end == Opcode.SWITCH);
    }

    /** Enters the escapes of a web. */
    void collect(ObjectWeb web) {
        for (Value m : web.members()) {
            for (int i = 0; i < m.useCount(); i++) {
                Value user = m.user(i);
                boolean escapes = switch (user.op()) {
                    case LOAD, EQ, NE -> false;
                    case STORE -> user.arg(0) != m;
                    case SELECT -> !members.contains(user);
                    default -> true;
                };
                if (!escapes) {
                    continue;
                }
                if (user.op().isTerminator() && !user.block().successors().isEmpty()) {
                    for (Edge e : user.block().successors()) {
                        enter(m, e, web);
                    }
                } else {
                    enter(web, new Escape.At(m, user));
                }
            }
        }
    }

    private void enter(Value m, Edge e, ObjectWeb web) {
        for (int i = 0; i < e.args().size(); i++) {
            if (e.arg(i) == m && !members.contains(e.to().param(i))) {
                enter(web, new Escape.Along(m, e));
                return;
            }
        }
    }

    /** A user has an entry in the list of users for every occurrence. */
    private static void enter(ObjectWeb web, Escape escape) {
        if (!web.escapes().contains(escape)) {
            web.escapes().add(escape);
        }
    }

    boolean arePossible(ObjectWeb web) {
        if (web.escapes().size() > MOST || web.kind().isEmpty()) {
            return false;
        }
        BitSet blocks = new BitSet();
        for (Escape e : web.escapes()) {
            if (web.isNullable() && e.member().op() != Opcode.ALLOC) {
                return false;
            }
            boolean possible = switch (e) {
                case Escape.At at -> isLastUse(web, at);
                case Escape.Along along -> isLastUse(web, along);
            };
            if (!possible) {
                return false;
            }
            blocks.set(blockOf(e).id());
        }
        for (Value a : web.allocations()) {
            if (diesElsewhere(web, a, blocks)) {
                return true;
            }
        }
        return false;
    }

    private static Block blockOf(Escape e) {
        return switch (e) {
            case Escape.At at -> at.user().block();
            case Escape.Along along -> along.edge().from();
        };
    }

    private boolean isLastUse(ObjectWeb web, Escape.At escape) {
        Value user = escape.user();
        for (int i = 0; i < user.argCount(); i++) {
            Value other = user.arg(i);
            if (other != escape.member() && web.members().contains(other)) {
                return false;
            }
        }
        if (user.op() == Opcode.STORE && members.contains(user.arg(0))) {
            return false; // first the object that it is stored in
        }
        for (Value m : web.members()) {
            if (!ReferenceLiveness.isBehind(m, user) && liveness.isLiveAfter(m, user)) {
                return false;
            }
        }
        return true;
    }

    private boolean isLastUse(ObjectWeb web, Escape.Along escape) {
        Edge e = escape.edge();
        for (int i = 0; i < e.args().size(); i++) {
            if (e.arg(i) != escape.member() && web.members().contains(e.arg(i))) {
                return false;
            }
            if (e.arg(i) == escape.member() && members.contains(e.to().param(i))) {
                return false;
            }
        }
        for (Value m : web.members()) {
            if (liveness.isLiveIn(m, e.to())) {
                return false;
            }
        }
        return true;
    }

    /** Whether a way from an allocation that is not cold comes to where the object is dead, past no escape. */
    private boolean diesElsewhere(ObjectWeb web, Value allocation, BitSet escapes) {
        BitSet seen = new BitSet();
        ArrayList<Block> work = new ArrayList<>();
        seen.set(allocation.block().id());
        work.add(allocation.block());
        while (!work.isEmpty()) {
            Block b = work.remove(work.size() - 1);
            if (b.isCold() || b.terminator().op() == Opcode.UNREACHABLE) {
                continue;
            }
            if (escapes.get(b.id())) {
                // An escape along one of several edges leaves the others.
                if (web.escapes().stream().anyMatch(e -> e instanceof Escape.At && blockOf(e) == b)) {
                    continue;
                }
            }
            if (b.successors().isEmpty()) {
                return true;
            }
            for (Edge e : b.successors()) {
                if (web.escapes().stream().anyMatch(x -> x instanceof Escape.Along along && along.edge() == e)) {
                    continue;
                }
                if (!isNeeded(web, e.to())) {
                    if (!e.to().isCold() && e.to().terminator().op() != Opcode.UNREACHABLE) {
                        return true;
                    }
                } else if (!seen.get(e.to().id())) {
                    seen.set(e.to().id());
                    work.add(e.to());
                }
            }
        }
        return false;
    }

    private boolean isNeeded(ObjectWeb web, Block b) {
        for (Value m : web.members()) {
            if ((m.block() == b && m.op() == Opcode.PARAM) || liveness.isLiveIn(m, b)) {
                return true;
            }
        }
        return false;
    }
}
