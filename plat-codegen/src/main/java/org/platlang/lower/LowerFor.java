package org.platlang.lower;

import java.util.List;
import java.util.Optional;
import org.platlang.abi.RuntimeAbi;
import org.platlang.hir.tree.HirExpr.HirForEach;
import org.platlang.hir.tree.HirExpr.HirForRange;
import org.platlang.hir.tree.HirLocal;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ChannelType;
import org.platlang.hir.type.Type.ListType;
import org.platlang.hir.type.Type.RangeType;
import org.platlang.ir.Aux.Likely;
import org.platlang.ir.Block;
import org.platlang.ir.FunctionBuilder;
import org.platlang.ir.IrType;
import org.platlang.ir.MemKind;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;

/**
 * {@code for} loops. All are built with the test at the bottom: a guard before the first round, and in the latch the
 * step and the one branch back (a later pass adds the poll).
 */
final class LowerFor {
    private final FunctionLowering f;
    private final FunctionBuilder b;
    private final LowerLists lists;
    private final LowerTasks tasks;
    private final LowerNumbers numbers;

    LowerFor(FunctionLowering f, LowerLists lists, LowerTasks tasks, LowerNumbers numbers) {
        this.f = f;
        this.b = f.builder();
        this.lists = lists;
        this.tasks = tasks;
        this.numbers = numbers;
    }

    List<Value> range(HirForRange x) {
        Value start = f.lowerOne(x.start(), x.local().type());
        Value end = f.lowerOne(x.end(), x.local().type());
        f.at(x.span());
        Value guard = b.binary(x.inclusive() ? Opcode.SLE : Opcode.SLT, start, end);
        count(start, end, guard, x.inclusive(), new Round() {
            @Override
            public void run(Value i, Block again, Block exit) {
                f.declare(x.local(), List.of(i));
                f.enterLoop(x.label(), exit, again, new int[0]);
                f.lower(x.body());
                f.leaveLoop();
                f.at(x.span());
            }
        });
        return List.of();
    }

    /** What a counted loop does in each round; ends in the block that goes on to {@code again}. */
    private interface Round {
        void run(Value i, Block again, Block exit);
    }

    /**
     * Counts from start by 1 while below end, or up to and with it. The inclusive form compares before it steps, so
     * the counter never passes the end; the wrapped sum after the last round is not used.
     */
    private void count(Value start, Value end, Value guard, boolean inclusive, Round round) {
        Block body = b.createBlock();
        Block again = b.createBlock();
        Block exit = b.createBlock();
        int counter = b.variable(start.type());
        b.write(counter, start);
        b.branch(guard, body, exit);
        b.switchTo(body);
        Value i = b.read(counter);
        round.run(i, again, exit);
        b.jump(again);
        b.switchToSealed(again);
        b.pollInRegion();
        Value next = b.binary(Opcode.ADD, i, b.iconst(i.type(), 1));
        b.write(counter, next);
        b.branch(inclusive ? b.binary(Opcode.NE, i, end) : b.binary(Opcode.SLT, next, end), body, exit, Likely.LIKELY);
        b.seal(body);
        b.switchToSealed(exit);
    }

    List<Value> each(HirForEach x) {
        Type type = x.iterable().type();
        if (type == Primitive.NEVER) {
            f.lower(x.iterable());
            return List.of();
        }
        switch (type) {
            case ListType t -> overList(x, t);
            case ChannelType t -> overChannel(x, t);
            case RangeType t -> overRange(x, t);
            default -> {
                if (type != Primitive.STRING) {
                    throw f.notYet("for over this type", x.span());
                }
                overString(x);
            }
        }
        return List.of();
    }

    private void overList(HirForEach x, ListType type) {
        Value list = f.lowerOne(x.iterable(), type);
        f.at(x.span());
        Value length = lists.length(list, type.element());
        Value zero = b.i32(0);
        count(zero, length, b.binary(Opcode.SGT, length, zero), false, (i, again, exit) -> {
            // The buffer is looked at in every round: it may have been replaced or have shrunk.
            Value buffer = lists.buffer(list, type.element());
            Block body = b.createBlock();
            b.branch(b.binary(Opcode.ULT, i, lists.bufferLength(buffer)), body, exit, Likely.LIKELY);
            b.switchToSealed(body);
            declareIndex(x.index(), i);
            f.declare(x.local(), lists.element(buffer, i, type.element()));
            body(x, again, exit);
        });
    }

    private void declareIndex(Optional<HirLocal> index, Value i) {
        index.ifPresent(local -> f.declare(local, List.of(i)));
    }

    private void body(HirForEach x, Block again, Block exit) {
        f.enterLoop(x.label(), exit, again, new int[0]);
        f.lower(x.body());
        f.leaveLoop();
        f.at(x.span());
    }

