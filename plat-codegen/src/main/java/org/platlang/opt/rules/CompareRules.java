package org.platlang.opt.rules;

import org.platlang.ir.IrType;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;

/** Rules of comparisons. Constants are on the right already. */
public final class CompareRules {
    private CompareRules() {}

    public static Value apply(Value v) {
        Value x = v.arg(0);
        Value y = v.arg(1);
        Opcode op = v.op();
        if (op.isFloatCompare()) {
            if (x.op() == Opcode.FCONST && y.op() == Opcode.FCONST) {
                return Make.iconst(v, IrType.I8, floats(op, x.floatValue(), y.floatValue()) ? 1 : 0);
            }
            return v;
        }
        if (x.isConst() && y.isConst()) {
            return Make.iconst(v, IrType.I8, Fold.compare(op, x.intValue(), y.intValue()) ? 1 : 0);
        }
        if (x == y) { // x == x, x < x
            boolean holds = switch (op) {
                case EQ, SLE, SGE, ULE, UGE -> true;
                default -> false;
            };
            return Make.iconst(v, IrType.I8, holds ? 1 : 0);
        }
        if (x.op() == Opcode.NULL && y.op() == Opcode.NULL) {
            return Make.iconst(v, IrType.I8, op == Opcode.EQ ? 1 : 0);
        }
        if ((op == Opcode.EQ || op == Opcode.NE) && isNeverNull(x) && y.op() == Opcode.NULL) { // a new object
            return Make.iconst(v, IrType.I8, op == Opcode.NE ? 1 : 0);
        }
        if (!y.isConst()) {
            return v;
        }
        long c = y.intValue();
        IrType t = y.type();
        if (t == IrType.I8 && IntRules.isBit(x)) {
            if ((op == Opcode.NE && c == 0) || (op == Opcode.EQ && c == 1)) return x; // b != 0 = b
            if ((op == Opcode.EQ && c == 0) || (op == Opcode.NE && c == 1)) { // b == 0 = !b
                return Make.binary(v, Opcode.XOR, x, Make.iconst(v, IrType.I8, 1));
            }
        }
        if ((op == Opcode.EQ || op == Opcode.NE)
                && isOnlyUse(x, Opcode.ADD)
                && x.arg(1).isConst()) { // x + a == b
            return Make.binary(v, op, x.arg(0), Make.iconst(v, t, c - x.arg(1).intValue()));
        }
        if ((op == Opcode.EQ || op == Opcode.NE) && isOnlyUse(x, Opcode.SUB) && c == 0) { // x - y == 0
            return Make.binary(v, op, x.arg(0), x.arg(1));
        }
        if ((op == Opcode.EQ || op == Opcode.NE) && x.op() == Opcode.XOR && c == 0) { // x ^ y == 0
            return Make.binary(v, op, x.arg(0), x.arg(1));
        }
        if ((op == Opcode.EQ || op == Opcode.NE)
                && c == 0
                && isOnlyUse(x, Opcode.SREM)
                && x.arg(1).isConst()
                && Long.bitCount(x.arg(1).intValue()) == 1
                && x.arg(1).intValue() > 0) { // x % 2^k == 0, whatever the sign
            Value low = Make.binary(
                    v, Opcode.AND, x.arg(0), Make.iconst(v, t, x.arg(1).intValue() - 1));
            return Make.binary(v, op, low, y);
        }
        if (x.op() == Opcode.ZEXT || x.op() == Opcode.SEXT) { // widened == c, where c fits
            IrType from = x.arg(0).type();
            boolean signed = x.op() == Opcode.SEXT;
            boolean fits = signed ? from.wrap(c) == c : from.zeroExtend(c) == c;
            boolean equality = op == Opcode.EQ || op == Opcode.NE;
            if (fits && (equality || (signed && isSigned(op)))) {
                return Make.binary(v, op, x.arg(0), Make.iconst(v, from, c));
            }
            if (!fits && equality) {
                return Make.iconst(v, IrType.I8, op == Opcode.NE ? 1 : 0);
            }
        }
        if (x.op() == Opcode.SELECT && x.arg(1).isConst() && x.arg(2).isConst()) { // (k ? a : b) == c
            boolean first = Fold.compare(op, x.arg(1).intValue(), c);
            boolean second = Fold.compare(op, x.arg(2).intValue(), c);
            if (first == second) return Make.iconst(v, IrType.I8, first ? 1 : 0);
            return first ? x.arg(0) : Make.binary(v, Opcode.XOR, x.arg(0), Make.iconst(v, IrType.I8, 1));
        }
        return switch (op) {
            case ULT -> c == 0 ? Make.iconst(v, IrType.I8, 0) : c == 1 ? zero(v, Opcode.EQ) : v; // x <u 0, x <u 1
            case UGE -> c == 0 ? Make.iconst(v, IrType.I8, 1) : c == 1 ? zero(v, Opcode.NE) : v; // x >=u 0, x >=u 1
            case UGT -> c == 0 ? zero(v, Opcode.NE) : v; // x >u 0 = x != 0
            case ULE -> c == 0 ? zero(v, Opcode.EQ) : v; // x <=u 0 = x == 0
            case SLE -> c < max(t) ? Make.binary(v, Opcode.SLT, x, Make.iconst(v, t, c + 1)) : always(v); // x < c + 1
            case SGE -> c > min(t) ? Make.binary(v, Opcode.SGT, x, Make.iconst(v, t, c - 1)) : always(v); // x > c - 1
            default -> v;
        };
    }

    private static boolean isOnlyUse(Value x, Opcode op) {
        return x.op() == op && x.useCount() == 1;
    }

    private static Value always(Value v) {
        return Make.iconst(v, IrType.I8, 1);
    }

    private static Value zero(Value v, Opcode op) {
        return Make.binary(v, op, v.arg(0), Make.iconst(v, v.arg(0).type(), 0));
    }

    private static long max(IrType t) {
        return Long.MAX_VALUE >> (64 - t.bits());
    }

    private static long min(IrType t) {
        return Long.MIN_VALUE >> (64 - t.bits());
    }

    private static boolean isSigned(Opcode op) {
        return op == Opcode.SLT || op == Opcode.SLE || op == Opcode.SGT || op == Opcode.SGE;
    }

    private static boolean isNeverNull(Value v) {
        return v.op() == Opcode.ALLOC || v.op() == Opcode.SYMBOL_ADDR;
    }

    private static boolean floats(Opcode op, double a, double b) {
        return switch (op) {
            case FEQ -> a == b;
            case FNE -> a != b;
            case FLT -> a < b;
            case FLE -> a <= b;
            case FGT -> a > b;
            case FGE -> a >= b;
            default -> throw new IllegalArgumentException("not a floating comparison: " + op);
        };
    }
}
