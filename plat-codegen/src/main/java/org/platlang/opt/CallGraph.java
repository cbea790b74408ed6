package org.platlang.opt;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.platlang.ir.Block;
import org.platlang.ir.Function;
import org.platlang.ir.Module;
import org.platlang.ir.Opcode;
import org.platlang.ir.StaticData;
import org.platlang.ir.Value;

/** Who calls whom by direct calls, and who is referred to otherwise. */
public final class CallGraph {
    private final Map<Function, List<Function>> callees = new HashMap<>();
    private final Map<Function, Integer> callSites = new HashMap<>();
    private final Set<String> addressTaken;
    private final List<Function> bottomUp = new ArrayList<>();

    private CallGraph(Set<String> addressTaken) {
        this.addressTaken = addressTaken;
    }

    public static CallGraph of(Module m) {
        CallGraph g = new CallGraph(addressesTaken(m));
        for (Function f : m.functions()) {
            LinkedHashSet<Function> set = new LinkedHashSet<>();
            for (Block b : f.blocks()) {
                for (Value v = b.first(); v != null; v = v.next()) {
                    if (v.op() == Opcode.CALL) {
                        Function callee = m.function(v.symbol()).orElse(null);
                        if (callee != null) {
                            set.add(callee);
                            g.callSites.merge(callee, 1, Integer::sum);
                        }
                    }
                }
            }
            g.callees.put(f, new ArrayList<>(set));
        }
        g.order(m);
        return g;
    }

    private static Set<String> addressesTaken(Module m) {
        Set<String> taken = new java.util.HashSet<>();
        for (StaticData d : m.data()) {
            for (StaticData.Item i : d.items()) {
                if (i instanceof StaticData.Item.Address a) {
                    taken.add(a.symbol());
                }
            }
        }
        for (Function f : m.functions()) {
            for (Block b : f.blocks()) {
                for (Value v = b.first(); v != null; v = v.next()) {
                    if (v.op() == Opcode.SYMBOL_ADDR) {
                        taken.add(v.symbol());
                    }
                }
            }
        }
        return taken;
    }

    /** Depth-first postorder with an explicit stack: callees before callers, cycles apart. */
    private void order(Module m) {
        Map<Function, Integer> next = new HashMap<>();
        ArrayList<Function> stack = new ArrayList<>();
        for (Function root : m.functions()) {
            if (next.putIfAbsent(root, 0) != null) {
                continue;
            }
            stack.add(root);
            while (!stack.isEmpty()) {
                Function f = stack.get(stack.size() - 1);
                List<Function> out = calleesOf(f);
                int i = next.getOrDefault(f, 0);
                if (i == out.size()) {
                    bottomUp.add(f);
                    stack.remove(stack.size() - 1);
                    continue;
                }
                next.put(f, i + 1);
                Function callee = out.get(i);
                if (next.putIfAbsent(callee, 0) == null) {
                    stack.add(callee);
                }
            }
        }
    }

    private List<Function> calleesOf(Function f) {
        return callees.getOrDefault(f, List.of());
    }

    /** Callees before callers where there is no cycle. */
    public List<Function> bottomUp() {
        return bottomUp;
    }

    /** Number of direct calls of {@code f} in the module. */
    public int callSites(Function f) {
        return callSites.getOrDefault(f, 0);
    }

    /** True where only direct calls refer to {@code f}. */
    public boolean isPrivate(Function f) {
        return !f.isGlobal() && !addressTaken.contains(f.symbol());
    }

    /** Removes the functions that nothing refers to, now that calls have been inlined. */
    public static void removeUnused(Module m) {
        CallGraph g = of(m);
        BitSet kept = new BitSet();
        Map<Function, Integer> index = new HashMap<>();
        List<Function> all = List.copyOf(m.functions());
        for (int i = 0; i < all.size(); i++) {
            index.put(all.get(i), i);
        }
        ArrayList<Function> work = new ArrayList<>();
        for (Function f : all) {
            if (!g.isPrivate(f)) {
                kept.set(index.getOrDefault(f, 0));
                work.add(f);
            }
        }
        while (!work.isEmpty()) {
            for (Function callee : g.calleesOf(work.remove(work.size() - 1))) {
                int i = index.getOrDefault(callee, 0);
                if (!kept.get(i)) {
                    kept.set(i);
                    work.add(callee);
                }
            }
        }
        if (kept.isEmpty()) {
            return; // a library without a root: every function is wanted
        }
        for (int i = 0; i < all.size(); i++) {
            if (!kept.get(i)) {
                m.remove(all.get(i));
            }
        }
    }
}
