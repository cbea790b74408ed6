package org.platlang.opt;

import org.jspecify.annotations.Nullable;
import org.platlang.ir.Block;
import org.platlang.ir.Edge;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;
import org.platlang.ir.analysis.LoopForest;

/** Recognizes what a loop counts: header parameters that change by a constant on every trip. */
final class InductionVariables {
    private InductionVariables() {}

    /**
     * A basic induction variable.
     *
     * @param param the header's parameter
     * @param start its value on entry
     * @param step what one trip adds, not 0
     * @param next the sum that the back edge passes
     */
    record Basic(Value param, Value start, long step, Value next) {}

    /** The induction variable a header parameter is, or null. Requires one edge in and one back edge. */
    static @Nullable Basic of(LoopForest.Loop loop, Value param) {
        if (param.op() != Opcode.PARAM
                || param.block() != loop.header()
                || !param.type().isInteger()) {
            return null;
        }
        if (loop.backEdges().size() != 1 || loop.header().predecessors().size() != 2) {
            return null;
        }
        Edge back = loop.backEdges().get(0);
        Edge entry = loop.header().predecessor(0) == back
                ? loop.header().predecessor(1)
                : loop.header().predecessor(0);
        Value next = back.arg(param.paramIndex());
        long step = stepOf(next, param);
        return step == 0 ? null : new Basic(param, entry.arg(param.paramIndex()), step, next);
    }

    /** c where {@code next} is {@code param + c} or {@code param - -c}; 0 where it is not. */
    private static long stepOf(Value next, Value param) {
        if (next.op() == Opcode.ADD && next.arg(0) == param && next.arg(1).isConst()) {
            return next.arg(1).intValue();
        }
        if (next.op() == Opcode.ADD && next.arg(1) == param && next.arg(0).isConst()) {
            return next.arg(0).intValue();
        }
        if (next.op() == Opcode.SUB && next.arg(0) == param && next.arg(1).isConst()) {
            return -next.arg(1).intValue();
        }
        return 0;
    }

    /** An upper bound of the number of trips, where an exit test on every trip and constants show one; else -1. */
    static long constantTrips(LoopForest.Loop loop) {
        if (loop.backEdges().size() != 1) {
            return -1;
        }
        Block latch = loop.backEdges().get(0).from();
        long best = -1;
        // A test that ends the header or the latch is made on every trip.
        for (int i = 0; i < 2; i++) {
            Block test = i == 0 ? loop.header() : latch;
            Value end = test.terminator();
            if (end.op() != Opcode.BRANCH) {
                continue;
            }
            boolean firstInside = loop.contains(test.successor(0).to());
            boolean secondInside = loop.contains(test.successor(1).to());
            if (firstInside == secondInside) {
                continue;
            }
            long trips = trips(loop, end.arg(0), firstInside);
            if (trips >= 0 && (best < 0 || trips < best)) {
                best = trips;
            }
        }
        return best;
    }

    private static long trips(LoopForest.Loop loop, Value condition, boolean staysIfTrue) {
        if (!condition.op().isIntCompare() || !condition.arg(1).isConst()) {
            return -1;
        }
        Value counted = condition.arg(0);
        Basic iv = of(loop, counted);
        if (iv == null) {
            for (Value p : loop.header().params()) {
                Basic candidate = of(loop, p);
                if (candidate != null && candidate.next() == counted) {
                    iv = candidate;
                }
            }
        }
        if (iv == null || !iv.start().isConst()) {
            return -1;
        }
        Opcode op = staysIfTrue ? condition.op() : condition.op().negated();
        long start = iv.start().intValue();
        long bound = condition.arg(1).intValue();
        long limit = 1L << 30;
        if (Math.abs(start) > limit || Math.abs(bound) > limit || Math.abs(iv.step()) > limit) {
            return -1;
        }
        long distance = switch (op) {
            case SLT, SLE -> iv.step() > 0 ? bound - start : -1;
            case SGT, SGE -> iv.step() < 0 ? start - bound : -1;
            case NE -> (bound - start) % iv.step() == 0 ? Math.abs(bound - start) : -1;
            default -> -1;
        };
        if (op == Opcode.NE && iv.step() > 0 != bound > start) {
            return -1;
        }
        // The variable does not wrap on the way: its type holds bound + step.
        long last = bound + iv.step();
        if (distance < 0 || iv.param().type().wrap(last) != last) {
            return -1;
        }
        return distance / Math.abs(iv.step()) + 1;
    }
}
