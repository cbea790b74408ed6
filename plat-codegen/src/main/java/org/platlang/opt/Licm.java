package org.platlang.opt;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.platlang.ir.Aux;
import org.platlang.ir.Block;
import org.platlang.ir.Edge;
import org.platlang.ir.Function;
import org.platlang.ir.MemKind;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;
import org.platlang.ir.analysis.Dominators;
import org.platlang.ir.analysis.LoopForest;

/**
 * Purpose: moves out of loops what computes the same on every trip: pure instructions, loads of memory that the loop does
 * not write, and checks that lead to a panic.
 *
 * <p>Algorithm: inner loops first. An instruction with all arguments from outside is hoisted if it may be speculated, or
 * if its block is executed whenever the loop is entered. A check (a branch to a block that panics) whose condition is
 * invariant moves too if nothing observable and no other varying check comes before it on the first trip: so panics keep
 * their order.
 *
 * <p>A load at a fixed offset of a field or length may be speculated if its base is surely an object that has this field
 * ({@link Value#objectOf}). A reference that is merely used so in the loop need not be one: payloads of an enum's variants
 * share their scalars, and only the tag, perhaps tested in the loop, tells which of them is there.
 *
 * <p>Requires: {@link LoopRotate} for its effect. POLL does not clobber memory. Comparisons and constants stay: they are
 * cheaper than a register over the loop. Cost: linear per nesting level.
 */
public final class Licm {
    private final Function f;
    private final Dominators dom;
    private boolean changed;
    private boolean movedCheck;

    private Licm(Function f) {
        this.f = f;
        this.dom = Dominators.of(f);
    }

    public static boolean run(Function f, PassContext context) {
        if (f.blocks().size() == 1) {
            return false;
        }
        boolean any = false;
        while (true) {
            LoopForest forest = Preheaders.forest(f);
            Licm licm = new Licm(f);
            for (LoopForest.Loop loop : forest.loops()) {
                licm.loop(loop);
                if (licm.movedCheck) {
                    break; // there is a new block: begin again with fresh analyses
                }
            }
            any |= licm.changed;
            if (!licm.movedCheck) {
                return any;
            }
        }
    }

    private void loop(LoopForest.Loop loop) {
        Block pre = loop.preheader();
        if (pre == null) {
            throw new IllegalStateException(
                    "loop without preheader at b" + loop.header().id() + " of " + f.symbol());
        }
        boolean clobbers = false;
        Set<MemKind> written = new HashSet<>();
        for (Block b : loop.blocks()) {
            for (Value v = b.first(); v != null; v = v.next()) {
                if (v.op().isStore()) {
                    written.add(v.mem().kind());
                }
                clobbers |= Effects.clobbersMemory(v);
            }
        }
        List<Edge> exits = loop.exits();
        // The first trip's straight way, on which checks may move.
        Block prefix = loop.header();
        for (Block b : loop.blocks()) {
            boolean onPrefix = b == prefix;
            boolean certain = onPrefix || isCertain(b, loop, exits);
            boolean pureSoFar = true;
            for (Value v = b.first(); v != null; ) {
                Value after = v.next();
                if (hoistable(v, loop, certain, clobbers, written)) {
                    v.moveBefore(pre.terminator());
                    changed = true;
                } else {
                    pureSoFar &= isSilent(v);
                }
                v = after;
            }
            if (onPrefix && pureSoFar) {
                Block following = check(b, pre, loop);
                if (following != null) {
                    prefix = following;
                    pre = forestPreheader(loop, pre);
                    continue;
                }
            }
            if (onPrefix
                    && pureSoFar
                    && b.terminator().op() == Opcode.JUMP
                    && b.successor(0).to().predecessors().size() == 1) {
                prefix = b.successor(0).to();
            }
        }
    }

    /** The preheader again: a hoisted check has put a new one behind it. */
    private static Block forestPreheader(LoopForest.Loop loop, Block before) {
        Block pre = loop.preheader();
        return pre == null ? before : pre;
    }

