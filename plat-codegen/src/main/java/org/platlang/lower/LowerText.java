package org.platlang.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.platlang.abi.RuntimeAbi;
import org.platlang.hir.tree.FormatSpec;
import org.platlang.hir.tree.HirExpr.HirInterpolate;
import org.platlang.hir.tree.HirExpr.HirString;
import org.platlang.hir.tree.HirExpr.HirToText;
import org.platlang.hir.tree.HirExpr.Part;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.ir.FunctionBuilder;
import org.platlang.ir.IrType;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;

/**
 * Interpolation and {@code to_string}: joined by the runtime at once where all parts are scalars or Strings, else built part
 * by part.
 */
final class LowerText {
    /** As many Strings as one concatenation of the runtime takes. */
    private static final int CONCAT_MAX = 5;
    /** Room for one part that is no literal, in bytes. */
    private static final int PART_GUESS = 16;

    private final FunctionLowering f;
    private final FunctionBuilder b;

    LowerText(FunctionLowering f) {
        this.f = f;
        this.b = f.builder();
    }

    Value toText(HirToText x) {
        Type type = x.operand().type();
        List<Value> value = f.lower(x.operand());
        f.at(x.span());
        return type == Primitive.NEVER ? b.nullRef() : string(type, value);
    }

    /** The text of a value as a String. */
    private Value string(Type type, List<Value> value) {
        if (type == Primitive.STRING) {
            return value.get(0);
        }
        if (type == Primitive.BOOL) {
            return b.select(value.get(0), f.string("true"), f.string("false"));
        }
        if (type == Primitive.UNIT) {
            return f.string("()");
        }
        if (type == Primitive.FLOAT64) {
            return f.runtime("plat_string_from_f64", value.get(0)).get(0);
        }
        if (type == Primitive.FLOAT32) {
            return f.runtime("plat_string_from_f32", value.get(0)).get(0);
        }
        if (type instanceof Primitive p && p.isInteger()) {
            return f.runtime("plat_string_from_i64", wide(value.get(0))).get(0);
        }
        if (type instanceof ClassType c) {
            var method = f.module().program().classOf(c).toStringMethod();
            if (method.isPresent()) {
                return f.module()
                        .classes()
                        .call(b, c, method.get(), List.of(IrType.REF), value)
                        .get(0);
            }
        }
        Value text = f.runtime("plat_text_new", b.i64(4 * PART_GUESS)).get(0);
        text = f.module().texts().append(b, text, type, value, false);
        return f.runtime("plat_text_finish", text).get(0);
    }

    private Value wide(Value integer) {
        return integer.type() == IrType.I64 ? integer : b.convert(Opcode.SEXT, IrType.I64, integer);
    }

    Value interpolate(HirInterpolate x) {
        List<Part> parts = x.parts();
        if (parts.isEmpty()) {
            return f.string("");
        }
        boolean plain = parts.stream().allMatch(p -> p.format().isEmpty());
        if (parts.size() == 1 && plain) {
            List<Value> value = f.lower(parts.get(0).value());
            f.at(x.span());
            Type type = parts.get(0).value().type();
            return type == Primitive.NEVER ? b.nullRef() : string(type, value);
        }
        if (plain
                && parts.size() <= CONCAT_MAX
                && parts.stream().allMatch(p -> p.value().type() == Primitive.STRING)) {
            return concat(x);
        }
        return build(x);
    }

    private Value concat(HirInterpolate x) {
        List<Value> strings = new ArrayList<>();
        for (Part p : x.parts()) {
            strings.add(f.lower(p.value()).get(0));
        }
        f.at(x.span());
        String symbol = "plat_string_concat" + (strings.size() == 2 ? "" : strings.size());
        return f.runtime(symbol, strings.toArray(new Value[0])).get(0);
    }

