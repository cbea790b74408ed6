package org.platlang.hir.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.platlang.hir.check.Exhaustiveness.Answer;
import org.platlang.hir.check.Exhaustiveness.Arm;
import org.platlang.hir.tree.HirExpr.HirInt;
import org.platlang.hir.tree.HirExpr.HirString;
import org.platlang.hir.tree.HirPattern;
import org.platlang.hir.tree.HirPattern.PatLiteral;
import org.platlang.hir.tree.HirPattern.PatRange;
import org.platlang.hir.tree.HirPattern.PatVariant;
import org.platlang.hir.tree.HirPattern.PatWildcard;
import org.platlang.hir.type.BuiltinTypes;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.EnumType;
import org.platlang.lexer.diag.DiagnosticSink;
import org.platlang.lexer.source.Span;

/** What large matches cost. What the answers are is said by the golden programs. */
class ExhaustivenessTest {
    private static final int MANY = 5_000;
    private static final Span NOWHERE = Prelude.NOWHERE;

    private static Answer of(List<HirPattern> patterns, Type type) {
        Env env = Env.forPrelude(new Program(), new DiagnosticSink());
        return Exhaustiveness.of(
                env, patterns.stream().map(p -> new Arm(p, false)).toList(), type);
    }

    private static HirPattern integer(int value) {
        return new PatLiteral(new HirInt(value, Primitive.INT32, NOWHERE), NOWHERE);
    }

    private static void cheap(List<HirPattern> patterns, Type type, String missing) {
        Answer open = of(patterns, type);
        assertEquals(missing, open.missing());
        assertEquals(patterns.size(), open.useful().cardinality());
        assertTrue(open.work() <= 4L * patterns.size(), "without `_`: " + open.work());

        List<HirPattern> all = new ArrayList<>(patterns);
        all.add(new PatWildcard(type, NOWHERE));
        all.add(patterns.get(0));
        Answer closed = of(all, type);
        assertEquals("", closed.missing());
        assertEquals(patterns.size() + 1, closed.useful().cardinality());
        assertTrue(closed.work() <= 4L * all.size(), "with `_`: " + closed.work());
    }

    @Test
    void literalsAreLookedAtOnce() {
        List<HirPattern> integers = new ArrayList<>();
        List<HirPattern> strings = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            integers.add(integer(2 * i));
            strings.add(new PatLiteral(new HirString("word " + i, NOWHERE), NOWHERE));
        }
        cheap(integers, Primitive.INT32, Integer.MIN_VALUE + "..=-1");
        cheap(strings, Primitive.STRING, "_");
    }

    @Test
    void rangesAreLookedAtOnce() {
        List<HirPattern> ranges = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            ranges.add(new PatRange(10L * i, 10L * i + 8, Primitive.INT32, NOWHERE));
        }
        cheap(ranges, Primitive.INT32, Integer.MIN_VALUE + "..=-1");
    }

    @Test
    void whatVariantsHoldIsLookedAtOnce() {
        EnumType option = BuiltinTypes.option(Primitive.INT32);
        List<HirPattern> some = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            some.add(new PatVariant(option, BuiltinTypes.SOME, List.of(integer(i)), NOWHERE));
        }
        cheap(some, option, "Option::None");
    }
}
