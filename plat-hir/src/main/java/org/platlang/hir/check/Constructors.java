package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import org.platlang.hir.check.Headers.VariantField;
import org.platlang.hir.check.Headers.VariantHeader;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirBool;
import org.platlang.hir.tree.HirExpr.HirFloat;
import org.platlang.hir.tree.HirExpr.HirInt;
import org.platlang.hir.tree.HirExpr.HirString;
import org.platlang.hir.tree.HirExpr.HirUnit;
import org.platlang.hir.tree.HirPattern;
import org.platlang.hir.tree.HirPattern.PatClass;
import org.platlang.hir.tree.HirPattern.PatLiteral;
import org.platlang.hir.tree.HirPattern.PatRange;
import org.platlang.hir.tree.HirPattern.PatVariant;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.Type.EnumType;
import org.platlang.hir.type.TypePrinter;
import org.platlang.hir.type.Types;

/**
 * The constructors that tell some patterns of one type apart: the ways to make a value of it, as finely as the patterns
 * look. Integers and durations are cut where ranges and literals begin and end, each piece being one constructor;
 * Strings, floats and classes have one for each literal or class that is asked for, and never all of them.
 */
final class Constructors {
    /** A way to make a value of a type. */
    sealed interface Constructor {
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

    private final Env env;
    private final Type type;
    private final List<Constructor> all = new ArrayList<>();
    /** Where a literal's or piece's constructor is in {@link #all}; pieces by their lower end. */
    private final Map<Object, Integer> places = new LinkedHashMap<>();

    /** @param column patterns of the type, without alternatives */
    Constructors(Env env, Type type, List<HirPattern> column) {
        this.env = env;
        this.type = type;
        if (type instanceof EnumType t) {
            int count = env.enumHeader(t.symbol()).variants.size();
            for (int i = 0; i < count; i++) {
                all.add(new Constructor.Variant(i));
            }
        } else if (type == Primitive.BOOL) {
            all.add(new Constructor.Truth(true));
            all.add(new Constructor.Truth(false));
        } else if (type == Primitive.UNIT) {
            all.add(new Constructor.Only());
        } else if (isWhole()) {
            pieces(column, (Primitive) type);
        } else {
            for (HirPattern p : column) {
                if (p instanceof PatLiteral l) {
                    open(text(l.value()), new Constructor.Literal(text(l.value())));
                } else if (p instanceof PatClass t) {
                    Constructor c = new Constructor.Instance(t.tested());
                    open(c, c);
                }
            }
        }
    }

    List<Constructor> all() {
        return all;
    }

    /** Whether every value of the type is made by one of them. */
    boolean areComplete() {
        return type instanceof EnumType || type == Primitive.BOOL || type == Primitive.UNIT || isWhole();
    }

    private boolean isWhole() {
        return Types.isInteger(type) || type == Primitive.DURATION;
    }

    private void open(Object key, Constructor c) {
        if (places.putIfAbsent(key, all.size()) == null) {
            all.add(c);
        }
    }

    /** The integers of the type cut at every place where some pattern begins or ends. */
    private void pieces(List<HirPattern> column, Primitive whole) {
        long max = whole.maxValue();
        TreeSet<Long> starts = new TreeSet<>();
        starts.add(whole.minValue());
        for (HirPattern p : column) {
            if (p instanceof PatRange r) {
                cut(starts, r.low(), r.high(), max);
            } else if (p instanceof PatLiteral l && l.value() instanceof HirInt i) {
                cut(starts, i.value(), i.value(), max);
            }
        }
        List<Long> lows = List.copyOf(starts);
        for (int i = 0; i < lows.size(); i++) {
            long high = i + 1 < lows.size() ? lows.get(i + 1) - 1 : max;
            open(lows.get(i), new Constructor.Piece(lows.get(i), high));
        }
    }

    private static void cut(TreeSet<Long> starts, long low, long high, long max) {
        starts.add(low);
        if (high < max) {
            starts.add(high + 1);
        }
    }

    /** The places in {@link #all} of those that a pattern of the column matches; it is one that asks something. */
    void matchedBy(HirPattern p, IntConsumer each) {
        switch (p) {
            case PatVariant v -> each.accept(v.variant());
            case PatRange r -> within(r.low(), r.high(), each);
            case PatLiteral l when l.value() instanceof HirInt i -> within(i.value(), i.value(), each);
            case PatLiteral l when l.value() instanceof HirBool b -> each.accept(b.value() ? 0 : 1);
            case PatLiteral l when l.value() instanceof HirUnit -> each.accept(0);
            case PatLiteral l -> each.accept(place(text(l.value())));
            case PatClass t -> {
                for (int i = 0; i < all.size(); i++) {
                    if (all.get(i) instanceof Constructor.Instance c
                            && Inheritance.as(env, c.type(), t.tested().symbol()) instanceof ClassType seen
                            && Types.same(seen, t.tested())) {
                        each.accept(i);
                    }
                }
            }
            case HirPattern.PatWildcard w -> throw new IllegalArgumentException("matches everything");
            case HirPattern.PatBinding b -> throw new IllegalArgumentException("matches everything");
            case HirPattern.PatOr o -> throw new IllegalArgumentException("alternatives");
        }
    }

    /** Where the constructor is that begins so; the column had a pattern that asks for it. */
    private int place(Object key) {
        return Objects.requireNonNull(places.get(key));
    }

    /** The pieces of a range: it begins and ends where pieces do. */
    private void within(long low, long high, IntConsumer each) {
        for (int i = place(low); i < all.size() && all.get(i) instanceof Constructor.Piece p; i++) {
            if (p.low() > high) {
                return;
            }
            each.accept(i);
        }
    }

    private static String text(HirExpr literal) {
        return switch (literal) {
            case HirString s -> "\"" + s.value() + "\"";
            case HirFloat f -> Double.toString(f.value());
            default -> throw new IllegalArgumentException("no String or float: " + literal);
        };
    }

    /** The types of what a constructor holds. */
    List<Type> fields(Constructor c) {
        if (!(c instanceof Constructor.Variant v) || !(type instanceof EnumType t)) {
            return List.of();
        }
        Headers.EnumHeader header = env.enumHeader(t.symbol());
        List<Type> result = new ArrayList<>();
        for (VariantField f : header.variants.get(v.index()).fields()) {
            result.add(Types.substitute(f.type(), Bounds.bind(header.symbol.typeParameters(), t.arguments())));
        }
        return result;
    }

    /** An example of what a constructor makes, as source text. */
    String show(Constructor c, List<String> fields) {
        return switch (c) {
            case Constructor.Variant v -> {
                Headers.EnumHeader header = env.enumHeader(((EnumType) type).symbol());
                VariantHeader variant = header.variants.get(v.index());
                String name = header.symbol.name() + "::" + variant.name();
                yield fields.isEmpty() ? name : name + "(" + String.join(", ", fields) + ")";
            }
            case Constructor.Truth t -> Boolean.toString(t.value());
            case Constructor.Piece p -> {
                if (type == Primitive.DURATION) {
                    yield "_";
                }
                yield p.low() == p.high() ? Long.toString(p.low()) : p.low() + "..=" + p.high();
            }
            case Constructor.Literal l -> l.text();
            case Constructor.Instance i -> "_: " + TypePrinter.show(i.type());
            case Constructor.Only o -> "()";
        };
    }
}
