package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.Headers.EnumHeader;
import org.platlang.hir.check.Headers.VariantField;
import org.platlang.hir.check.Headers.VariantHeader;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirBool;
import org.platlang.hir.tree.HirExpr.HirFloat;
import org.platlang.hir.tree.HirExpr.HirInt;
import org.platlang.hir.tree.HirExpr.HirString;
import org.platlang.hir.tree.HirExpr.HirUnit;
import org.platlang.hir.tree.HirPattern;
import org.platlang.hir.tree.HirPattern.PatBinding;
import org.platlang.hir.tree.HirPattern.PatClass;
import org.platlang.hir.tree.HirPattern.PatLiteral;
import org.platlang.hir.tree.HirPattern.PatOr;
import org.platlang.hir.tree.HirPattern.PatRange;
import org.platlang.hir.tree.HirPattern.PatVariant;
import org.platlang.hir.tree.HirPattern.PatWildcard;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.Type.EnumType;
import org.platlang.hir.type.TypePrinter;
import org.platlang.hir.type.Types;

/**
 * Whether patterns cover all values of a type, and whether one adds anything to those before it.
 *
 * <p>Algorithm: pattern matrices and their specialisation by constructors, after Maranget, "Warnings for pattern
 * matching" (JFP 17, 2007), sections 3 and 5. A row is a list of patterns, one per column; the first column decides.
 * Integers are split at the ends of the ranges and literals that occur, each piece being one constructor; Strings and
 * floats have a constructor per literal and never a complete set.
 */
final class Exhaustiveness {
    private final Env env;

    private Exhaustiveness(Env env) {
        this.env = env;
    }

    /** An example of a value of {@code type} that no pattern matches, as source text; empty if there is none. */
    static String missing(Env env, List<HirPattern> patterns, Type type) {
        List<List<HirPattern>> rows = new ArrayList<>();
        for (HirPattern p : patterns) {
            rows.add(List.of(p));
        }
        List<String> witness = new Exhaustiveness(env).witness(rows, List.of(type));
        return witness == null ? "" : witness.get(0);
    }

    /** Whether {@code pattern} matches a value that none of {@code before} does. */
    static boolean isUseful(Env env, List<HirPattern> before, HirPattern pattern, Type type) {
        List<List<HirPattern>> rows = new ArrayList<>();
        for (HirPattern p : before) {
            rows.add(List.of(p));
        }
        return new Exhaustiveness(env).useful(rows, List.of(pattern), List.of(type));
    }

    // ---- constructors

    /** A way to make a value of a type. */
    private sealed interface Constructor {
        record Variant(int index) implements Constructor {}

        record Truth(boolean value) implements Constructor {}

        /** All integers of the piece, both ends included. */
        record Piece(long low, long high) implements Constructor {}

        /** A String or float, by its source text. */
        record Literal(String text) implements Constructor {}

        /** Instances of a class, and of its subclasses. */
        record Instance(ClassType type) implements Constructor {}

        record Only() implements Constructor {}
    }

    /**
     * The constructors that tell the first column apart.
     *
     * @param complete whether they are all of the type's
     */
    private record Split(List<Constructor> constructors, boolean complete) {}

    private Split split(List<List<HirPattern>> rows, Type type, @Nullable HirPattern extra) {
        List<HirPattern> column = new ArrayList<>();
        for (List<HirPattern> row : rows) {
            flatten(row.get(0), column);
        }
        if (extra != null) {
            flatten(extra, column);
        }
        List<Constructor> result = new ArrayList<>();
        if (type instanceof EnumType t) {
            int count = env.enumHeader(t.symbol()).variants.size();
            for (int i = 0; i < count; i++) {
                result.add(new Constructor.Variant(i));
            }
            return new Split(result, true);
        }
        if (type == Primitive.BOOL) {
            return new Split(List.of(new Constructor.Truth(true), new Constructor.Truth(false)), true);
        }
        if (type == Primitive.UNIT) {
            return new Split(List.of(new Constructor.Only()), true);
        }
        if (Types.isInteger(type) || type == Primitive.DURATION) {
            return new Split(pieces(column, (Primitive) type), true);
        }
        for (HirPattern p : column) {
            if (p instanceof PatLiteral l) {
                Constructor c = new Constructor.Literal(text(l.value()));
                if (!result.contains(c)) {
                    result.add(c);
                }
            } else if (p instanceof PatClass t) {
                Constructor c = new Constructor.Instance(t.tested());
                if (!result.contains(c)) {
                    result.add(c);
                }
            }
        }
        return new Split(result, false);
    }

