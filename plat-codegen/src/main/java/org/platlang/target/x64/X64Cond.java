package org.platlang.target.x64;

import org.platlang.ir.Opcode;

/**
 * Condition codes in encoding order, so that the lowest bit negates, and two of our own for equality of floats, which
 * needs the parity flag as well.
 */
final class X64Cond {
    static final int O = 0;
    static final int B = 2;
    static final int AE = 3;
    static final int E = 4;
    static final int NE = 5;
    static final int BE = 6;
    static final int A = 7;
    static final int S = 8;
    static final int P = 10;
    static final int NP = 11;
    static final int L = 12;
    static final int GE = 13;
    static final int LE = 14;
    static final int G = 15;
    /** Ordered and equal: E and NP. */
    static final int FEQ = 16;
    /** Unordered or not equal: NE or P. */
    static final int FNE = 17;

    private static final String[] NAMES = {
        "o", "no", "b", "ae", "e", "ne", "be", "a", "s", "ns", "p", "np", "l", "ge", "le", "g"
    };

    private X64Cond() {}

    static String name(int cond) {
        return NAMES[cond];
    }

    static int negate(int cond) {
        return cond ^ 1;
    }

    /** The code that holds after {@code cmp b, a} when it held after {@code cmp a, b}. */
    static int swap(int cond) {
        return switch (cond) {
            case B -> A;
            case A -> B;
            case AE -> BE;
            case BE -> AE;
            case L -> G;
            case G -> L;
            case GE -> LE;
            case LE -> GE;
            default -> cond;
        };
    }

    /** The code of an integer comparison. */
    static int ofInt(Opcode op) {
        return switch (op) {
            case EQ -> E;
            case NE -> NE;
            case SLT -> L;
            case SLE -> LE;
            case SGT -> G;
            case SGE -> GE;
            case ULT -> B;
            case ULE -> BE;
            case UGT -> A;
            case UGE -> AE;
            default -> throw new IllegalArgumentException(op.text());
        };
    }
}
