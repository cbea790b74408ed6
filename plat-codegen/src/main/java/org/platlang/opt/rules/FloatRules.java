package org.platlang.opt.rules;

import org.platlang.ir.IrType;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;

/** Rules of floating arithmetic: only what IEEE 754 keeps bit for bit (NaN payloads apart). */
public final class FloatRules {
    private FloatRules() {}

    public static Value apply(Value v) {
        IrType t = v.type();
        Value x = v.arg(0);
        Value y = v.argCount() > 1 ? v.arg(1) : x;
        boolean constants = x.op() == Opcode.FCONST && y.op() == Opcode.FCONST;
        switch (v.op()) {
            case FADD -> {
                if (constants) return Make.fconst(v, t, x.floatValue() + y.floatValue());
                // x + 0 is not x for x = -0; x + -0 is.
                if (isFloat(y, -0.0)) return x;
            }
            case FSUB -> {
                if (constants) return Make.fconst(v, t, x.floatValue() - y.floatValue());
                if (isFloat(y, 0.0)) return x; // x - 0 = x
            }
            case FMUL -> {
                if (constants) return Make.fconst(v, t, x.floatValue() * y.floatValue());
                if (isFloat(y, 1.0)) return x; // x * 1 = x
                if (isFloat(y, 2.0)) return Make.binary(v, Opcode.FADD, x, x); // x * 2 = x + x
            }
            case FDIV -> {
                if (constants) return Make.fconst(v, t, x.floatValue() / y.floatValue());
                if (isFloat(y, 1.0)) return x; // x / 1 = x
                if (t == IrType.F64 && y.op() == Opcode.FCONST && hasExactReciprocal(y.floatValue())) {
                    return Make.binary(v, Opcode.FMUL, x, Make.fconst(v, t, 1 / y.floatValue())); // x / 2^k
                }
            }
            case FNEG -> {
                if (constants) return Make.fconst(v, t, -x.floatValue());
                if (x.op() == Opcode.FNEG) return x.arg(0); // - -x = x
            }
            case FABS -> {
                if (constants) return Make.fconst(v, t, Math.abs(x.floatValue()));
            }
            case FSQRT -> {
                if (constants) return Make.fconst(v, t, Math.sqrt(x.floatValue()));
            }
            case FCONV -> {
                if (constants) return Make.fconst(v, t, x.floatValue());
            }
            case ITOF -> {
                if (x.isConst()) {
                    double d = t == IrType.F32 ? (float) x.intValue() : (double) x.intValue();
                    return Make.fconst(v, t, d);
                }
                if (x.op() == Opcode.SEXT && x.arg(0).type() == IrType.I32) { // from the narrower
                    return Make.unary(v, Opcode.ITOF, t, x.arg(0));
                }
            }
            case FTOI -> {
                if (constants) {
                    return Make.iconst(v, t, t == IrType.I32 ? (int) x.floatValue() : (long) x.floatValue());
                }
            }
            default -> {}
        }
        return v;
    }

    private static boolean isFloat(Value v, double d) {
        return v.op() == Opcode.FCONST && Double.doubleToRawLongBits(v.floatValue()) == Double.doubleToRawLongBits(d);
    }

    private static boolean hasExactReciprocal(double d) {
        int exponent = Math.getExponent(d);
        return Math.abs(d) == Math.scalb(1.0, exponent) && exponent > -1000 && exponent < 1000;
    }
}