    private static void flatten(HirPattern p, List<HirPattern> into) {
        if (p instanceof PatOr o) {
            for (HirPattern a : o.alternatives()) {
                flatten(a, into);
            }
        } else {
            into.add(p);
        }
    }

    /** The integers of the type cut at every place where some pattern begins or ends. */
    private static List<Constructor> pieces(List<HirPattern> column, Primitive type) {
        TreeSet<Long> starts = new TreeSet<>();
        long min = type.minValue();
        long max = type.maxValue();
        starts.add(min);
        for (HirPattern p : column) {
            if (p instanceof PatRange r) {
                cut(starts, r.low(), r.high(), max);
            } else if (p instanceof PatLiteral l && l.value() instanceof HirInt i) {
                cut(starts, i.value(), i.value(), max);
            }
        }
        List<Constructor> result = new ArrayList<>();
        for (long low : starts) {
            Long next = starts.higher(low);
            result.add(new Constructor.Piece(low, next == null ? max : next - 1));
        }
        return result;
    }

    private static void cut(Set<Long> starts, long low, long high, long max) {
        starts.add(low);
        if (high < max) {
            starts.add(high + 1);
        }
    }

    private static String text(HirExpr literal) {
        return switch (literal) {
            case HirString s -> "\"" + s.value() + "\"";
            case HirFloat f -> Double.toString(f.value());
            case HirInt i -> Long.toString(i.value());
            case HirBool b -> Boolean.toString(b.value());
            case HirUnit u -> "()";
            default -> "_";
        };
    }

    private List<Type> fieldTypes(Constructor c, Type type) {
        if (!(c instanceof Constructor.Variant v) || !(type instanceof EnumType t)) {
            return List.of();
        }
        EnumHeader header = env.enumHeader(t.symbol());
        List<Type> result = new ArrayList<>();
        for (VariantField f : header.variants.get(v.index()).fields()) {
            result.add(Types.substitute(f.type(), Bounds.bind(header.symbol.typeParameters(), t.arguments())));
        }
        return result;
    }

    // ---- specialisation

    /** The rows whose first pattern matches the constructor, the constructor's fields in its place. */
    private List<List<HirPattern>> specialise(
            List<List<HirPattern>> rows, Constructor c, List<Type> fields, HirPattern any) {
        List<List<HirPattern>> result = new ArrayList<>();
        for (List<HirPattern> row : rows) {
            specialiseRow(row, c, fields, any, result);
        }
        return result;
    }

    private void specialiseRow(
            List<HirPattern> row, Constructor c, List<Type> fields, HirPattern any, List<List<HirPattern>> into) {
        HirPattern head = row.get(0);
        if (head instanceof PatOr o) {
            for (HirPattern a : o.alternatives()) {
                List<HirPattern> one = new ArrayList<>(row);
                one.set(0, a);
                specialiseRow(one, c, fields, any, into);
            }
            return;
        }
        List<HirPattern> result = new ArrayList<>();
        if (isAny(head)) {
            for (Type t : fields) {
                result.add(new PatWildcard(t, any.span()));
            }
        } else if (!matches(head, c)) {
            return;
        } else if (head instanceof PatVariant v) {
            result.addAll(v.fields());
        }
        result.addAll(row.subList(1, row.size()));
        into.add(result);
    }

    private static boolean isAny(HirPattern p) {
        return p instanceof PatWildcard || p instanceof PatBinding;
    }

    private boolean matches(HirPattern p, Constructor c) {
        return switch (c) {
            case Constructor.Variant v -> p instanceof PatVariant x && x.variant() == v.index();
            case Constructor.Truth t ->
                p instanceof PatLiteral l && l.value() instanceof HirBool b && b.value() == t.value();
            case Constructor.Piece r -> {
                if (p instanceof PatRange x) {
                    yield x.low() <= r.low() && r.high() <= x.high();
                }
                yield p instanceof PatLiteral l
                        && l.value() instanceof HirInt i
                        && i.value() == r.low()
                        && i.value() == r.high();
            }
            case Constructor.Literal l ->
                p instanceof PatLiteral x && text(x.value()).equals(l.text());
            case Constructor.Instance i ->
                p instanceof PatClass t
                        && Inheritance.as(env, i.type(), t.tested().symbol()) instanceof ClassType seen
                        && Types.same(seen, t.tested());
            case Constructor.Only o -> true;
        };
    }

    /** The rows whose first pattern matches everything, without it. */
    private static List<List<HirPattern>> rest(List<List<HirPattern>> rows) {
        List<List<HirPattern>> result = new ArrayList<>();
        for (List<HirPattern> row : rows) {
            List<HirPattern> heads = new ArrayList<>();
            flatten(row.get(0), heads);
            for (HirPattern h : heads) {
                if (isAny(h)) {
                    result.add(row.subList(1, row.size()));
                    break;
                }
            }
        }
        return result;
    }

