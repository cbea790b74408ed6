package org.platlang.lower;

import java.util.List;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.*;
import org.platlang.hir.tree.UnaryOp;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.ir.Block;
import org.platlang.ir.FunctionBuilder;
import org.platlang.ir.Value;

/** Branches and loops but for {@code for}. Values meet at a join in builder variables, one per scalar. */
final class LowerControl {
    /** Conditions of at most so many nodes are lowered twice, so that a loop has one branch per round. */
    private static final int ROTATION_LIMIT = 16;

    private final FunctionLowering f;
    private final FunctionBuilder b;
    private final LowerFor forLoops;

    LowerControl(FunctionLowering f, LowerLists lists, LowerTasks tasks, LowerNumbers numbers) {
        this.f = f;
        this.b = f.builder();
        this.forLoops = new LowerFor(f, lists, tasks, numbers);
    }

    // Conditions.

    /** Ends the block by going to {@code yes} or {@code no}; neither is sealed. */
    void condition(HirExpr e, Block yes, Block no) {
        switch (e) {
            case HirLogical x -> {
                Block right = b.createBlock();
                if (x.isAnd()) {
                    condition(x.left(), right, no);
                } else {
                    condition(x.left(), yes, right);
                }
                b.switchToSealed(right);
                condition(x.right(), yes, no);
            }
            case HirUnary x when x.op() == UnaryOp.NOT -> condition(x.operand(), no, yes);
            case HirBool x -> b.jump(x.value() ? yes : no);
            default -> {
                Value c = f.lowerOne(e, Primitive.BOOL);
                f.at(e.span());
                b.branch(c, yes, no);
            }
        }
    }

    /** {@code and} / {@code or} as a value. */
    Value logical(HirLogical x) {
        if (x.left().type() == Primitive.NEVER) {
            f.lower(x.left());
            return b.bool(false);
        }
        int result = b.variable(org.platlang.ir.IrType.I8);
        Block right = b.createBlock();
        Block shortCut = b.createBlock();
        Block join = b.createBlock();
        condition(x.left(), x.isAnd() ? right : shortCut, x.isAnd() ? shortCut : right);
        b.switchToSealed(shortCut);
        b.write(result, b.bool(!x.isAnd()));
        b.jump(join);
        b.switchToSealed(right);
        b.write(result, f.lowerOne(x.right(), Primitive.BOOL));
        b.jump(join);
        b.switchToSealed(join);
        return b.read(result);
    }

    List<Value> ifElse(HirIf x) {
        if (x.elseBranch() instanceof HirUnit) {
            Block yes = b.createBlock();
            Block join = b.createBlock();
            condition(x.condition(), yes, join);
            b.switchToSealed(yes);
            f.lower(x.thenBranch());
            b.jump(join);
            b.switchToSealed(join);
            return List.of();
        }
        int[] result = f.variables(f.layouts().scalars(x.type()));
        Block yes = b.createBlock();
        Block no = b.createBlock();
        Block join = b.createBlock();
        condition(x.condition(), yes, no);
        branch(yes, x.thenBranch(), x.type(), result, join);
        branch(no, x.elseBranch(), x.type(), result, join);
        return joined(join, x.type(), result);
    }

    private void branch(Block start, HirExpr e, Type type, int[] result, Block join) {
        b.switchToSealed(start);
        List<Value> values = f.lower(e);
        if (e.type() == Primitive.NEVER) {
            b.unreachable();
            return;
        }
        if (type != Primitive.NEVER && result.length > 0) {
            f.write(result, values);
        }
        b.jump(join);
    }

    private List<Value> joined(Block join, Type type, int[] result) {
        b.switchToSealed(join);
        return type == Primitive.NEVER ? List.of() : f.read(result);
    }

    // Loops.

    List<Value> loop(HirLoop x) {
        int[] result = f.variables(f.layouts().scalars(x.type()));
        Block header = b.createBlock();
        Block again = b.createBlock();
        Block exit = b.createBlock();
        b.jump(header);
        b.switchTo(header);
        f.enterLoop(x.label(), exit, again, result);
        f.lower(x.body());
        f.leaveLoop();
        b.jump(again);
        b.switchToSealed(again);
        f.at(x.span());
        b.pollInRegion();
        b.jump(header);
        b.seal(header);
        return joined(exit, x.type(), result);
    }

    List<Value> whileLoop(HirWhile x) {
        Block body = b.createBlock();
        Block again = b.createBlock();
        Block exit = b.createBlock();
        boolean rotate = size(x.condition()) <= ROTATION_LIMIT;
        Block header = rotate ? body : b.createBlock();
        if (rotate) {
            condition(x.condition(), body, exit);
            b.switchTo(body);
        } else {
            b.jump(header);
            b.switchTo(header);
            condition(x.condition(), body, exit);
            b.switchToSealed(body);
        }
        f.enterLoop(x.label(), exit, again, new int[0]);
        f.lower(x.body());
        f.leaveLoop();
        b.jump(again);
        b.switchToSealed(again);
        f.at(x.span());
        b.pollInRegion();
        if (rotate) {
            condition(x.condition(), body, exit);
        } else {
            b.jump(header);
        }
        b.seal(header);
        b.switchToSealed(exit);
        return List.of();
    }

    List<Value> forRange(HirForRange x) {
        return forLoops.range(x);
    }

    List<Value> forEach(HirForEach x) {
        return forLoops.each(x);
    }

    List<Value> breakLoop(HirBreak x) {
        FunctionLowering.Loop loop = f.loop(x.label());
        List<Value> values = f.lower(x.value());
        if (x.value().type() != Primitive.NEVER) {
            f.write(loop.result(), values);
            f.regions().leaveDownTo(loop.regionDepth());
            b.jump(loop.exit());
            f.startUnreachable();
        }
        return List.of();
    }

    List<Value> continueLoop(HirContinue x) {
        FunctionLowering.Loop loop = f.loop(x.label());
        f.regions().leaveDownTo(loop.regionDepth());
        b.jump(loop.again());
        f.startUnreachable();
        return List.of();
    }

    /** Number of nodes of a plain computation; more than any limit for one that has control flow of its own. */
    private static int size(HirExpr e) {
        return switch (e) {
            case HirInt x -> 1;
            case HirFloat x -> 1;
            case HirBool x -> 1;
            case HirLocalGet x -> 1;
            case HirFieldGet x -> 1 + size(x.object());
            case HirUnary x -> 1 + size(x.operand());
            case HirCast x -> 1 + size(x.operand());
            case HirBinary x -> 1 + size(x.left()) + size(x.right());
            case HirLogical x -> 1 + size(x.left()) + size(x.right());
            case HirEquals x -> 1 + size(x.left()) + size(x.right());
            case HirIntrinsic x -> {
                int sum = 2;
                for (HirExpr a : x.arguments()) {
                    sum += size(a);
                }
                yield sum;
            }
            case HirCall x -> {
                int sum = 2;
                for (HirExpr a : x.arguments()) {
                    sum += size(a);
                }
                yield sum;
            }
            default -> ROTATION_LIMIT + 1;
        };
    }
}
