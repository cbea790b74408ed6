package org.platlang.opt;

import org.platlang.ir.Block;
import org.platlang.ir.Function;
import org.platlang.ir.IrType;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;
import org.platlang.ir.analysis.Dominators;
import org.platlang.ir.analysis.LoopForest;
import org.platlang.opt.rules.Make;

/**
 * Purpose: division and remainder by a constant without a division.
 *
 * <p>Algorithm: Granlund and Montgomery, "Division by Invariant Integers using Multiplication" (1994): the quotient is the
 * high part of a product with a rounded reciprocal; for I32 a 64-bit product, for I64 MULHI. Powers of two are shifts, with
 * a bias for negative dividends unless {@link Ranges} shows that there are none. Remainder is {@code x - x / c * c}.
 * Requires: nothing. Runs late: the result is no longer recognizable as a division. I8 and I16 are left.
 */
public final class DivideByConstant {
    private DivideByConstant() {}

    public static boolean run(Function f, PassContext context) {
        boolean any = false;
        for (Block b : f.blocks()) {
            for (Value v = b.first(); v != null && !any; v = v.next()) {
                any = isCandidate(v);
            }
        }
        if (!any) {
            return false;
        }
        Dominators dom = Dominators.of(f);
        Ranges ranges = new Ranges(dom, LoopForest.of(f, dom));
        for (Block b : f.blocks()) {
            for (Value v = b.first(); v != null; ) {
                Value after = v.next();
                if (isCandidate(v)) {
                    Value r = rewrite(v, ranges);
                    v.replaceAllUses(r);
                    v.remove();
                }
                v = after;
            }
        }
        return true;
    }

    private static boolean isCandidate(Value v) {
        return (v.op() == Opcode.SDIV || v.op() == Opcode.SREM)
                && (v.type() == IrType.I32 || v.type() == IrType.I64)
                && v.arg(1).isConst()
                && Math.abs(v.arg(1).intValue()) >= 2;
    }

    private static Value rewrite(Value v, Ranges ranges) {
        IrType t = v.type();
        Value x = v.arg(0);
        long c = v.arg(1).intValue();
        boolean positive = ranges.isNonNegative(x, v.block());
        // MIN is a power of two as a bit pattern; its absolute value does not exist.
        boolean power = Long.bitCount(t.zeroExtend(c < 0 ? -c : c)) == 1;
        if (power && positive && v.op() == Opcode.SREM && c > 0) {
            return Make.binary(v, Opcode.AND, x, Make.iconst(v, t, c - 1));
        }
        Value q = power ? byPower(v, x, c, positive) : byReciprocal(v, x, c, positive);
        if (v.op() == Opcode.SDIV) {
            return q;
        }
        return Make.binary(v, Opcode.SUB, x, Make.binary(v, Opcode.MUL, q, Make.iconst(v, t, c)));
    }

    private static Value byPower(Value place, Value x, long c, boolean positive) {
        IrType t = x.type();
        int k = Long.numberOfTrailingZeros(c);
        Value biased = x;
        if (!positive) { // toward zero: add 2^k - 1 to a negative dividend
            Value sign = shift(place, Opcode.SHR, x, t.bits() - 1);
            biased = Make.binary(place, Opcode.ADD, x, shift(place, Opcode.USHR, sign, t.bits() - k));
        }
        Value q = shift(place, Opcode.SHR, biased, k);
        return c < 0 ? Make.unary(place, Opcode.NEG, t, q) : q;
    }

    private static Value shift(Value place, Opcode op, Value x, int count) {
        return Make.binary(place, op, x, Make.iconst(place, x.type(), count));
    }

    private static Value byReciprocal(Value place, Value x, long c, boolean positive) {
        IrType t = x.type();
        Magic m = Magic.of(Math.abs(c), t.bits());
        Value q;
        if (t == IrType.I32) {
            // The multiplier is below 2^32, so the product of the widened dividend fits in 64 bits.
            Value wide = Make.unary(place, positive ? Opcode.ZEXT : Opcode.SEXT, IrType.I64, x);
            Value product =
                    Make.binary(place, Opcode.MUL, wide, Make.iconst(place, IrType.I64, m.multiplier & 0xFFFF_FFFFL));
            Value high = shift(place, Opcode.SHR, product, 32 + m.shift);
            q = Make.unary(place, Opcode.TRUNC, IrType.I32, high);
        } else {
            Value high = Make.binary(place, Opcode.MULHI, x, Make.iconst(place, t, m.multiplier));
            if (m.multiplier < 0) { // the multiplier stands for 2^64 more
                high = Make.binary(place, Opcode.ADD, high, x);
            }
            q = m.shift == 0 ? high : shift(place, Opcode.SHR, high, m.shift);
        }
        if (!positive) { // one more for a negative dividend
            q = Make.binary(place, Opcode.SUB, q, shift(place, Opcode.SHR, x, t.bits() - 1));
        }
        return c < 0 ? Make.unary(place, Opcode.NEG, t, q) : q;
    }

    /**
     * Multiplier and shift: for every dividend of {@code bits} bits, signed, and d from 2 on, x / d = (x * multiplier) >>
     * (bits + shift), plus one for negative x; the multiplier, between 2^(bits-1) and 2^bits or smaller, is given wrapped.
     */
    record Magic(long multiplier, int shift) {
        static Magic of(long d, int bits) {
            // The least p >= bits with 2^p > nc * (d - 2^p mod d), where nc = 2^(bits-1) - 1 - 2^(bits-1) mod d.
            java.math.BigInteger two = java.math.BigInteger.TWO;
            java.math.BigInteger divisor = java.math.BigInteger.valueOf(d);
            java.math.BigInteger half = two.pow(bits - 1);
            java.math.BigInteger nc = half.subtract(java.math.BigInteger.ONE).subtract(half.mod(divisor));
            int p = bits;
            while (true) {
                java.math.BigInteger power = two.pow(p);
                java.math.BigInteger rest = divisor.subtract(power.mod(divisor));
                if (power.compareTo(nc.multiply(rest)) > 0) {
                    long multiplier = power.add(rest).divide(divisor).longValue();
                    return new Magic(bits == 32 ? (int) multiplier : multiplier, p - bits);
                }
                p++;
            }
        }
    }
}
