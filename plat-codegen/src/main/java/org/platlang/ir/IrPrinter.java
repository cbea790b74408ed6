package org.platlang.ir;

import java.util.List;

/**
 * The textual form. It parses back ({@link IrParser}) to an equal function.
 *
 * <pre>{@code
 * func "main::fib"(i32) -> i32 {
 * b0(v0:i32):
 *   v1:i32 = iconst 2
 *   v2:i8 = slt v0, v1
 *   branch v2, b1, b2
 * b1: cold
 *   return v0
 * ...
 * }
 * }</pre>
 *
 * Immediates come before the arguments: {@code v3:f64 = load_indexed [element(f64+0) 16 8] v1, v2} has offset 16 and
 * stride 8; {@code v4:i32 = call "f"(i32, f64) v1, v2} names the result types. A position is {@code @N} at the end.
 */
public final class IrPrinter {
    private IrPrinter() {}

    public static String print(Module m) {
        StringBuilder out = new StringBuilder();
        for (Function f : m.functions()) {
            print(f, out);
            out.append('\n');
        }
        return out.toString();
    }

    public static String print(Function f) {
        StringBuilder out = new StringBuilder();
        print(f, out);
        return out.toString();
    }

    /** One instruction without indentation. */
    public static String line(Value v) {
        StringBuilder out = new StringBuilder();
        line(v, out);
        return out.toString();
    }

    private static void print(Function f, StringBuilder out) {
        out.append("func ");
        quote(f.symbol(), out);
        out.append('(');
        for (int i = 0; i < f.params().size(); i++) {
            out.append(i == 0 ? "" : ", ").append(f.params().get(i).type().text());
        }
        out.append(')');
        if (!f.results().isEmpty()) {
            out.append(" -> ");
            types(f.results(), out);
        }
        out.append(" {\n");
        for (Block b : f.blocks()) {
            out.append('b').append(b.id());
            if (!b.params().isEmpty()) {
                out.append('(');
                for (int i = 0; i < b.params().size(); i++) {
                    Value p = b.param(i);
                    out.append(i == 0 ? "v" : ", v")
                            .append(p.id())
                            .append(':')
                            .append(p.type().text());
                }
                out.append(')');
            }
            out.append(b.isCold() ? ": cold" : ":").append(b.isShortLoop() ? " short\n" : "\n");
            for (Value v = b.first(); v != null; v = v.next()) {
                out.append("  ");
                line(v, out);
                out.append('\n');
            }
        }
        out.append("}\n");
    }

    private static void line(Value v, StringBuilder out) {
        if (v.type() != IrType.VOID) {
            out.append('v').append(v.id()).append(':').append(v.type().text()).append(" = ");
        }
        out.append(v.op().text());
        aux(v.aux(), out);
        for (int i = 0; i < v.argCount(); i++) {
            out.append(i == 0 ? " v" : ", v").append(v.arg(i).id());
        }
        if (v.op().isTerminator() && !v.isRemoved()) {
            List<Edge> edges = v.block().successors();
            for (int i = 0; i < edges.size(); i++) {
                out.append(i == 0 && v.argCount() == 0 ? " " : ", ");
                if (v.aux() instanceof Aux.Switch s && i < s.keys().size()) {
                    out.append(s.keys().get(i)).append(": ");
                }
                edge(edges.get(i), out);
            }
        }
        if (v.position() != Positions.NONE) {
            out.append(" @").append(v.position());
        }
    }

    private static void edge(Edge e, StringBuilder out) {
        out.append('b').append(e.to().id());
        if (!e.args().isEmpty()) {
            out.append('(');
            for (int i = 0; i < e.args().size(); i++) {
                out.append(i == 0 ? "v" : ", v").append(e.arg(i).id());
            }
            out.append(')');
        }
    }

    private static void aux(Aux aux, StringBuilder out) {
        switch (aux) {
            case Aux.None n -> {}
            case Aux.Int i -> out.append(' ').append(i.value());
            case Aux.Float f -> out.append(' ').append(number(f.value()));
            case Aux.Symbol s -> {
                out.append(' ');
                quote(s.name(), out);
            }
            case Aux.Mem m -> {
                out.append(" [").append(kind(m.kind())).append(' ').append(m.offset());
                if (m.stride() != 0) {
                    out.append(' ').append(m.stride());
                }
                header(m.header(), out);
                out.append(']');
            }
            case Aux.Alloc a -> {
                header(a.header(), out);
                out.append(' ');
                quote(a.descriptor(), out);
                out.append(' ').append(a.size());
            }
            case Aux.Call c -> {
                out.append(' ');
                if (c.effect() != Aux.CallEffect.ANY) {
                    out.append(c.effect().name().toLowerCase(java.util.Locale.ROOT))
                            .append(' ');
                }
                quote(c.symbol(), out);
                types(c.results(), out);
            }
            case Aux.Branch b -> {
                if (b.likely() != Aux.Likely.UNKNOWN) {
                    out.append(' ').append(b.likely().name().toLowerCase(java.util.Locale.ROOT));
                }
            }
            case Aux.Switch s -> {}
        }
    }

    private static void header(int header, StringBuilder out) {
        if (header != 0) {
            out.append(" header ").append(header);
        }
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "nan:" + Long.toHexString(Double.doubleToRawLongBits(value));
        }
        return Double.toString(value);
    }

    private static String kind(MemKind k) {
        return switch (k.tag()) {
            case FIELD -> "field(" + k.name() + "+" + k.detail() + ")";
            case ELEMENT -> "element(" + k.name() + "+" + k.detail() + ")";
            case RUNTIME -> "runtime(" + k.name() + "+" + k.detail() + ")";
            case ARRAY_LENGTH -> "length";
            case IMMUTABLE -> "immutable";
        };
    }

    private static void types(List<IrType> types, StringBuilder out) {
        out.append('(');
        for (int i = 0; i < types.size(); i++) {
            out.append(i == 0 ? "" : ", ").append(types.get(i).text());
        }
        out.append(')');
    }

    private static void quote(String s, StringBuilder out) {
        out.append('"').append(s.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
    }
}
