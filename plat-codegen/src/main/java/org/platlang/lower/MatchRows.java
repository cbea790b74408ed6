package org.platlang.lower;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.Arm;
import org.platlang.hir.tree.HirExpr.HirBool;
import org.platlang.hir.tree.HirExpr.HirFloat;
import org.platlang.hir.tree.HirExpr.HirInt;
import org.platlang.hir.tree.HirExpr.HirString;
import org.platlang.hir.tree.HirExpr.HirUnit;
import org.platlang.hir.tree.HirLocal;
import org.platlang.hir.tree.HirPattern;
import org.platlang.hir.tree.HirPattern.PatBinding;
import org.platlang.hir.tree.HirPattern.PatClass;
import org.platlang.hir.tree.HirPattern.PatLiteral;
import org.platlang.hir.tree.HirPattern.PatOr;
import org.platlang.hir.tree.HirPattern.PatRange;
import org.platlang.hir.tree.HirPattern.PatVariant;
import org.platlang.hir.tree.HirPattern.PatWildcard;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.Types;
import org.platlang.ir.Value;

/**
 * The rows of a match, and what is left of them after a test. A row is a conjunction of tests on parts of the value;
 * wildcards and bindings are no tests, and an or-pattern is several rows of the same arm.
 */
final class MatchRows {
    private MatchRows() {}

    /** A part of the matched value; the object is its identity. */
    static final class Occurrence {
        private final Type type;
        private final List<Value> values;

        Occurrence(Type type, List<Value> values) {
            this.type = type;
            this.values = List.copyOf(values);
        }

        Type type() {
            return type;
        }

        List<Value> values() {
            return values;
        }
    }

    /** A part and what it must match: a PatVariant, PatRange or PatLiteral. */
    record Test(Occurrence occurrence, HirPattern pattern) {}

    /** A local and the part it names. */
    record Bound(HirLocal local, Occurrence occurrence) {}

    record Row(int arm, List<Test> tests, List<Bound> bindings) {}