    private boolean isCertain(Block b, LoopForest.Loop loop, List<Edge> exits) {
        for (Edge e : loop.backEdges()) {
            if (!dom.dominates(b, e.from())) {
                return false;
            }
        }
        for (Edge e : exits) {
            if (!dom.dominates(b, e.from())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSilent(Value v) {
        return switch (v.op().effect()) {
            case PURE, TRAPS, READS, PROJECTS, ENDS, POLLS -> true;
            case WRITES, ALLOCATES -> false;
            case CALLS -> v.op().isCall() && v.call().effect().ordinal() <= Aux.CallEffect.READS.ordinal();
        };
    }

    private static boolean hoistable(
            Value v, LoopForest.Loop loop, boolean certain, boolean clobbers, Set<MemKind> written) {
        switch (v.op().effect()) {
            case PURE, TRAPS, CALLS -> {
                if (v.op().isConstant() || v.op().isCompare() || !Effects.isSpeculatable(v)) {
                    if (v.op().effect() != Opcode.Effect.TRAPS || !certain) {
                        return false;
                    }
                }
                if (v.op().isCall() && v.call().results().size() != 1) {
                    return false;
                }
            }
            case READS -> {
                MemKind kind = v.mem().kind();
                boolean stable = kind.tag() == MemKind.Tag.IMMUTABLE || (!clobbers && !written.contains(kind));
                if (!stable || !(certain || isSafeAnywhere(v))) {
                    return false;
                }
            }
            case WRITES, ALLOCATES, PROJECTS, POLLS, ENDS -> {
                return false;
            }
        }
        return argsOutside(v, loop);
    }

    private static boolean argsOutside(Value v, LoopForest.Loop loop) {
        for (int i = 0; i < v.argCount(); i++) {
            Value a = v.arg(i);
            // Constants are moved along by the caller's place: they are copied there.
            if (loop.contains(a.block())) {
                if (!a.op().isConstant()) {
                    return false;
                }
            }
        }
        // All fine: bring the constants.
        for (int i = 0; i < v.argCount(); i++) {
            Value a = v.arg(i);
            if (loop.contains(a.block())) {
                Block pre = loop.preheader();
                if (pre == null) {
                    return false;
                }
                Value c = pre.insertBefore(pre.terminator(), a.op(), a.type(), a.aux(), a.position());
                v.setArg(i, c);
            }
        }
        return true;
    }

    /** See the class comment: a fixed part of what is surely an object that has it. */
    static boolean isSafeAnywhere(Value load) {
        if (load.op() != Opcode.LOAD) {
            return false;
        }
        MemKind kind = load.mem().kind();
        return switch (kind.tag()) {
            case FIELD -> load.arg(0).objectOf().equals(kind.name());
            case ARRAY_LENGTH -> load.arg(0).objectOf().equals(MemKind.BUFFER);
            case ELEMENT, IMMUTABLE, RUNTIME -> false;
        };
    }

    // Checks.

    /** Moves the check that ends {@code b} to the preheader, if it is one and may move. Returns where control goes on. */
    private @Nullable Block check(Block b, Block pre, LoopForest.Loop loop) {
        Value end = b.terminator();
        if (end.op() != Opcode.BRANCH) {
            return null;
        }
        int panic = panics(b.successor(0)) ? 0 : panics(b.successor(1)) ? 1 : -1;
        if (panic < 0) {
            return null;
        }
        Edge bad = b.successor(panic);
        Edge good = b.successor(1 - panic);
        Value c = end.arg(0);
        if (loop.contains(bad.to()) || !loop.contains(good.to()) || !isInvariant(c, loop)) {
            return null;
        }
        if (!bad.args().isEmpty()
                || bad.to().predecessors().size() != 1
                || !good.args().isEmpty()
                || good.to().predecessors().size() != 1) {
            return null;
        }
        for (Value v = bad.to().first(); v != null; v = v.next()) {
            for (int i = 0; i < v.argCount(); i++) {
                if (loop.contains(v.arg(i).block())) {
                    return null;
                }
            }
        }
        changed = true;
        movedCheck = true;
        if (loop.contains(c.block())) {
            for (int i = 0; i < c.argCount(); i++) {
                Value a = c.arg(i);
                if (loop.contains(a.block())) {
                    c.setArg(i, pre.insertBefore(pre.terminator(), a.op(), a.type(), a.aux(), a.position()));
                }
            }
            c.moveBefore(pre.terminator());
        }
        Edge into = pre.successor(0);
        Block header = into.to();
        List<Value> args = new ArrayList<>(into.args());
        Block panicBlock = bad.to();
        Aux.Branch hint = (Aux.Branch) end.aux();
        int position = end.position();
        b.replaceByJump(good.to(), List.of());
        pre.removeTerminator();
        Block fresh = f.newBlock();
        fresh.setCold(pre.isCold());
        pre.terminate(Opcode.BRANCH, hint, position, c);
        pre.addSuccessor(panic == 0 ? panicBlock : fresh, List.of());
        pre.addSuccessor(panic == 0 ? fresh : panicBlock, List.of());
        fresh.terminate(Opcode.JUMP, Aux.NONE, position);
        fresh.addSuccessor(header, args);
        return b.successor(0).to();
    }

    private static boolean panics(Edge e) {
        return e.to().terminator().op() == Opcode.UNREACHABLE;
    }

    private static boolean isInvariant(Value c, LoopForest.Loop loop) {
        if (!loop.contains(c.block())) {
            return true;
        }
        if (!c.op().isCompare()) {
            return false;
        }
        for (int i = 0; i < c.argCount(); i++) {
            if (loop.contains(c.arg(i).block()) && !c.arg(i).op().isConstant()) {
                return false;
            }
        }
        return true;
    }
}
