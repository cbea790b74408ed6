package org.platlang.opt.rules;

import org.platlang.ir.IrType;
import org.platlang.ir.Opcode;

/** Arithmetic of constants as {@link Opcode} defines it. Integers come and go wrapped and sign-extended. */
public final class Fold {
    private Fold() {}

    /** Whether {@link #binary} knows the result: everything but division by zero. */
    public static boolean folds(Opcode op, long b) {
        return switch (op) {
            case ADD, SUB, MUL, MULHI, UMULHI, AND, OR, XOR, SHL, SHR, USHR -> true;
            case EQ, NE, SLT, SLE, SGT, SGE, ULT, ULE, UGT, UGE -> true;
            case SDIV, SREM -> b != 0;
            default -> false;
        };
    }

    /** Requires {@link #folds}; {@code type} is the arguments' type. */
    public static long binary(Opcode op, IrType type, long a, long b) {
        int mask = type.bits() - 1;
        long r = switch (op) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case MULHI -> Math.multiplyHigh(a, b);
            case UMULHI -> Math.unsignedMultiplyHigh(a, b);
            case SDIV -> b == -1 ? -a : a / b;
            case SREM -> b == -1 ? 0 : a % b;
            case AND -> a & b;
            case OR -> a | b;
            case XOR -> a ^ b;
            case SHL -> a << (b & mask);
            case SHR -> a >> (b & mask);
            case USHR -> type.zeroExtend(a) >>> (b & mask);
            default -> compare(op, a, b) ? 1 : 0;
        };
        return type.wrap(r);
    }

    /** Signed order and, of sign-extended numbers, unsigned order agree with those of the narrower type. */
    public static boolean compare(Opcode op, long a, long b) {
        return switch (op) {
            case EQ -> a == b;
            case NE -> a != b;
            case SLT -> a < b;
            case SLE -> a <= b;
            case SGT -> a > b;
            case SGE -> a >= b;
            case ULT -> Long.compareUnsigned(a, b) < 0;
            case ULE -> Long.compareUnsigned(a, b) <= 0;
            case UGT -> Long.compareUnsigned(a, b) > 0;
            case UGE -> Long.compareUnsigned(a, b) >= 0;
            default -> throw new IllegalArgumentException("not an integer comparison: " + op);
        };
    }
}
