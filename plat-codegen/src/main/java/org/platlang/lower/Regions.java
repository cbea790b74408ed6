package org.platlang.lower;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.platlang.hir.tree.HirScope;
import org.platlang.ir.Value;

/**
 * The constructs around the code being lowered in which something is done on every way out: a {@code concurrent} ends
 * its tasks, a {@code defer} runs its body. A way out that jumps does these things from the inside out.
 */
final class Regions {
    /** One of them, while its inside is being lowered. */
    abstract static class Region {
        /** Emits what is done when a jump leaves the region. Then the region counts as left already. */
        abstract void leave();

        /** The runtime's handle of the scope, where the region is that scope. */
        Optional<Value> handleOf(HirScope scope) {
            return Optional.empty();
        }
    }

    private final Deque<Region> open = new ArrayDeque<>();

    int depth() {
        return open.size();
    }

    void enter(Region region) {
        open.push(region);
    }

    void exit() {
        open.pop();
    }

    /** Leaves all regions entered since {@code depth} were open, on a way out that jumps. */
    void leaveDownTo(int depth) {
        List<Region> left = new ArrayList<>();
        while (open.size() > depth) {
            Region region = open.pop();
            left.add(region);
            region.leave();
        }
        for (int i = left.size() - 1; i >= 0; i--) {
            open.push(left.get(i));
        }
    }

    /** The runtime's handle of an enclosing scope. */
    Value handleOf(HirScope scope) {
        for (Region region : open) {
            Optional<Value> handle = region.handleOf(scope);
            if (handle.isPresent()) {
                return handle.get();
            }
        }
        throw new IllegalStateException("no enclosing scope " + scope);
    }
}
