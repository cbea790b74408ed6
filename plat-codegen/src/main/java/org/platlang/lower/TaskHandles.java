package org.platlang.lower;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.*;
import org.platlang.hir.tree.HirFunction;
import org.platlang.hir.tree.HirLocal;
import org.platlang.hir.tree.HirScope;
import org.platlang.hir.tree.Intrinsic;

/**
 * What becomes of the handles of spawned tasks in one function. A task whose handle nobody uses is detached: its record
 * is recycled when it ends. An await of a local that holds a spawn's handle and has no other use, in the same round of
 * the same loops, is the last that is seen of the handle: the record is recycled there.
 */
final class TaskHandles {
    private final Set<HirExpr> detached = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<HirExpr> released = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Where a local gets its handle. */
    private record Holder(HirSpawn spawn, int region) {}

    /** An await of a local. */
    private record Await(HirIntrinsic node, HirLocal local, int region) {}

    private final Map<HirLocal, Holder> holders = new HashMap<>();
    private final Map<HirLocal, Integer> uses = new HashMap<>();
    private final List<Await> awaits = new ArrayList<>();
    /** The tasks of a race are looked at by the runtime, whether or not the program has their handles. */
    private final Set<HirScope> races = new HashSet<>();

    private int regions;

    private TaskHandles() {}

    static TaskHandles of(HirFunction f) {
        TaskHandles result = new TaskHandles();
        result.walk(f.body(), 0);
        result.decide();
        return result;
    }

    boolean isDetached(HirSpawn spawn) {
        return !races.contains(spawn.scope()) && (spawn.detached() || detached.contains(spawn));
    }

    boolean isReleased(HirIntrinsic await) {
        return await.op() == Intrinsic.TASK_AWAIT_RELEASE || released.contains(await);
    }

    private void decide() {
        holders.forEach((local, holder) -> {
            if (!uses.containsKey(local)) {
                detached.add(holder.spawn());
            }
        });
        for (Await a : awaits) {
            Holder holder = holders.get(a.local());
            if (holder != null && holder.region() == a.region() && uses.getOrDefault(a.local(), 0) == 1) {
                released.add(a.node());
            }
        }
    }

    /** {@code region} is the code that runs at most once each time its beginning is reached. */
    private void walk(HirExpr e, int region) {
        switch (e) {
            case HirLocalGet x -> uses.merge(x.local(), 1, Integer::sum);
            case HirLet x -> {
                if (x.value() instanceof HirSpawn s && !x.local().mutable()) {
                    holders.put(x.local(), new Holder(s, region));
                }
                walk(x.value(), region);
            }
            case HirIntrinsic x -> {
                if (x.op() == Intrinsic.TASK_AWAIT) {
                    HirExpr task = x.arguments().get(0);
                    if (task instanceof HirLocalGet get) {
                        awaits.add(new Await(x, get.local(), region));
                    } else if (task instanceof HirSpawn) {
                        released.add(x);
                    }
                }
                walkAll(x.arguments(), region);
            }
            case HirBlock x -> {
                for (HirExpr s : x.statements()) {
                    if (s instanceof HirSpawn) {
                        detached.add(s);
                    }
                }
                walkAll(HirChildren.of(x), region);
            }
            case HirRace x -> {
                races.add(x.scope());
                walk(x.start(), region);
            }
            case HirDefer x -> {
                // Which ways out run the cleanup, and after what, is not looked into.
                walk(x.cleanup(), ++regions);
                walk(x.body(), region);
            }
            case HirLoop x -> walk(x.body(), ++regions);
            case HirWhile x -> walkAll(HirChildren.of(x), ++regions);
            case HirForRange x -> {
                walk(x.start(), region);
                walk(x.end(), region);
                walk(x.body(), ++regions);
            }
            case HirForEach x -> {
                walk(x.iterable(), region);
                walk(x.body(), ++regions);
            }
            case HirMatch x -> {
                walk(x.scrutinee(), region);
                for (Arm arm : x.arms()) {
                    // A guard may run once per alternative of its pattern.
                    arm.guard().ifPresent(g -> walk(g, ++regions));
                    walk(arm.body(), region);
                }
            }
            default -> walkAll(HirChildren.of(e), region);
        }
    }

    private void walkAll(List<HirExpr> list, int region) {
        for (HirExpr e : list) {
            walk(e, region);
        }
    }
}
