package org.platlang.interpreter;

import java.math.BigInteger;
import java.util.Optional;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirForEach;
import org.platlang.hir.tree.HirExpr.HirForRange;
import org.platlang.hir.tree.HirExpr.HirLoop;
import org.platlang.hir.tree.HirExpr.HirWhile;
import org.platlang.hir.tree.HirLabel;
import org.platlang.hir.tree.HirLocal;
import org.platlang.interpreter.Values.PlatList;
import org.platlang.interpreter.Values.Range;
import org.platlang.interpreter.Values.Unit;

/** Loops: each round ends by itself or by a jump to this loop. */
final class Loops {
    private final Evaluator evaluator;

    Loops(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    Object endless(HirLoop x, Frame frame) {
        while (true) {
            Optional<Object> left = round(x.label(), x.body(), frame);
            if (left.isPresent()) {
                return left.get();
            }
        }
    }

    Object whileTrue(HirWhile x, Frame frame) {
        while (evaluator.isTrue(x.condition(), frame)) {
            if (round(x.label(), x.body(), frame).isPresent()) {
                break;
            }
        }
        return Unit.UNIT;
    }

    Object overRange(HirForRange x, Frame frame) {
        long start = (Long) evaluator.eval(x.start(), frame);
        long end = (Long) evaluator.eval(x.end(), frame);
        return range(new Range(start, end, x.inclusive(), 1), x.label(), Optional.empty(), x.local(), x.body(), frame);
    }

    Object overValue(HirForEach x, Frame frame) {
        Object value = evaluator.eval(x.iterable(), frame);
        return switch (value) {
            case PlatList list -> list(list, x, frame);
            case String text -> text(text, x, frame);
            case Range range -> range(range, x.label(), x.index(), x.local(), x.body(), frame);
            default -> throw new NotInterpreted("for over a channel");
        };
    }

    /** The value with which a break left the loop, if one did. */
    private Optional<Object> round(HirLabel label, HirExpr body, Frame frame) {
        try {
            evaluator.eval(body, frame);
        } catch (Jump.Break jump) {
            if (jump.loop != label) {
                throw jump;
            }
            return Optional.of(jump.value);
        } catch (Jump.Continue jump) {
            if (jump.loop != label) {
                throw jump;
            }
        }
        return Optional.empty();
    }

    private Object list(PlatList list, HirForEach x, Frame frame) {
        int length = list.items.size();
        for (int i = 0; i < length && i < list.items.size(); i++) {
            count(x.index(), i, frame);
            frame.set(x.local(), list.items.get(i));
            if (round(x.label(), x.body(), frame).isPresent()) {
                break;
            }
        }
        return Unit.UNIT;
    }

    private Object text(String text, HirForEach x, Frame frame) {
        int[] points = text.codePoints().toArray();
        for (int i = 0; i < points.length; i++) {
            count(x.index(), i, frame);
            frame.set(x.local(), Character.toString(points[i]));
            if (round(x.label(), x.body(), frame).isPresent()) {
                break;
            }
        }
        return Unit.UNIT;
    }

    private Object range(
            Range range, HirLabel label, Optional<HirLocal> index, HirLocal local, HirExpr body, Frame frame) {
        BigInteger end = BigInteger.valueOf(range.end());
        BigInteger step = BigInteger.valueOf(range.step());
        BigInteger at = BigInteger.valueOf(range.start());
        for (int i = 0; ; i++) {
            int beyond = Integer.signum(at.compareTo(end)) * step.signum();
            if (beyond > 0 || (beyond == 0 && !range.inclusive())) {
                return Unit.UNIT;
            }
            count(index, i, frame);
            frame.set(local, at.longValueExact());
            if (round(label, body, frame).isPresent()) {
                return Unit.UNIT;
            }
            at = at.add(step);
        }
    }

    private static void count(Optional<HirLocal> index, int round, Frame frame) {
        if (index.isPresent()) {
            frame.set(index.get(), (long) round);
        }
    }
}
