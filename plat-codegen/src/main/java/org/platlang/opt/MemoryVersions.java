package org.platlang.opt;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.platlang.ir.Block;
import org.platlang.ir.Edge;
import org.platlang.ir.Function;
import org.platlang.ir.MemKind;
import org.platlang.ir.Value;
import org.platlang.ir.analysis.Dominators;
import org.platlang.ir.analysis.LoopForest;

/**
 * Numbers the states of memory: each {@link MemKind} has a version at each point, and two points with the same version of
 * a kind, one dominating the other, have no write to it on any path between them.
 *
 * <p>Algorithm: forward over reverse postorder. A join takes the version its forward predecessors agree on, else a fresh
 * one; a loop header a fresh one for the kinds that the loop writes. IMMUTABLE memory has one version for ever; a call
 * renews all others; POLL renews none. Used in step with a walk over the blocks: {@link #enter}, then the instructions
 * in order, then {@link #leave}.
 */
final class MemoryVersions {
    private final Map<MemKind, Integer> kinds = new HashMap<>();
    private final int count;
    private final @Nullable int[][] atEnd;
    private int[] now = new int[0];
    private int fresh = 1;
    private final Dominators dom;
    private final LoopForest forest;
    /** By header id: the kinds written in the loop; null where all of them (a call). */
    private final boolean[] @Nullable [] written;

    MemoryVersions(Function f, Dominators dom, LoopForest forest) {
        this.dom = dom;
        this.forest = forest;
        for (Block b : f.blocks()) {
            for (Value v = b.first(); v != null; v = v.next()) {
                if (v.op().isLoad() || v.op().isStore()) {
                    kinds.putIfAbsent(v.mem().kind(), kinds.size());
                }
            }
        }
        count = kinds.size();
        atEnd = new int[f.blockIdLimit()][];
        written = new boolean[f.blockIdLimit()][];
        for (LoopForest.Loop loop : forest.loops()) {
            written[loop.header().id()] = writtenIn(loop);
        }
    }

    private boolean[] writtenIn(LoopForest.Loop loop) {
        boolean[] set = new boolean[count];
        for (Block b : loop.blocks()) {
            for (Value v = b.first(); v != null; v = v.next()) {
                if (v.op().isStore()) {
                    set[index(v.mem().kind())] = true;
                } else if (Effects.clobbersMemory(v)) {
                    Arrays.fill(set, true);
                    return set;
                }
            }
        }
        return set;
    }

    private int index(MemKind kind) {
        Integer i = kinds.get(kind);
        if (i == null) {
            throw new IllegalStateException("memory kind appeared late: " + kind);
        }
        return i;
    }

    void enter(Block b) {
        now = new int[count];
        List<Edge> preds = b.predecessors();
        boolean first = true;
        for (int k = 0; k < preds.size(); k++) {
            if (dom.dominates(b, preds.get(k).from())) {
                continue;
            }
            int[] end = atEnd[preds.get(k).from().id()];
            if (end == null) { // a loop with two entries, which no pass makes: nothing is known of its memory
                call();
                return;
            }
            if (first) {
                System.arraycopy(end, 0, now, 0, count);
                first = false;
            } else {
                for (int i = 0; i < count; i++) {
                    if (now[i] != end[i]) {
                        now[i] = fresh++;
                    }
                }
            }
        }
        boolean[] loopWrites = written[b.id()];
        if (loopWrites != null && isHeader(b)) {
            for (int i = 0; i < count; i++) {
                if (loopWrites[i]) {
                    now[i] = fresh++;
                }
            }
        }
    }

    private boolean isHeader(Block b) {
        LoopForest.Loop loop = forest.innermost(b);
        return loop != null && loop.header() == b;
    }

    void leave(Block b) {
        atEnd[b.id()] = now;
    }

    void store(MemKind kind) {
        now[index(kind)] = fresh++;
    }

    void call() {
        for (int i = 0; i < count; i++) {
            now[i] = fresh++;
        }
    }

    int version(MemKind kind) {
        return kind.tag() == MemKind.Tag.IMMUTABLE ? 0 : now[index(kind)];
    }
}
