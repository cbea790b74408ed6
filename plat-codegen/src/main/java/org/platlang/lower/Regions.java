package org.platlang.lower;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.platlang.hir.tree.HirScope;
import org.platlang.ir.Block;
import org.platlang.ir.FunctionBuilder;
import org.platlang.ir.Value;

/**
 * The protected regions around the code being lowered: constructs in which something is done on every way out. A {@code
 * concurrent} ends its tasks, a {@code defer} runs its body, an {@code attempt} takes a panic in.
 *
 * <p>A way out that jumps does these things from the inside out. What is raised inside goes to the region's landing pad,
 * which does its part and then goes on normally or raises what it caught again, in the region around. What a region does
 * on a way out is done outside of it: so a failure there goes to the region around, too.
 */
final class Regions {
    /** One region, while its inside is being lowered. */
    abstract static class Region {
        private Optional<Block> pad = Optional.empty();

        /** Emits what is done when a jump leaves the region. */
        abstract void leave();

        /** Emits the landing pad's work, given what it has caught; ends the block, by {@link Regions#resume} or otherwise. */
        abstract void land(Value state);

        /** The runtime's handle of the scope, where the region is that scope. */
        Optional<Value> handleOf(HirScope scope) {
            return Optional.empty();
        }
    }

    private final FunctionBuilder b;
    private final Deque<Region> open = new ArrayDeque<>();

    Regions(FunctionBuilder b) {
        this.b = b;
    }

    int depth() {
        return open.size();
    }

    void enter(Region region) {
        region.pad = Optional.of(b.createColdBlock());
        open.push(region);
        setPad();
    }

    /** Ends the innermost region: makes its landing pad if anything inside may raise, then goes on where it was. */
    void exit() {
        Region region = open.pop();
        setPad();
        Block pad = region.pad.orElseThrow();
        Block here = b.current();
        int position = b.position();
        b.seal(pad);
        if (!pad.predecessors().isEmpty()) {
            b.switchTo(pad);
            region.land(RuntimeCalls.call(b, "plat_unwind_catch").get(0));
            b.switchTo(here);
            b.setPosition(position);
        }
    }

    /** Ends the block by raising what a landing pad has caught. */
    void resume(Value state) {
        RuntimeCalls.call(b, "plat_unwind_resume", state);
        b.unreachable();
    }

    /** Leaves all regions entered since {@code depth} were open, on a way out that jumps. */
    void leaveDownTo(int depth) {
        List<Region> left = new ArrayList<>();
        while (open.size() > depth) {
            Region region = open.pop();
            setPad();
            left.add(region);
            region.leave();
        }
        for (int i = left.size() - 1; i >= 0; i--) {
            open.push(left.get(i));
        }
        setPad();
    }

    private void setPad() {
        Region innermost = open.peek();
        b.setPad(innermost == null ? Optional.empty() : innermost.pad);
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