    // ---- the two questions

    /** Values, one per column, that no row matches, as text; null if there are none. */
    private @Nullable List<String> witness(List<List<HirPattern>> rows, List<Type> types) {
        if (types.isEmpty()) {
            return rows.isEmpty() ? List.of() : null;
        }
        Type type = types.get(0);
        List<Type> others = types.subList(1, types.size());
        if (rows.isEmpty() || allAny(rows)) {
            List<String> tail = witness(rest(rows), others);
            return tail == null ? null : prepend(rows.isEmpty() ? anyValue(type) : "_", tail);
        }
        Split split = split(rows, type, null);
        HirPattern any = rows.get(0).get(0);
        for (Constructor c : split.constructors()) {
            List<Type> fields = fieldTypes(c, type);
            List<Type> next = new ArrayList<>(fields);
            next.addAll(others);
            List<String> found = witness(specialise(rows, c, fields, any), next);
            if (found != null) {
                String head = show(c, type, found.subList(0, fields.size()));
                return prepend(head, found.subList(fields.size(), found.size()));
            }
        }
        if (split.complete()) {
            return null;
        }
        List<String> tail = witness(rest(rows), others);
        return tail == null ? null : prepend("_", tail);
    }

    private static boolean allAny(List<List<HirPattern>> rows) {
        for (List<HirPattern> row : rows) {
            if (!isAny(row.get(0))) {
                return false;
            }
        }
        return true;
    }

    private static List<String> prepend(String head, List<String> tail) {
        List<String> result = new ArrayList<>(tail.size() + 1);
        result.add(head);
        result.addAll(tail);
        return result;
    }

    /** Nothing at all is matched: name the first variant rather than {@code _}, where there is one. */
    private String anyValue(Type type) {
        if (type instanceof EnumType t && !env.enumHeader(t.symbol()).variants.isEmpty()) {
            Constructor c = new Constructor.Variant(0);
            List<String> fields = new ArrayList<>();
            for (Type ignored : fieldTypes(c, type)) {
                fields.add("_");
            }
            return show(c, type, fields);
        }
        return type == Primitive.BOOL ? "true" : "_";
    }

    private boolean useful(List<List<HirPattern>> rows, List<HirPattern> row, List<Type> types) {
        if (types.isEmpty()) {
            return rows.isEmpty();
        }
        HirPattern head = row.get(0);
        Type type = types.get(0);
        List<HirPattern> tail = row.subList(1, row.size());
        List<Type> others = types.subList(1, types.size());
        if (head instanceof PatOr o) {
            for (HirPattern a : o.alternatives()) {
                List<HirPattern> one = new ArrayList<>();
                one.add(a);
                one.addAll(tail);
                if (useful(rows, one, types)) {
                    return true;
                }
            }
            return false;
        }
        if (isAny(head) && allAny(rows)) {
            return useful(rest(rows), tail, others);
        }
        Split split = split(rows, type, head);
        for (Constructor c : split.constructors()) {
            if (!isAny(head) && !matches(head, c)) {
                continue;
            }
            List<Type> fields = fieldTypes(c, type);
            List<List<HirPattern>> own = new ArrayList<>();
            specialiseRow(row, c, fields, head, own);
            List<Type> next = new ArrayList<>(fields);
            next.addAll(others);
            if (useful(specialise(rows, c, fields, head), own.get(0), next)) {
                return true;
            }
        }
        return isAny(head) && !split.complete() && useful(rest(rows), tail, others);
    }

    // ---- words

    private String show(Constructor c, Type type, List<String> fields) {
        return switch (c) {
            case Constructor.Variant v -> {
                EnumHeader header = env.enumHeader(((EnumType) type).symbol());
                VariantHeader variant = header.variants.get(v.index());
                StringBuilder out = new StringBuilder(header.symbol.name());
                out.append("::").append(variant.name());
                if (!fields.isEmpty()) {
                    out.append('(').append(String.join(", ", fields)).append(')');
                }
                yield out.toString();
            }
            case Constructor.Truth t -> Boolean.toString(t.value());
            case Constructor.Piece p -> {
                if (p.low() == p.high() && type != Primitive.DURATION) {
                    yield Long.toString(p.low());
                }
                yield type == Primitive.DURATION ? "_" : p.low() + "..=" + p.high();
            }
            case Constructor.Literal l -> l.text();
            case Constructor.Instance i -> "_: " + TypePrinter.show(i.type());
            case Constructor.Only o -> "()";
        };
    }
}