    /**
     * What a part shows is settled right after it is evaluated: a later part may change it. A scalar or a String is settled
     * by itself and waits for its neighbours; everything else is appended there and then.
     */
    private Value build(HirInterpolate x) {
        Optional<Value> text = Optional.empty();
        TextParts waiting = new TextParts(f);
        for (Part p : x.parts()) {
            Type type = p.value().type();
            boolean settled = p.format().isEmpty() && TextParts.takes(type);
            if (text.isEmpty() && (!settled || waiting.isFull())) {
                f.at(x.span());
                text = Optional.of(f.runtime("plat_text_new", b.i64(room(x))).get(0));
            }
            if (text.isPresent() && (!settled || waiting.isFull())) {
                text = Optional.of(waiting.appendTo(text.get()));
            }
            List<Value> value = f.lower(p.value());
            f.at(p.value().span());
            if (type == Primitive.NEVER) {
                return b.nullRef();
            }
            if (settled) {
                waiting.add(type, value.get(0));
            } else {
                Value before = text.orElseThrow();
                text = Optional.of(
                        p.format().isPresent()
                                ? format(before, type, value, p.format().get())
                                : f.module().texts().append(b, before, type, value, false));
            }
        }
        f.at(x.span());
        if (text.isEmpty()) {
            return waiting.string();
        }
        return f.runtime("plat_text_finish", waiting.appendTo(text.get())).get(0);
    }

    private static int room(HirInterpolate x) {
        int room = 0;
        for (Part p : x.parts()) {
            room += p.value() instanceof HirString s ? s.value().length() : PART_GUESS;
        }
        return room;
    }

    private Value format(Value text, Type type, List<Value> value, FormatSpec spec) {
        if (type instanceof Primitive p && p.isInteger()) {
            return f.runtime(
                            "plat_text_i64_spec",
                            text,
                            wide(value.get(0)),
                            encode(spec, value.get(0).type()))
                    .get(0);
        }
        if (type instanceof Primitive p && p.isFloat()) {
            Value v = LowerNarrowFloats.widen(b, p, value.get(0));
            Value wide = v.type() == IrType.F64 ? v : b.convert(Opcode.FCONV, IrType.F64, v);
            return f.runtime(
                            "plat_text_f64_spec",
                            text,
                            wide,
                            encode(spec, value.get(0).type()))
                    .get(0);
        }
        return f.runtime("plat_text_string_spec", text, string(type, value), encode(spec, IrType.REF))
                .get(0);
    }

    private Value encode(FormatSpec spec, IrType operand) {
        long align = switch (spec.align()) {
            case DEFAULT -> RuntimeAbi.SPEC_ALIGN_DEFAULT;
            case LEFT -> RuntimeAbi.SPEC_ALIGN_LEFT;
            case CENTER -> RuntimeAbi.SPEC_ALIGN_CENTRE;
            case RIGHT -> RuntimeAbi.SPEC_ALIGN_RIGHT;
        };
        long form = switch (spec.form()) {
            case 'x' -> RuntimeAbi.SPEC_TYPE_HEX;
            case 'X' -> RuntimeAbi.SPEC_TYPE_HEX_UPPER;
            case 'b' -> RuntimeAbi.SPEC_TYPE_BINARY;
            case 'o' -> RuntimeAbi.SPEC_TYPE_OCTAL;
            case 'e' -> RuntimeAbi.SPEC_TYPE_EXPONENT;
            default -> RuntimeAbi.SPEC_TYPE_PLAIN;
        };
        long bits = (long) spec.fill() << RuntimeAbi.SPEC_FILL_SHIFT;
        bits |= align << RuntimeAbi.SPEC_ALIGN_SHIFT;
        bits |= (spec.plus() ? 1L : 0) << RuntimeAbi.SPEC_PLUS_SHIFT;
        bits |= (spec.alternate() ? 1L : 0) << RuntimeAbi.SPEC_ALTERNATE_SHIFT;
        bits |= (spec.zero() ? 1L : 0) << RuntimeAbi.SPEC_ZERO_SHIFT;
        bits |= form << RuntimeAbi.SPEC_TYPE_SHIFT;
        if (spec.precision() >= 0) {
            bits |= 1L << RuntimeAbi.SPEC_HAS_DIGITS_SHIFT;
            bits |= (long) spec.precision() << RuntimeAbi.SPEC_DIGITS_SHIFT;
        }
        bits |= (long) spec.width() << RuntimeAbi.SPEC_WIDTH_SHIFT;
        bits |= (long) Integer.numberOfTrailingZeros(operand.bytes()) << RuntimeAbi.SPEC_SIZE_SHIFT;
        return b.i64(bits);
    }
}
