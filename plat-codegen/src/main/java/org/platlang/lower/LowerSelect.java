package org.platlang.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.platlang.abi.RuntimeAbi;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirSelect;
import org.platlang.hir.tree.HirSelectArm;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ChannelType;
import org.platlang.ir.Block;
import org.platlang.ir.FunctionBuilder;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;

/**
 * {@code select}: all operands first, then the arms named to the runtime one after the other, then the wait, whose
 * result is twice the arm's number, plus one unless it received nothing from a closed channel; then a jump to the body.
 * Between the first naming and the wait there is nothing but these calls.
 */
final class LowerSelect {
    private final FunctionLowering f;
    private final FunctionBuilder b;
    private final LowerTasks tasks;

    LowerSelect(FunctionLowering f, LowerTasks tasks) {
        this.f = f;
        this.b = f.builder();
        this.tasks = tasks;
    }

    /** An arm with its operands' values. */
    private record Ready(HirSelectArm arm, List<List<Value>> operands) {
        Value first() {
            return operands.get(0).get(0);
        }
    }

    List<Value> select(HirSelect x) {
        List<Ready> arms = new ArrayList<>();
        for (HirSelectArm arm : x.arms()) {
            List<List<Value>> operands = new ArrayList<>();
            for (HirExpr e : arm.operands()) {
                operands.add(f.lower(e));
                if (e.type() == Primitive.NEVER) { // nothing behind it is reached
                    return f.zeros(f.layouts().scalars(x.type()));
                }
            }
            arms.add(new Ready(arm, operands));
        }
        f.at(x.span());
        List<Ready> channels = arms.stream().filter(a -> isOperation(a.arm())).toList();
        Optional<Ready> other = arms.stream().filter(a -> !isOperation(a.arm())).findFirst();
        return channels.isEmpty() ? alone(x, other.orElseThrow()) : wait(x, channels, other);
    }

    private static boolean isOperation(HirSelectArm arm) {
        return arm instanceof HirSelectArm.Receive || arm instanceof HirSelectArm.Send;
    }

    /** Only an {@code after}, or only a {@code default}. */
    private List<Value> alone(HirSelect x, Ready arm) {
        if (arm.arm() instanceof HirSelectArm.After) {
            f.runtime("plat_sleep", arm.first());
        }
        return f.lowerAs(arm.arm().body(), x.type());
    }

    private List<Value> wait(HirSelect x, List<Ready> channels, Optional<Ready> other) {
        int kind = RuntimeAbi.SELECT_FIRST;
        for (Ready a : channels) {
            boolean sends = a.arm() instanceof HirSelectArm.Send;
            if (sends) {
                tasks.give(a.operands().get(1));
            }
            f.runtime("plat_select_arm", a.first(), b.i32(kind + (sends ? RuntimeAbi.SELECT_SEND : 0)));
            kind = 0;
        }
        Value limit = other.isEmpty()
                ? b.i64(RuntimeAbi.SELECT_NO_LIMIT)
                : other.get().arm() instanceof HirSelectArm.After
                        ? other.get().first()
                        : b.i64(RuntimeAbi.SELECT_NO_WAIT);
        Value chosen =
                f.runtime("plat_select_wait", b.i32(x.biased() ? 1 : 0), limit).get(0);
        return bodies(x, channels, other, chosen);
    }

    private List<Value> bodies(HirSelect x, List<Ready> channels, Optional<Ready> other, Value chosen) {
        List<Ready> all = new ArrayList<>(channels);
        other.ifPresent(all::add);
        List<Block> blocks = new ArrayList<>();
        List<Long> keys = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            blocks.add(b.createBlock());
            keys.add((long) i);
        }
        int last = all.size() - 1;
        if (last == 0) {
            b.jump(blocks.get(0));
        } else { // -1, none of them, is the last one's number too
            Value arm = b.binary(Opcode.SHR, chosen, b.i32(1));
            b.switchOn(arm, keys.subList(0, last), blocks.subList(0, last), blocks.get(last));
        }
        int[] result = f.variables(f.layouts().scalars(x.type()));
        Block join = b.createBlock();
        for (int i = 0; i < all.size(); i++) {
            b.switchToSealed(blocks.get(i));
            body(all.get(i), chosen, x.type(), result, join);
        }
        b.switchToSealed(join);
        return x.type() == Primitive.NEVER ? List.of() : f.read(result);
    }

    private void body(Ready arm, Value chosen, Type type, int[] result, Block join) {
        if (arm.arm() instanceof HirSelectArm.Receive r && r.local().isPresent()) {
            Type element = ((ChannelType) r.channel().type()).element();
            Value got = b.binary(Opcode.AND, chosen, b.i32(1));
            f.declare(r.local().get(), tasks.receivedOption(got, element));
        }
        HirExpr body = arm.arm().body();
        List<Value> values = f.lower(body);
        if (body.type() == Primitive.NEVER) {
            b.unreachable();
        } else {
            f.write(result, values);
            b.jump(join);
        }
    }
}
