package org.platlang.target.x64;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.platlang.ir.Aux;
import org.platlang.ir.Block;
import org.platlang.ir.Edge;
import org.platlang.ir.Function;
import org.platlang.ir.IrType;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;

/**
 * Stores of neighbouring F64 elements whose values are computed alike, in the bodies of unrolled loops: two lanes of one
 * vector register (superword-level parallelism, Larsen and Amarasinghe 2000, in its smallest form).
 *
 * <p>A pair is done where its second store is. So its loads move down over the first store, and that is right only if
 * they do not read what it writes: elements of the same buffer at other offsets from the same index do not, and of other
 * buffers do not where the buffers are different objects. That is tested once before the loop; when they are the same,
 * the loop that was kept for the remaining trips does all of them. Lanes compute what the scalars did, rounding and all.
 */
final class X64Pairs {
    /** The first store of each pair, by the second. */
    private final Map<Value, Value> firstOfSecond = new HashMap<>();

    private final Set<Value> first = new HashSet<>();
    /** The block in which a loop's scalars are spread over lanes, by the loop. */
    private final Map<Block, Block> before = new HashMap<>();

    /** The bases that must differ for the pair being matched, two by two. */
    private final List<Value> distinct = new ArrayList<>();

    private final Set<Value> loads = new HashSet<>();

    private X64Pairs() {}

    /** Finds the pairs of {@code f} and puts the tests before their loops. */
    static X64Pairs of(Function f) {
        X64Pairs p = new X64Pairs();
        for (Block b : f.blocks()) {
            if (b.isShortLoop() && !b.isCold()) {
                p.loop(b);
            }
        }
        return p;
    }

    /** The first store of the pair that is done at {@code second}, or null. */
    @Nullable
    Value firstOf(Value second) {
        return firstOfSecond.get(second);
    }

    boolean isFirst(Value store) {
        return first.contains(store);
    }

    /** Where scalars of the loop are spread over lanes: a block that does nothing but enter it. */
    Block before(Block loop) {
        Block b = before.get(loop);
        if (b == null) {
            throw new IllegalStateException("no pairs in " + loop);
        }
        return b;
    }

    private void loop(Block b) {
        if (b.predecessors().size() != 2) {
            return;
        }
        Block entry = null;
        for (Edge e : b.predecessors()) {
            boolean back = e.from() == b
                    || e.from().predecessors().size() == 1
                            && e.from().predecessor(0).from() == b;
            if (!back) {
                entry = entry == null ? e.from() : null;
            }
        }
        // The entry is a block of its own behind a branch to either this loop or the one for the rest.
        if (entry == null
                || entry.first() != entry.terminator()
                || entry.terminator().op() != Opcode.JUMP
                || entry.predecessors().size() != 1) {
            return;
        }
        Block guard = entry.predecessor(0).from();
        if (guard.terminator().op() != Opcode.BRANCH
                || guard.successor(0).to() != entry
                || guard.successor(1).to() == entry) {
            return;
        }
        List<Value> needed = new ArrayList<>();
        Value last = null;
        for (Value v = b.first(); v != null; v = v.next()) {
            switch (v.op().effect()) {
                case PURE, TRAPS, READS, PROJECTS, ENDS -> {}
                case WRITES -> {
                    if (last != null && pair(last, v, b, needed)) {
                        last = null;
                    } else {
                        last = v;
                    }
                }
                case ALLOCATES, CALLS, POLLS -> last = null;
            }
        }
        if (!before.containsKey(b)) {
            return;
        }
        Value end = guard.terminator();
        for (int i = 0; i < needed.size(); i += 2) {
            Value differ = guard.insertBefore(
                    end, Opcode.NE, IrType.I8, Aux.NONE, end.position(), needed.get(i), needed.get(i + 1));
            end.setArg(0, guard.insertBefore(end, Opcode.AND, IrType.I8, Aux.NONE, end.position(), end.arg(0), differ));
        }
        before.put(b, entry);
    }

    private boolean pair(Value s1, Value s2, Block b, List<Value> needed) {
        if (s1.op() != Opcode.STORE_INDEXED
                || s1.arg(2).type() != IrType.F64
                || !neighbours(s1, s2)
                || s1.arg(0).block() == b) {
            return false;
        }
        distinct.clear();
        loads.clear();
        if (!alike(s1.arg(2), s2.arg(2), b, s1) || loads.isEmpty()) {
            return false;
        }
        // Nothing but the pair's own loads and first store may touch memory from its first load to its second store.
        int seen = 0;
        boolean inside = false;
        for (Value v = b.first(); v != s2 && v != null; v = v.next()) {
            if (loads.contains(v)) {
                seen++;
                inside = true;
            } else if (v == s1) {
                inside = true;
            } else if (inside && v.op().effect() != Opcode.Effect.PURE) {
                return false;
            }
        }
        if (seen != loads.size()) {
            return false;
        }
        for (int i = 0; i < distinct.size(); i += 2) {
            boolean known = false;
            for (int k = 0; k < needed.size(); k += 2) {
                known |= needed.get(k) == distinct.get(i) && needed.get(k + 1) == distinct.get(i + 1);
            }
            if (!known) {
                needed.add(distinct.get(i));
                needed.add(distinct.get(i + 1));
            }
        }
        firstOfSecond.put(s2, s1);
        first.add(s1);
        before.put(b, b);
        return true;
    }

    /** Two lanes of one vector: the same scalar from outside, neighbouring loads, or the same operation of such. */
    private boolean alike(Value x, Value y, Block b, Value store) {
        if (x == y) {
            return x.block() != b;
        }
        if (x.op() != y.op() || x.block() != b || y.block() != b || x.useCount() != 1 || y.useCount() != 1) {
            return false;
        }
        return switch (x.op()) {
            case FADD, FSUB, FMUL, FDIV -> alike(x.arg(0), y.arg(0), b, store) && alike(x.arg(1), y.arg(1), b, store);
            case LOAD_INDEXED -> {
                if (!neighbours(x, y) || x.arg(0).block() == b) {
                    yield false;
                }
                loads.add(x);
                loads.add(y);
                if (x.arg(0) == store.arg(0)) {
                    // The second lane's load comes before the first lane's store now.
                    yield root(y) == root(store) && displacement(y) >= displacement(store) + 8;
                }
                distinct.add(store.arg(0));
                distinct.add(x.arg(0));
                yield true;
            }
            default -> false;
        };
    }

    /** Accesses of F64 elements of one buffer, the second right behind the first. */
    private static boolean neighbours(Value x, Value y) {
        return x.op() == y.op()
                && x.mem().stride() == 8
                && y.mem().stride() == 8
                && element(x) == IrType.F64
                && element(y) == IrType.F64
                && x.arg(0) == y.arg(0)
                && x.arg(0).type() == IrType.REF
                && root(x) == root(y)
                && displacement(y) == displacement(x) + 8;
    }

    private static IrType element(Value access) {
        return access.op() == Opcode.LOAD_INDEXED
                ? access.type()
                : access.arg(2).type();
    }

    private static boolean isStep(Value index) {
        return index.op() == Opcode.ADD && index.arg(1).isConst();
    }

    private static Value root(Value access) {
        Value index = access.arg(1);
        return isStep(index) ? index.arg(0) : index;
    }

    private static long displacement(Value access) {
        Value index = access.arg(1);
        return access.mem().offset() + (isStep(index) ? index.arg(1).intValue() * 8 : 0);
    }
}
