package org.platlang.regalloc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.platlang.mach.Loc;
import org.platlang.mach.MachBlock;
import org.platlang.mach.MachFunction;
import org.platlang.mach.MachInst;
import org.platlang.mach.Operand;
import org.platlang.mach.Target;

/**
 * Checks an allocation by executing it symbolically: a location holds a set of virtual registers, joins intersect, and
 * every operand must find its register in the location it was given. A call overwrites every slot that is not said to be
 * live there. Shares nothing with the allocator but the instructions (after regalloc2's checker).
 */
public final class AllocChecker {
    private final MachFunction f;
    private final Target target;
    private final Map<MachBlock, Map<Integer, Set<Integer>>> entry = new HashMap<>();

    private AllocChecker(MachFunction f, Target target) {
        this.f = f;
        this.target = target;
    }

    /** Throws {@link IllegalStateException} with the place of the first operand that is not where it should be. */
    public static void check(MachFunction f, Target target) {
        new AllocChecker(f, target).run();
    }

    private void run() {
        ArrayDeque<MachBlock> work = new ArrayDeque<>();
        Set<MachBlock> queued = new HashSet<>();
        entry.put(f.blocks.get(0), new HashMap<>());
        work.add(f.blocks.get(0));
        MachBlock b;
        while ((b = work.poll()) != null) {
            queued.remove(b);
            Map<Integer, Set<Integer>> state = copy(entry.get(b));
            Map<Integer, Set<Integer>> raised = execute(b, state, false);
            for (int k = 0; k < b.succs.size(); k++) {
                MachBlock s = b.succs.get(k);
                if (merge(s, edge(b, k, b.isUnwind(s) ? raised : state)) && queued.add(s)) {
                    work.add(s);
                }
            }
        }
        for (MachBlock reached : f.blocks) {
            Map<Integer, Set<Integer>> state = entry.get(reached);
            if (state != null) {
                execute(reached, copy(state), true);
            }
        }
    }

    private static Map<Integer, Set<Integer>> copy(@Nullable Map<Integer, Set<Integer>> state) {
        Map<Integer, Set<Integer>> c = new HashMap<>();
        if (state != null) {
            state.forEach((loc, values) -> c.put(loc, new HashSet<>(values)));
        }
        return c;
    }

    private Map<Integer, Set<Integer>> edge(MachBlock b, int k, Map<Integer, Set<Integer>> out) {
        int[] args = b.succArgs.get(k);
        int[] params = b.succs.get(k).params;
        Map<Integer, Set<Integer>> in = new HashMap<>();
        out.forEach((loc, values) -> {
            Set<Integer> now = new HashSet<>(values);
            for (int p : params) {
                now.remove(p);
            }
            for (int i = 0; i < args.length; i++) {
                if (values.contains(args[i])) {
                    now.add(params[i]);
                }
            }
            in.put(loc, now);
        });
        return in;
    }

    private boolean merge(MachBlock s, Map<Integer, Set<Integer>> in) {
        Map<Integer, Set<Integer>> known = entry.get(s);
        if (known == null) {
            entry.put(s, in);
            return true;
        }
        boolean changed = false;
        for (Map.Entry<Integer, Set<Integer>> e : known.entrySet()) {
            Set<Integer> other = in.get(e.getKey());
            changed |= other == null ? clearAll(e.getValue()) : e.getValue().retainAll(other);
        }
        return changed;
    }

    private static boolean clearAll(Set<Integer> set) {
        boolean had = !set.isEmpty();
        set.clear();
        return had;
    }

    /** Brings the state to the end of the block; the result is the one in which the block's raiser leaves it. */
    private Map<Integer, Set<Integer>> execute(MachBlock b, Map<Integer, Set<Integer>> state, boolean verify) {
        Map<Integer, Set<Integer>> raised = new HashMap<>();
        for (MachInst inst : b.insts) {
            if (inst.defs.length == 0 && inst.uses.length == 0) {
                if (inst.defLocs.length > 0) {
                    moves(inst, state);
                }
                if (inst.clobbers != 0) {
                    clobber(inst.clobbers, state);
                }
                if (inst.op.mayStop()) {
                    dropDeadSlots(inst.liveSlots, state);
                }
                if (inst == b.raiser) {
                    raised = copy(state);
                }
                continue;
            }
            if (verify) {
                uses(b, inst, state);
            }
            if (inst.clobbers != 0) {
                clobber(inst.clobbers, state);
            }
            if (inst.op.mayStop()) {
                dropDeadSlots(inst.liveSlots, state);
            }
            for (int d : inst.defs) {
                int v = Operand.vreg(d);
                if (f.rematOf(v) == null) { // a constant may be made again while older copies stay right
                    state.values().forEach(s -> s.remove(v));
                }
            }
            if (inst == b.raiser) {
                raised = copy(state);
            }
            for (int i = 0; i < inst.defs.length; i++) {
                Set<Integer> now = new HashSet<>();
                now.add(Operand.vreg(inst.defs[i]));
                put(state, inst.defLocs[i], now);
            }
        }
        return raised;
    }

    private void uses(MachBlock b, MachInst inst, Map<Integer, Set<Integer>> state) {
        for (int i = 0; i < inst.uses.length; i++) {
            int u = inst.uses[i];
            int loc = inst.useLocs[i];
            Set<Integer> held = state.get(loc);
            if (held == null || !held.contains(Operand.vreg(u))) {
                throw new IllegalStateException("use " + i + " of " + inst.op.name() + " at " + inst.order + " in b"
                        + b.id + " of " + f.name + " wants v" + Operand.vreg(u) + " in " + name(loc) + ", which holds "
                        + held);
            }
            if (!Operand.isFixed(u) && !Operand.isAny(u) && !Loc.isReg(loc)) {
                throw new IllegalStateException(
                        "use " + i + " of " + inst.op.name() + " in " + f.name + " needs a register");
            }
        }
    }

    private void clobber(long mask, Map<Integer, Set<Integer>> state) {
        for (long bits = mask; bits != 0; bits &= bits - 1) {
            state.remove(Long.numberOfTrailingZeros(bits));
        }
    }

    /** What the collector may leave alone is as good as overwritten. */
    private static void dropDeadSlots(long liveSlots, Map<Integer, Set<Integer>> state) {
        state.keySet()
                .removeIf(loc -> Loc.isSlot(loc)
                        && Loc.slotNumber(loc) < Long.SIZE
                        && (liveSlots >>> Loc.slotNumber(loc) & 1) == 0);
    }

    /** Moves made by allocation: they have locations only. */
    private void moves(MachInst inst, Map<Integer, Set<Integer>> state) {
        if (inst.useLocs.length == 0) {
            state.remove(inst.defLocs[0]); // a register that was cleared
            return;
        }
        List<Set<Integer>> read = new ArrayList<>();
        for (int loc : inst.useLocs) {
            Set<Integer> held = state.get(loc);
            read.add(held == null ? new HashSet<>() : new HashSet<>(held));
        }
        for (int i = 0; i < inst.defLocs.length; i++) {
            put(state, inst.defLocs[i], read.get(i));
        }
    }

    private static void put(Map<Integer, Set<Integer>> state, int loc, Set<Integer> values) {
        state.put(loc, values);
    }

    private String name(int loc) {
        return Loc.isReg(loc) ? target.regName(loc) : "slot " + Loc.slotNumber(loc);
    }
}
