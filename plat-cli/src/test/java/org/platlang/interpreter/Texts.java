package org.platlang.interpreter;

import java.util.List;
import java.util.Optional;
import org.platlang.hir.tree.FunctionRef;
import org.platlang.hir.tree.HirClass;
import org.platlang.hir.tree.HirEnum;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.TypePrinter;
import org.platlang.interpreter.Values.Instance;
import org.platlang.interpreter.Values.PlatList;
import org.platlang.interpreter.Values.Range;
import org.platlang.interpreter.Values.Variant;

/** The text of a value, as interpolation shows it. */
final class Texts {
    private static final String[] UNITS = {"s", "ms", "us", "ns"};
    private static final long[] NANOSECONDS = {1_000_000_000, 1_000_000, 1_000, 1};

    private final Machine machine;

    Texts(Machine machine) {
        this.machine = machine;
    }

    String of(Type type, Object value) {
        return type == Primitive.STRING ? (String) value : nested(type, value);
    }

    /** As inside a collection: Strings are quoted. */
    String nested(Type type, Object value) {
        machine.step();
        return switch (type) {
            case Primitive p -> primitive(p, value);
            case Type.ListType t -> list(t.element(), (PlatList) value);
            case Type.EnumType t -> variant(t, (Variant) value);
            case Type.ClassType t -> instance(t, (Instance) value);
            case Type.RangeType t -> range((Range) value);
            default -> TypePrinter.show(type);
        };
    }

    private static String primitive(Primitive type, Object value) {
        return switch (type) {
            case STRING -> quoted((String) value);
            case FLOAT8, FLOAT16, FLOAT32, FLOAT64 -> FloatText.of(((Number) value).doubleValue(), type);
            case DURATION -> duration((Long) value);
            case UNIT -> "()";
            default -> String.valueOf(value);
        };
    }

    /** A method {@code to_string} may change the list meanwhile. */
    private String list(Type element, PlatList list) {
        StringBuilder out = new StringBuilder("[");
        for (int i = 0; i < list.items.size(); i++) {
            out.append(i > 0 ? ", " : "").append(nested(element, list.items.get(i)));
        }
        return out.append("]").toString();
    }

    private String variant(Type.EnumType type, Variant value) {
        HirEnum.Variant declared = machine.program().enumOf(type).variants().get(value.index());
        String name = type.symbol().name() + "::" + declared.name();
        if (declared.fields().isEmpty()) {
            return name;
        }
        StringBuilder out = new StringBuilder(name).append("(");
        for (int i = 0; i < declared.fields().size(); i++) {
            HirEnum.Field field = declared.fields().get(i);
            out.append(i > 0 ? ", " : "");
            out.append(field.named() ? field.name() + " = " : "");
            out.append(nested(field.type(), value.payload().get(i)));
        }
        return out.append(")").toString();
    }

    private String instance(Type.ClassType seenAs, Instance value) {
        Optional<FunctionRef> method = machine.classOf(seenAs).toStringMethod();
        if (method.isPresent()) {
            return (String) machine.callMethod(seenAs, method.get(), List.of(value));
        }
        HirClass own = value.type;
        if (own.toStringMethod().isPresent()) {
            return (String) machine.callMethod(own.type(), own.toStringMethod().get(), List.of(value));
        }
        StringBuilder out = new StringBuilder(own.type().symbol().name()).append("(");
        for (int i = 0; i < own.fields().size(); i++) {
            HirClass.Field field = own.fields().get(i);
            Object content = value.fields[i];
            out.append(i > 0 ? ", " : "").append(field.name()).append(" = ");
            out.append(content == null ? "?" : nested(field.type(), content));
        }
        return out.append(")").toString();
    }

    private static String range(Range range) {
        String bounds = range.start() + (range.inclusive() ? "..=" : "..") + range.end();
        return range.step() == 1 ? bounds : bounds + " step " + range.step();
    }

    /** Exactly, in the largest unit not above it. */
    private static String duration(long nanoseconds) {
        String sign = nanoseconds < 0 ? "-" : "";
        int unit = 0;
        while (nanoseconds != 0 && Long.compareUnsigned(Math.abs(nanoseconds), NANOSECONDS[unit]) < 0) {
            unit++;
        }
        long size = NANOSECONDS[unit];
        long whole = Long.divideUnsigned(Math.abs(nanoseconds), size);
        long rest = Long.remainderUnsigned(Math.abs(nanoseconds), size);
        if (rest == 0) {
            return sign + whole + UNITS[unit];
        }
        String fraction = String.valueOf(size + rest).substring(1).replaceAll("0+$", "");
        return sign + whole + "." + fraction + UNITS[unit];
    }

    /** As a literal of a program would have it. */
    static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        int[] points = text.codePoints().toArray();
        for (int i = 0; i < points.length; i++) {
            int point = points[i];
            switch (point) {
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                case 0 -> out.append("\\0");
                case '\\' -> out.append("\\\\");
                case '"' -> out.append("\\\"");
                case '$' -> out.append(i + 1 < points.length && points[i + 1] == '{' ? "\\$" : "$");
                default -> {
                    if (point < 0x20 || point == 0x7F) {
                        out.append(String.format("\\u{%02X}", point));
                    } else {
                        out.appendCodePoint(point);
                    }
                }
            }
        }
        return out.append("\"").toString();
    }
}
