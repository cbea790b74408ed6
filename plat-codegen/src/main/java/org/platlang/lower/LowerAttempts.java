package org.platlang.lower;

import java.util.List;
import org.platlang.abi.RuntimeAbi;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirAttempt;
import org.platlang.hir.tree.HirExpr.HirWithTimeout;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.ir.Block;
import org.platlang.ir.FunctionBuilder;
import org.platlang.ir.IrType;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;
import org.platlang.lower.Regions.Region;

/** {@code attempt} and {@code with_timeout}: regions whose landing pad may go on normally, with another value. */
final class LowerAttempts {
    private final FunctionLowering f;
    private final FunctionBuilder b;

    LowerAttempts(FunctionLowering f) {
        this.f = f;
        this.b = f.builder();
    }

    List<Value> attempt(HirAttempt x) {
        int[] result = f.variables(f.layouts().scalars(x.type()));
        Block join = b.createBlock();
        f.regions().enter(new Region() {
            @Override
            void leave() {
                // nothing is open
            }

            @Override
            void land(Value state) {
                f.at(x.span());
                Value caught = f.runtime("plat_attempt_catch", state).get(0);
                for (int i = 0; i < x.report().size(); i++) {
                    f.declare(x.report().get(i), List.of(b.workerLoad(IrType.REF, RuntimeAbi.WORKER_XFER + 8 * i)));
                }
                Block pass = b.createColdBlock();
                Block take = b.createColdBlock();
                b.branch(b.binary(Opcode.NE, caught, b.i32(0)), take, pass);
                b.switchToSealed(pass);
                f.regions().resume(state);
                b.switchToSealed(take);
                give(x.caught(), x.type(), result, join);
            }
        });
        List<Value> values = f.lowerAs(x.body(), x.type());
        f.regions().exit();
        return joined(x.body(), values, result, join);
    }

    List<Value> withTimeout(HirWithTimeout x) {
        Value duration = f.lowerOne(x.duration(), Primitive.DURATION);
        f.at(x.span());
        Value record = f.runtime("plat_timeout_enter", duration).get(0);
        int[] result = f.variables(f.layouts().scalars(x.type()));
        Block join = b.createBlock();
        f.regions().enter(new Region() {
            @Override
            void leave() {
                f.runtime("plat_timeout_leave", record);
            }

            @Override
            void land(Value state) {
                f.at(x.span());
                Value left = f.runtime("plat_timeout_abort", record, state).get(0);
                Block pass = b.createColdBlock();
                Block expired = b.createColdBlock();
                b.branch(b.binary(Opcode.EQ, left, b.i64(0)), expired, pass);
                b.switchToSealed(pass);
                f.regions().resume(left);
                b.switchToSealed(expired);
                give(x.expired(), x.type(), result, join);
            }
        });
        List<Value> values = f.lowerAs(x.body(), x.type());
        f.at(x.span());
        f.regions().exit();
        f.runtime("plat_timeout_leave", record);
        return joined(x.body(), values, result, join);
    }

    /** Ends a landing pad by the value that is given instead of the body's. */
    private void give(HirExpr instead, Type type, int[] result, Block join) {
        f.write(result, f.lowerAs(instead, type));
        b.jump(join);
    }

    private List<Value> joined(HirExpr body, List<Value> values, int[] result, Block join) {
        if (body.type() == Primitive.NEVER) {
            b.unreachable();
        } else {
            f.write(result, values);
            b.jump(join);
        }
        b.switchToSealed(join);
        return f.read(result);
    }
}
