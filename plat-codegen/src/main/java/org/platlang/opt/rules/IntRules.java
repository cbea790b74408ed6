package org.platlang.opt.rules;

import org.platlang.ir.IrType;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;

/** Rules of integer arithmetic, shifts, conversions and select. */
public final class IntRules {
    private IntRules() {}

    /** A value equal to {@code v} and cheaper, or {@code v}. Constants are on the right already. */
    public static Value apply(Value v) {
        IrType t = v.type();
        if (v.argCount() == 2 && v.arg(0).isConst() && v.arg(1).isConst()) {
            long b = v.arg(1).intValue();
            if (Fold.folds(v.op(), b)) {
                return Make.iconst(v, t, Fold.binary(v.op(), t, v.arg(0).intValue(), b));
            }
        }
        Value x = v.argCount() > 0 ? v.arg(0) : v;
        Value y = v.argCount() > 1 ? v.arg(1) : v;
        switch (v.op()) {
            case ADD -> {
                if (y.isConst(0)) return x; // x + 0 = x
                if (y.isConst() && x.op() == Opcode.ADD && x.arg(1).isConst()) { // (x + a) + b = x + (a + b)
                    return add(v, x.arg(0), x.arg(1).intValue() + y.intValue());
                }
                if (y.isConst() && x.op() == Opcode.SUB && x.arg(0).isConst()) { // (a - x) + b = (a + b) - x
                    Value c = Make.iconst(v, t, x.arg(0).intValue() + y.intValue());
                    return Make.binary(v, Opcode.SUB, c, x.arg(1));
                }
                if (y.op() == Opcode.NEG) return Make.binary(v, Opcode.SUB, x, y.arg(0)); // x + -y = x - y
                if (x.op() == Opcode.NEG) return Make.binary(v, Opcode.SUB, y, x.arg(0)); // -x + y = y - x
                if (x.op() == Opcode.SUB && x.arg(1) == y) return x.arg(0); // (x - y) + y = x
                if (y.op() == Opcode.SUB && y.arg(1) == x) return y.arg(0); // x + (y - x) = y
            }
            case SUB -> {
                if (x == y) return Make.iconst(v, t, 0); // x - x = 0
                if (y.isConst()) return add(v, x, -y.intValue()); // x - c = x + -c
                if (x.isConst(0)) return Make.unary(v, Opcode.NEG, t, y); // 0 - x = -x
                if (y.op() == Opcode.NEG) return Make.binary(v, Opcode.ADD, x, y.arg(0)); // x - -y = x + y
                if (x.op() == Opcode.ADD && x.arg(0) == y) return x.arg(1); // (x + y) - x = y
                if (x.op() == Opcode.ADD && x.arg(1) == y) return x.arg(0); // (x + y) - y = x
                if (x.op() == Opcode.ADD
                        && x.arg(1).isConst()
                        && y.op() == Opcode.ADD
                        && y.arg(1).isConst()
                        && x.arg(0) == y.arg(0)) { // (x + a) - (x + b) = a - b
                    return Make.iconst(v, t, x.arg(1).intValue() - y.arg(1).intValue());
                }
            }
            case MUL -> {
                if (y.isConst()) {
                    long c = y.intValue();
                    if (c == 0) return y; // x * 0 = 0
                    if (c == 1) return x; // x * 1 = x
                    if (c == -1) return Make.unary(v, Opcode.NEG, t, x); // x * -1 = -x
                    if (Long.bitCount(t.zeroExtend(c)) == 1) { // x * 2^k = x << k
                        return Make.binary(v, Opcode.SHL, x, Make.iconst(v, t, Long.numberOfTrailingZeros(c)));
                    }
                    if (x.op() == Opcode.MUL && x.arg(1).isConst()) { // (x * a) * b = x * (a * b)
                        return Make.binary(
                                v,
                                Opcode.MUL,
                                x.arg(0),
                                Make.iconst(v, t, x.arg(1).intValue() * c));
                    }
                }
            }
            case SDIV -> {
                if (y.isConst(1)) return x; // x / 1 = x
                if (y.isConst(-1)) return Make.unary(v, Opcode.NEG, t, x); // x / -1 = -x, MIN too
            }
            case SREM -> {
                if (y.isConst(1) || y.isConst(-1)) return Make.iconst(v, t, 0); // x % 1 = 0
            }
            case NEG -> {
                if (x.isConst()) return Make.iconst(v, t, -x.intValue());
                if (x.op() == Opcode.NEG) return x.arg(0); // - -x = x
                if (x.op() == Opcode.SUB) return Make.binary(v, Opcode.SUB, x.arg(1), x.arg(0)); // -(x - y) = y - x
            }
            case NOT -> {
                if (x.isConst()) return Make.iconst(v, t, ~x.intValue());
                if (x.op() == Opcode.NOT) return x.arg(0); // ~ ~x = x
            }
            case AND -> {
                if (x == y) return x; // x & x = x
                if (y.isConst(0)) return y; // x & 0 = 0
                if (y.isConst(-1)) return x; // x & -1 = x
                if (y.isConst(1) && isBit(x)) return x; // a bit & 1
                if (y.isConst() && x.op() == Opcode.AND && x.arg(1).isConst()) { // (x & a) & b = x & (a & b)
                    return Make.binary(
                            v, Opcode.AND, x.arg(0), Make.iconst(v, t, x.arg(1).intValue() & y.intValue()));
                }
            }
            case OR -> {
                if (x == y) return x; // x | x = x
                if (y.isConst(0)) return x; // x | 0 = x
                if (y.isConst(-1)) return y; // x | -1 = -1
            }
            case XOR -> {
                if (x == y) return Make.iconst(v, t, 0); // x ^ x = 0
                if (y.isConst(0)) return x; // x ^ 0 = x
                if (y.isConst(1) && x.op().isIntCompare()) { // !(x < y) = x >= y
                    return Make.binary(v, x.op().negated(), x.arg(0), x.arg(1));
                }
                if (y.isConst(1) && (x.op() == Opcode.FEQ || x.op() == Opcode.FNE)) { // !(x == y) = x != y
                    return Make.binary(v, x.op().negated(), x.arg(0), x.arg(1));
                }
                if (y.isConst() && x.op() == Opcode.XOR && x.arg(1).isConst()) { // (x ^ a) ^ b = x ^ (a ^ b)
                    return Make.binary(
                            v, Opcode.XOR, x.arg(0), Make.iconst(v, t, x.arg(1).intValue() ^ y.intValue()));
                }
            }
            case SHL, SHR, USHR -> {
                if (y.isConst() && (y.intValue() & (t.bits() - 1)) == 0) return x; // x << 0 = x
                if (x.isConst(0)) return x; // 0 << y = 0
                if (y.isConst() && x.op() == v.op() && x.arg(1).isConst()) { // (x << a) << b = x << (a + b)
                    long sum = (x.arg(1).intValue() & (t.bits() - 1)) + (y.intValue() & (t.bits() - 1));
                    if (sum < t.bits()) {
                        return Make.binary(v, v.op(), x.arg(0), Make.iconst(v, t, sum));
                    }
                }
            }
            case CLZ -> {
                if (x.isConst()) {
                    return Make.iconst(v, t, Long.numberOfLeadingZeros(t.zeroExtend(x.intValue())) - (64 - t.bits()));
                }
            }
            case CTZ -> {
                if (x.isConst()) {
                    return Make.iconst(v, t, Math.min(Long.numberOfTrailingZeros(x.intValue()), t.bits()));
                }
            }
            case POPCNT -> {
                if (x.isConst()) return Make.iconst(v, t, Long.bitCount(t.zeroExtend(x.intValue())));
            }
            case SEXT -> {
                if (x.isConst()) return Make.iconst(v, t, x.intValue());
                if (x.op() == Opcode.SEXT) return Make.unary(v, Opcode.SEXT, t, x.arg(0)); // widening twice
                if (x.op() == Opcode.ZEXT || isBit(x)) { // the sign is known to be 0
                    return Make.unary(v, Opcode.ZEXT, t, x.op() == Opcode.ZEXT ? x.arg(0) : x);
                }
            }
            case ZEXT -> {
                if (x.isConst()) return Make.iconst(v, t, x.type().zeroExtend(x.intValue()));
                if (x.op() == Opcode.ZEXT) return Make.unary(v, Opcode.ZEXT, t, x.arg(0)); // widening twice
            }
            case TRUNC -> {
                if (x.isConst()) return Make.iconst(v, t, x.intValue());
                if (x.op() == Opcode.TRUNC) return Make.unary(v, Opcode.TRUNC, t, x.arg(0)); // narrowing twice
                if (x.op() == Opcode.SEXT || x.op() == Opcode.ZEXT) {
                    Value inner = x.arg(0);
                    if (inner.type() == t) return inner; // narrowing back
                    return Make.unary(v, inner.type().bytes() > t.bytes() ? Opcode.TRUNC : x.op(), t, inner);
                }
            }
            case BITCAST -> {
                if (x.op() == Opcode.BITCAST && x.arg(0).type() == t) return x.arg(0); // there and back
            }
            case SELECT -> {
                Value z = v.arg(2);
                if (x.isConst()) return x.isConst(1) ? y : z; // the condition is known
                if (y == z) return y; // both the same
                if (t == IrType.I8 && y.isConst(1) && z.isConst(0)) return x; // c ? 1 : 0 = c
                if (t == IrType.I8 && y.isConst(0) && z.isConst(1)) return not(v, x); // c ? 0 : 1 = !c
                if (t.isInteger() && t != IrType.I8 && y.isConst(1) && z.isConst(0)) {
                    return Make.unary(v, Opcode.ZEXT, t, x); // c ? 1 : 0 = widened c
                }
                if (x.op() == Opcode.XOR && x.arg(1).isConst(1)) return Make.select(v, x.arg(0), z, y); // !c
                if (t.isInteger()
                        && t != IrType.I8
                        && y.op() == Opcode.ADD
                        && y.arg(0) == z
                        && y.arg(1).isConst(1)) {
                    return Make.binary(v, Opcode.ADD, z, Make.unary(v, Opcode.ZEXT, t, x)); // c ? z + 1 : z = z + c
                }
                if (t == IrType.I8 && z.isConst(0) && isBit(y)) return Make.binary(v, Opcode.AND, x, y); // c && y
                if (t == IrType.I8 && y.isConst(1) && isBit(z)) return Make.binary(v, Opcode.OR, x, z); // c || z
            }
            default -> {}
        }
        return v;
    }

    private static Value add(Value v, Value x, long c) {
        long wrapped = v.type().wrap(c);
        return wrapped == 0 ? x : Make.binary(v, Opcode.ADD, x, Make.iconst(v, v.type(), wrapped));
    }

    private static Value not(Value place, Value condition) {
        return Make.binary(place, Opcode.XOR, condition, Make.iconst(place, IrType.I8, 1));
    }

    /** Shown to be 0 or 1. */
    static boolean isBit(Value v) {
        return v.op().isCompare()
                || v.isConst(0)
                || v.isConst(1)
                || ((v.op() == Opcode.AND || v.op() == Opcode.OR || v.op() == Opcode.XOR)
                        && v.type() == IrType.I8
                        && isShallowBit(v.arg(0))
                        && isShallowBit(v.arg(1)));
    }

    private static boolean isShallowBit(Value v) {
        return v.op().isCompare() || v.isConst(0) || v.isConst(1);
    }
}
