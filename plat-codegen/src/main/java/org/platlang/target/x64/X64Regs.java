package org.platlang.target.x64;

import org.platlang.mach.RegClass;

/**
 * The registers of x86-64: general ones 0 to 15 in encoding order, vector ones 16 to 31. {@code rsp}, {@code r15} (the
 * worker) and {@code xmm15} (moves between slots, cycles of moves) are never allocated.
 */
final class X64Regs {
    static final int RAX = 0;
    static final int RCX = 1;
    static final int RDX = 2;
    static final int RBX = 3;
    static final int RSP = 4;
    static final int RBP = 5;
    static final int RSI = 6;
    static final int RDI = 7;
    static final int R8 = 8;
    static final int R9 = 9;
    static final int R10 = 10;
    static final int R11 = 11;
    static final int R12 = 12;
    static final int R13 = 13;
    static final int R14 = 14;
    static final int R15 = 15;
    static final int XMM0 = 16;
    static final int SCRATCH_FLOAT = 31;

    /** Registers that hold the values of a class, caller-saved first: a callee-saved one costs a push and a pop. */
    private static final int[] GENERAL = {RAX, RCX, RDX, RSI, RDI, R8, R9, R10, R11, RBX, RBP, R12, R13, R14};

    private static final int[] FLOAT = {16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30};

    static final long CALLEE_SAVED = 1L << RBX | 1L << RBP | 1L << R12 | 1L << R13 | 1L << R14;
    static final long ALL_FLOAT = 0xFFFFL << XMM0;
    static final long CALLER_SAVED =
            (0xFFFFL & ~CALLEE_SAVED & ~(1L << RSP) & ~(1L << R15)) | ALL_FLOAT & ~(1L << SCRATCH_FLOAT);

    private static final String[] NAMES8 = {
        "%rax", "%rcx", "%rdx", "%rbx", "%rsp", "%rbp", "%rsi", "%rdi", "%r8", "%r9", "%r10", "%r11", "%r12", "%r13",
        "%r14", "%r15", "%xmm0", "%xmm1", "%xmm2", "%xmm3", "%xmm4", "%xmm5", "%xmm6", "%xmm7", "%xmm8", "%xmm9",
        "%xmm10", "%xmm11", "%xmm12", "%xmm13", "%xmm14", "%xmm15"
    };
    private static final String[] NAMES4 = {
        "%eax", "%ecx", "%edx", "%ebx", "%esp", "%ebp", "%esi", "%edi", "%r8d", "%r9d", "%r10d", "%r11d", "%r12d",
        "%r13d", "%r14d", "%r15d"
    };
    private static final String[] NAMES2 = {
        "%ax", "%cx", "%dx", "%bx", "%sp", "%bp", "%si", "%di", "%r8w", "%r9w", "%r10w", "%r11w", "%r12w", "%r13w",
        "%r14w", "%r15w"
    };
    private static final String[] NAMES1 = {
        "%al", "%cl", "%dl", "%bl", "%spl", "%bpl", "%sil", "%dil", "%r8b", "%r9b", "%r10b", "%r11b", "%r12b", "%r13b",
        "%r14b", "%r15b"
    };

    /** DWARF numbers of the general registers. */
    private static final int[] DWARF = {0, 2, 1, 3, 7, 6, 4, 5, 8, 9, 10, 11, 12, 13, 14, 15};

    private X64Regs() {}

    static int[] allocatable(int regClass) {
        return regClass == RegClass.GENERAL.ordinal() ? GENERAL : FLOAT;
    }

    /** Assembler name of a register in a width of 1, 2, 4 or 8 bytes; of a vector register its only name. */
    static String name(int reg, int size) {
        if (reg >= XMM0) {
            return NAMES8[reg];
        }
        return switch (size) {
            case 1 -> NAMES1[reg];
            case 2 -> NAMES2[reg];
            case 4 -> NAMES4[reg];
            default -> NAMES8[reg];
        };
    }

    static int dwarf(int reg) {
        return DWARF[reg];
    }
}
