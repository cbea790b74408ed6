package org.platlang.lower;

import java.util.List;
import org.platlang.hir.tree.HirExpr.HirDefer;
import org.platlang.ir.FunctionBuilder;
import org.platlang.ir.Value;
import org.platlang.lower.Regions.Region;

/**
 * {@code defer}: the cleanup is lowered anew for each way out of the body. It is shielded from cancellation, unless nothing
 * in it could be cancelled. When it fails while something unwinds already, both become one, and that unwinds on.
 */
final class LowerDefer {
    private final FunctionLowering f;
    private final FunctionBuilder b;

    LowerDefer(FunctionLowering f) {
        this.f = f;
        this.b = f.builder();
    }

    List<Value> defer(HirDefer x) {
        boolean shielded = Cancellable.is(x.cleanup());
        f.regions().enter(new Region() {
            @Override
            void leave() {
                onJump(x, shielded);
            }

            @Override
            void land(Value state) {
                onRaise(x, shielded, state);
            }
        });
        List<Value> result = f.lower(x.body());
        f.regions().exit();
        onJump(x, shielded);
        return result;
    }

    private void onJump(HirDefer x, boolean shielded) {
        f.at(x.span());
        if (!shielded) {
            f.lower(x.cleanup());
            return;
        }
        f.runtime("plat_shield_enter");
        f.regions().enter(new Region() {
            @Override
            void leave() {
                throw new IllegalStateException("a jump out of a defer");
            }

            @Override
            void land(Value state) {
                f.runtime("plat_shield_leave");
                f.regions().resume(state);
            }
        });
        f.lower(x.cleanup());
        f.regions().exit();
        f.at(x.span());
        f.runtime("plat_shield_leave");
    }

    private void onRaise(HirDefer x, boolean shielded, Value state) {
        f.at(x.span());
        if (shielded) {
            f.runtime("plat_shield_enter");
        }
        f.regions().enter(new Region() {
            @Override
            void leave() {
                throw new IllegalStateException("a jump out of a defer");
            }

            @Override
            void land(Value failure) {
                if (shielded) {
                    f.runtime("plat_shield_leave");
                }
                f.regions()
                        .resume(f.runtime("plat_unwind_merge", state, failure).get(0));
            }
        });
        f.lower(x.cleanup());
        f.regions().exit();
        f.at(x.span());
        if (shielded) {
            f.runtime("plat_shield_leave");
        }
        f.regions().resume(state);
    }
}