    /**
     * Takes the step as often as it fits between the bounds, worked out before the first round, so that the counter never
     * passes the end. Distances are unsigned: those of Int64 bounds may not fit a signed number.
     */
    private void overRange(HirForEach x, RangeType type) {
        List<Value> range = f.lower(x.iterable());
        f.at(x.span());
        Value start = range.get(0);
        Value end = range.get(1);
        Value inclusive = range.get(2);
        Value step = range.get(3);
        Value up = b.binary(Opcode.SGT, step, b.i64(0));
        Value beyond = b.select(up, numbers.less(end, start), numbers.less(start, end));
        Value empty = b.binary(
                Opcode.OR,
                beyond,
                b.binary(Opcode.AND, b.binary(Opcode.EQ, start, end), b.binary(Opcode.XOR, inclusive, b.bool(true))));
        Value first = numbers.resize(start, IrType.I64);
        Value last = numbers.resize(end, IrType.I64);
        Value distance = b.select(up, b.binary(Opcode.SUB, last, first), b.binary(Opcode.SUB, first, last));
        Value span = b.binary(Opcode.SUB, distance, b.select(inclusive, b.i64(0), b.i64(1)));
        Value by = b.select(up, step, b.unary(Opcode.NEG, step));
        int rounds = b.variable(IrType.I64);
        int counter = b.variable(start.type());
        Block divide = b.createBlock();
        Block enter = b.createBlock();
        Block body = b.createBlock();
        Block again = b.createBlock();
        Block next = b.createBlock();
        Block exit = b.createBlock();
        b.write(rounds, span);
        b.write(counter, start);
        b.branch(b.binary(Opcode.EQ, by, b.i64(1)), enter, divide);
        b.switchToSealed(divide);
        b.write(rounds, f.runtime("plat_u64_quotient", span, by).get(0));
        b.jump(enter);
        b.switchToSealed(enter);
        b.branch(empty, exit, body);
        b.switchTo(body);
        Value i = b.read(counter);
        f.declare(x.local(), List.of(i));
        body(x, again, exit);
        b.jump(again);
        b.switchToSealed(again);
        b.pollInRegion();
        Value left = b.read(rounds);
        b.branch(b.binary(Opcode.NE, left, b.i64(0)), next, exit, Likely.LIKELY);
        b.switchToSealed(next);
        b.write(rounds, b.binary(Opcode.SUB, left, b.i64(1)));
        b.write(counter, b.binary(Opcode.ADD, i, numbers.resize(step, i.type())));
        b.jump(body);
        b.seal(body);
        b.switchToSealed(exit);
    }

    /** Receives until the channel is closed and drained. */
    private void overChannel(HirForEach x, ChannelType type) {
        Value channel = f.lowerOne(x.iterable(), type);
        Block header = b.createBlock();
        Block body = b.createBlock();
        Block again = b.createBlock();
        Block exit = b.createBlock();
        b.jump(header);
        b.switchTo(header);
        f.at(x.iterable().span());
        Value got = f.runtime("plat_chan_recv", channel).get(0);
        List<Value> value = tasks.received(type.element());
        b.branch(b.binary(Opcode.NE, got, b.i32(0)), body, exit, Likely.LIKELY);
        b.switchToSealed(body);
        f.declare(x.local(), value);
        body(x, again, exit);
        b.jump(again);
        b.switchToSealed(again);
        b.pollInRegion();
        b.jump(header);
        b.seal(header);
        b.switchToSealed(exit);
    }

    /** Walks by bytes: each character comes with the offset behind it. */
    private void overString(HirForEach x) {
        Value string = f.lowerOne(x.iterable(), Primitive.STRING);
        f.at(x.span());
        Value length = b.convert(
                Opcode.SEXT, IrType.I64, b.load(IrType.I32, string, RuntimeAbi.STRING_BYTE_LENGTH, MemKind.IMMUTABLE));
        Block body = b.createBlock();
        Block again = b.createBlock();
        Block exit = b.createBlock();
        int offset = b.variable(IrType.I64);
        int counter = b.variable(IrType.I32);
        b.write(offset, b.i64(0));
        b.write(counter, b.i32(0));
        b.branch(b.binary(Opcode.SGT, length, b.i64(0)), body, exit);
        b.switchTo(body);
        Value i = b.read(counter);
        List<Value> character = f.runtime("plat_string_next", string, b.read(offset));
        declareIndex(x.index(), i);
        f.declare(x.local(), List.of(character.get(0)));
        body(x, again, exit);
        b.jump(again);
        b.switchToSealed(again);
        b.pollInRegion();
        b.write(offset, character.get(1));
        b.write(counter, b.binary(Opcode.ADD, i, b.i32(1)));
        b.branch(b.binary(Opcode.SLT, character.get(1), length), body, exit, Likely.LIKELY);
        b.seal(body);
        b.switchToSealed(exit);
    }
}