    /** The rows of all arms for a value. */
    static List<Row> of(List<Arm> arms, Occurrence value) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < arms.size(); i++) {
            rows.addAll(
                    with(new Row(i, List.of(), List.of()), value, arms.get(i).pattern()));
        }
        return rows;
    }

    /** A row that asks one thing more; several for an or-pattern. */
    private static List<Row> with(Row row, Occurrence occurrence, HirPattern pattern) {
        return switch (pattern) {
            case PatWildcard p -> List.of(row);
            case PatBinding p ->
                List.of(new Row(row.arm(), row.tests(), plus(row.bindings(), new Bound(p.local(), occurrence))));
            case PatLiteral p ->
                p.value() instanceof HirUnit ? List.of(row) : List.of(plusTest(row, occurrence, pattern));
            case PatRange p -> List.of(plusTest(row, occurrence, pattern));
            case PatVariant p -> List.of(plusTest(row, occurrence, pattern));
            case PatClass p -> List.of(plusTest(row, occurrence, pattern));
            case PatOr p ->
                p.alternatives().stream()
                        .flatMap(a -> with(row, occurrence, a).stream())
                        .toList();
        };
    }

    private static Row plusTest(Row row, Occurrence occurrence, HirPattern pattern) {
        return new Row(row.arm(), plus(row.tests(), new Test(occurrence, pattern)), row.bindings());
    }

    private static <T> List<T> plus(List<T> list, T item) {
        List<T> result = new ArrayList<>(list);
        result.add(item);
        return result;
    }

    private static Optional<HirPattern> patternOf(Row row, Occurrence occurrence) {
        for (Test t : row.tests()) {
            if (t.occurrence() == occurrence) {
                return Optional.of(t.pattern());
            }
        }
        return Optional.empty();
    }

    private static Row drop(Row row, Occurrence occurrence) {
        return new Row(
                row.arm(),
                row.tests().stream().filter(t -> t.occurrence() != occurrence).toList(),
                row.bindings());
    }

    /** What a test's outcome does to a row. */
    private enum Fate {
        /** The row's test is answered by yes. */
        HOLDS,
        /** The row cannot match any more. */
        FAILS,
        /** The test is still open. */
        OPEN
    }

    private static List<Row> after(List<Row> rows, Occurrence occurrence, Function<HirPattern, Fate> fate) {
        List<Row> result = new ArrayList<>();
        for (Row row : rows) {
            Optional<HirPattern> pattern = patternOf(row, occurrence);
            switch (pattern.isEmpty() ? Fate.OPEN : fate.apply(pattern.get())) {
                case HOLDS -> result.add(drop(row, occurrence));
                case OPEN -> result.add(row);
                case FAILS -> {}
            }
        }
        return result;
    }

    /** The rows that do not ask about a part: what is left when all they could ask for has failed. */
    static List<Row> without(List<Row> rows, Occurrence occurrence) {
        return after(rows, occurrence, p -> Fate.FAILS);
    }

    // Enums.

    /** The variants the rows ask for at this part, each once, in the order of asking. */
    static List<Integer> variantsTested(List<Row> rows, Occurrence occurrence) {
        List<Integer> result = new ArrayList<>();
        for (Row row : rows) {
            if (patternOf(row, occurrence).orElse(null) instanceof PatVariant p && !result.contains(p.variant())) {
                result.add(p.variant());
            }
        }
        return result;
    }

    /** Whether some row looks at a field of this variant of the part. */
    static boolean wantsField(List<Row> rows, Occurrence occurrence, int variant, int field) {
        return rows.stream()
                .anyMatch(r -> patternOf(r, occurrence).orElse(null) instanceof PatVariant p
                        && p.variant() == variant
                        && !(p.fields().get(field) instanceof PatWildcard));
    }

    /** The rows left where the part is of this variant, whose fields are now parts of their own. */
    static List<Row> ofVariant(List<Row> rows, Occurrence occurrence, int variant, List<Occurrence> fields) {
        List<Row> result = new ArrayList<>();
        for (Row row : rows) {
            if (!(patternOf(row, occurrence).orElse(null) instanceof PatVariant p)) {
                result.add(row);
            } else if (p.variant() == variant) {
                List<Row> open = List.of(drop(row, occurrence));
                for (int i = 0; i < fields.size(); i++) {
                    int field = i;
                    open = open.stream()
                            .flatMap(r -> with(r, fields.get(field), p.fields().get(field)).stream())
                            .toList();
                }
                result.addAll(open);
            }
        }
        return result;
    }

    // Classes.

    /** The rows left where the part is an instance of the class; {@code seen} is the part as one. */
    static List<Row> ofClass(List<Row> rows, Occurrence occurrence, ClassType tested, Occurrence seen) {
        List<Row> result = new ArrayList<>();
        for (Row row : rows) {
            if (patternOf(row, occurrence).orElse(null) instanceof PatClass p && Types.same(p.tested(), tested)) {
                result.addAll(with(drop(row, occurrence), seen, p.inner()));
            } else {
                result.add(row); // of a class above or below this one the test is still open
            }
        }
        return result;
    }

    /** The rows left where the part is no instance of the class. */
    static List<Row> notOfClass(List<Row> rows, Occurrence occurrence, ClassType tested) {
        return after(
                rows,
                occurrence,
                p -> p instanceof PatClass c && Types.same(c.tested(), tested) ? Fate.FAILS : Fate.OPEN);
    }

    // Literals of Bool and floats.

    static List<Row> whereEqual(List<Row> rows, Occurrence occurrence, HirExpr literal) {
        return after(rows, occurrence, p -> same(p, literal) ? Fate.HOLDS : Fate.FAILS);
    }

    /** Of two Bool literals the other one is the only way left. */
    static List<Row> whereUnequal(List<Row> rows, Occurrence occurrence, HirExpr literal) {
        return after(rows, occurrence, p -> {
            if (same(p, literal)) {
                return Fate.FAILS;
            }
            return literal instanceof HirBool ? Fate.HOLDS : Fate.OPEN;
        });
    }

    private static boolean same(HirPattern pattern, HirExpr literal) {
        return switch (literal) {
            case HirBool x ->
                pattern instanceof PatLiteral p && p.value() instanceof HirBool y && x.value() == y.value();
            case HirFloat x ->
                pattern instanceof PatLiteral p && p.value() instanceof HirFloat y && x.value() == y.value();
            default -> throw new IllegalArgumentException("grouped by value: " + literal);
        };
    }

    // Integers: a literal is an interval of one.

    private static long low(HirPattern p) {
        return p instanceof PatRange r ? r.low() : ((HirInt) ((PatLiteral) p).value()).value();
    }

    private static long high(HirPattern p) {
        return p instanceof PatRange r ? r.high() : ((HirInt) ((PatLiteral) p).value()).value();
    }

    static List<Row> inside(List<Row> rows, Occurrence occurrence, long low, long high) {
        return after(rows, occurrence, p -> {
            if (low(p) <= low && high <= high(p)) {
                return Fate.HOLDS;
            }
            return high(p) < low || high < low(p) ? Fate.FAILS : Fate.OPEN;
        });
    }

    static List<Row> outside(List<Row> rows, Occurrence occurrence, long low, long high) {
        return after(rows, occurrence, p -> low <= low(p) && high(p) <= high ? Fate.FAILS : Fate.OPEN);
    }

    /** Whether some row asks for an interval of integers at this part. */
    static boolean hasInterval(List<Row> rows, Occurrence occurrence) {
        return rows.stream().anyMatch(r -> patternOf(r, occurrence).orElse(null) instanceof PatRange);
    }

    /**
     * The rows left where the part is one of the integers or Strings asked for, by that value, in the order of asking; no
     * row asks for anything but literals there. Made in one go, since a match may have thousands of literals.
     */
    static Map<Object, List<Row>> byLiteral(List<Row> rows, Occurrence occurrence) {
        Map<Object, List<Row>> result = new LinkedHashMap<>();
        for (Row row : rows) {
            patternOf(row, occurrence).ifPresent(p -> result.putIfAbsent(literal(p), new ArrayList<>()));
        }
        for (Row row : rows) {
            Optional<HirPattern> pattern = patternOf(row, occurrence);
            if (pattern.isPresent()) {
                Objects.requireNonNull(result.get(literal(pattern.get()))).add(drop(row, occurrence));
            } else {
                result.values().forEach(left -> left.add(row));
            }
        }
        return result;
    }

    private static Object literal(HirPattern p) {
        return switch (((PatLiteral) p).value()) {
            case HirInt x -> x.value();
            case HirString x -> x.value();
            default -> throw new IllegalArgumentException("no literal with a value of its own: " + p);
        };
    }
}
