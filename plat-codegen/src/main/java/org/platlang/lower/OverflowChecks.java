package org.platlang.lower;

import org.platlang.ir.FunctionBuilder;
import org.platlang.ir.IrType;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;

/** Sums, differences and products of integers together with whether they fit (Warren, "Hacker's Delight", 2-13). */
final class OverflowChecks {
    private OverflowChecks() {}

    /** A result that has wrapped where {@code happened} (a Bool) holds. */
    record Overflow(Value wrapped, Value happened) {}

    static Overflow add(FunctionBuilder b, Value a, Value c) {
        Value r = b.binary(Opcode.ADD, a, c);
        // The sum's sign differs from both.
        Value bits = b.binary(Opcode.AND, b.binary(Opcode.XOR, a, r), b.binary(Opcode.XOR, c, r));
        return new Overflow(r, b.binary(Opcode.SLT, bits, b.iconst(a.type(), 0)));
    }

    static Overflow subtract(FunctionBuilder b, Value a, Value c) {
        Value r = b.binary(Opcode.SUB, a, c);
        Value bits = b.binary(Opcode.AND, b.binary(Opcode.XOR, a, c), b.binary(Opcode.XOR, a, r));
        return new Overflow(r, b.binary(Opcode.SLT, bits, b.iconst(a.type(), 0)));
    }

    static Overflow multiply(FunctionBuilder b, Value a, Value c) {
        IrType type = a.type();
        if (type == IrType.I64) {
            Value r = b.binary(Opcode.MUL, a, c);
            Value high = b.binary(Opcode.MULHI, a, c);
            return new Overflow(r, b.binary(Opcode.NE, high, b.binary(Opcode.SHR, r, b.i64(63))));
        }
        Value wide = b.binary(Opcode.MUL, b.convert(Opcode.SEXT, IrType.I64, a), b.convert(Opcode.SEXT, IrType.I64, c));
        Value r = b.convert(Opcode.TRUNC, type, wide);
        return new Overflow(r, b.binary(Opcode.NE, wide, b.convert(Opcode.SEXT, IrType.I64, r)));
    }
}
