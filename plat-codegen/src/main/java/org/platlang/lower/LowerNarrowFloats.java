package org.platlang.lower;

import org.platlang.hir.type.NarrowFloats;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.ir.FunctionBuilder;
import org.platlang.ir.IrType;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;

/**
 * Float8 and Float16: their patterns in I8 and I16, which is all that lists and fields pay for, and an F32 wherever
 * they are computed with. F32 has more than twice the precision and two bits of the wider one, so that rounding the F32
 * result of {@code + - * /} and of a square root again gives what rounding the exact one would (Figueroa, 1995).
 */
final class LowerNarrowFloats {
    private LowerNarrowFloats() {}

    static boolean is(Type type) {
        return type instanceof Primitive p && p.isNarrowFloat();
    }

    /** The F32 of a pattern; any other scalar as it is. */
    static Value widen(FunctionBuilder b, Type type, Value value) {
        return is(type)
                ? RuntimeCalls.call(b, type == Primitive.FLOAT8 ? "plat_f8_widen" : "plat_f16_widen", value)
                        .get(0)
                : value;
    }

    /** The pattern nearest to an F32 or F64: one rounding, and what is too large becomes infinite or, as Float8, the largest. */
    static Value narrow(FunctionBuilder b, Type type, Value value) {
        Value wide = value.type() == IrType.F64 ? value : b.convert(Opcode.FCONV, IrType.F64, value);
        return RuntimeCalls.call(b, type == Primitive.FLOAT8 ? "plat_f8_narrow" : "plat_f16_narrow", wide)
                .get(0);
    }

    static Value constant(FunctionBuilder b, Primitive type, double value) {
        return b.iconst(pattern(type), NarrowFloats.bits(value, type));
    }

    static Value negate(FunctionBuilder b, Value pattern) {
        return b.binary(
                Opcode.XOR,
                pattern,
                b.iconst(pattern.type(), -1L << (pattern.type().bits() - 1)));
    }

    static Value abs(FunctionBuilder b, Value pattern) {
        return b.binary(
                Opcode.AND,
                pattern,
                b.iconst(pattern.type(), -1L >>> (65 - pattern.type().bits())));
    }

    private static IrType pattern(Primitive type) {
        return type == Primitive.FLOAT8 ? IrType.I8 : IrType.I16;
    }
}
