package org.platlang.opt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.platlang.ir.Block;
import org.platlang.ir.Edge;
import org.platlang.ir.Function;
import org.platlang.ir.Value;

/**
 * Purpose: makes the uses of a value right again after a pass has given it a second definition, in another block.
 *
 * <p>Algorithm: every use outside the defining blocks reads the variable as in Braun et al. (2013), with parameters at
 * joins; {@link org.platlang.ir.Cfg#removeTrivialParams} then removes the needless ones. Requires: every path from the
 * entry to a use goes through one of the definitions. Uses in loops that nothing reaches any more (a pass may have just
 * cut them off) get any value: these blocks are about to be removed.
 */
final class SsaRepair {
    private final Value original;
    private final Block copyBlock;
    private final Value copy;
    private final @Nullable Value[] atStart;
    private final ArrayDeque<Block> work = new ArrayDeque<>();

    private SsaRepair(Function f, Value original, Block copyBlock, Value copy) {
        this.original = original;
        this.copyBlock = copyBlock;
        this.copy = copy;
        this.atStart = new Value[f.blockIdLimit()];
    }

    /** Rewrites the uses of {@code original} outside its block and {@code copyBlock}, where {@code copy} holds. */
    static void run(Function f, Value original, Block copyBlock, Value copy) {
        ArrayList<Value> users = new ArrayList<>();
        for (int i = 0; i < original.useCount(); i++) {
            Value u = original.user(i);
            if (u.block() != original.block() && u.block() != copyBlock) {
                users.add(u);
            }
        }
        if (users.isEmpty()) {
            return;
        }
        SsaRepair r = new SsaRepair(f, original, copyBlock, copy);
        for (Value u : users) {
            r.rewrite(u);
        }
    }

    /** The same where a whole loop was copied: uses inside the loop and its copy are right already. */
    static void runOutside(
            Function f,
            Value original,
            Block copyBlock,
            Value copy,
            org.platlang.ir.analysis.LoopForest.Loop loop,
            java.util.BitSet copies) {
        ArrayList<Value> users = new ArrayList<>();
        for (int i = 0; i < original.useCount(); i++) {
            Value u = original.user(i);
            if (!loop.contains(u.block()) && !copies.get(u.block().id())) {
                users.add(u);
            }
        }
        SsaRepair r = new SsaRepair(f, original, copyBlock, copy);
        for (Value u : users) {
            r.rewrite(u);
        }
    }

    private void rewrite(Value user) {
        Value here = atStart(user.block());
        for (int i = 0; i < user.argCount(); i++) {
            if (user.arg(i) == original) {
                user.setArg(i, here);
            }
        }
        if (user.op().isTerminator()) {
            for (Edge e : user.block().successors()) {
                for (int i = 0; i < e.args().size(); i++) {
                    if (e.arg(i) == original) {
                        e.setArg(i, here);
                    }
                }
            }
        }
        Block b;
        while ((b = work.poll()) != null) {
            // The list of predecessors may hold edges of the same source twice: one argument each.
            for (int i = 0; i < b.predecessors().size(); i++) {
                Edge e = b.predecessor(i);
                b.addParamArg(e, atEnd(e.from()));
            }
        }
    }

    private Value atEnd(Block b) {
        if (b == original.block()) {
            return original;
        }
        return b == copyBlock ? copy : atStart(b);
    }

    private Value atStart(Block start) {
        Block b = start;
        Value found;
        int steps = 0;
        while (true) {
            if (++steps > atStart.length) { // a circle of blocks that nothing reaches
                found = original;
                break;
            }
            Value known = atStart[b.id()];
            if (known != null) {
                found = known;
                break;
            }
            int n = b.predecessors().size();
            if (n == 0) {
                throw new IllegalStateException("v" + original.id() + " does not reach b" + start.id());
            }
            if (n > 1) {
                found = b.addParam(original.type());
                atStart[b.id()] = found;
                work.add(b);
                break;
            }
            Block p = b.predecessor(0).from();
            if (p == original.block() || p == copyBlock) {
                found = p == copyBlock ? copy : original;
                break;
            }
            b = p;
        }
        // In a circle, too, this ends: where it comes to a block for the second time.
        for (Block c = start; atStart[c.id()] == null; c = c.predecessor(0).from()) {
            atStart[c.id()] = found;
            if (c == b) {
                break;
            }
        }
        return found;
    }
}
