package org.platlang.target.x64;

import org.platlang.mach.MachOp;

/**
 * The machine operations. {@code Form} says how the emitter prints a row; the operands' order is given there. Fused
 * operations (compare and branch) are one row, so that no row reads or keeps flags.
 */
enum X64Op implements MachOp {
    // Copies and constants.
    MOV("mov", Form.MOVE, Flag.MOVE, Flag.PURE),
    MOVI("mov", Form.CONSTANT, Flag.PURE),
    LEA_SYMBOL("lea", Form.SYMBOL, Flag.PURE),
    FMOV("movaps", Form.MOVE, Flag.MOVE, Flag.PURE),
    FCONST("movs", Form.FLOAT_CONSTANT, Flag.PURE),
    /** The bits of a general register in a vector register, and back. */
    MOVQ_TO_FLOAT("mov", Form.MOVE_BETWEEN, Flag.PURE),
    MOVQ_FROM_FLOAT("mov", Form.MOVE_BETWEEN, Flag.PURE),
    XCHG("xchg", Form.EXCHANGE),

    // Memory.
    LOAD("mov", Form.LOAD),
    /** Sign-extending from {@code sourceSize} to {@code size}. */
    LOAD_SIGNED("movs", Form.LOAD_SIGNED),
    FLOAD("movs", Form.FLOAT_LOAD),
    STORE("mov", Form.STORE),
    FSTORE("movs", Form.FLOAT_STORE),
    ADD_TO("add", Form.STORE),
    SUB_TO("sub", Form.STORE),
    AND_TO("and", Form.STORE),
    OR_TO("or", Form.STORE),
    XOR_TO("xor", Form.STORE),
    LEA("lea", Form.ADDRESS, Flag.PURE),

    // Integers: result tied to the first use; the other source is a register, a slot, memory or an immediate.
    ADD("add", Form.TWO, Flag.TIED, Flag.COMMUTES, Flag.PURE),
    SUB("sub", Form.TWO, Flag.TIED, Flag.PURE),
    AND("and", Form.TWO, Flag.TIED, Flag.COMMUTES, Flag.PURE),
    OR("or", Form.TWO, Flag.TIED, Flag.COMMUTES, Flag.PURE),
    XOR("xor", Form.TWO, Flag.TIED, Flag.COMMUTES, Flag.PURE),
    IMUL("imul", Form.TWO, Flag.TIED, Flag.COMMUTES, Flag.PURE),
    /** Not tied: source in a register, slot or memory, times the immediate. */
    IMUL_IMM("imul", Form.THREE, Flag.PURE),
    NEG("neg", Form.ONE, Flag.TIED, Flag.PURE),
    NOT("not", Form.ONE, Flag.TIED, Flag.PURE),
    /** Count: the immediate, or {@code cl}. */
    SHL("shl", Form.SHIFT, Flag.TIED, Flag.PURE),
    SHR("shr", Form.SHIFT, Flag.TIED, Flag.PURE),
    SAR("sar", Form.SHIFT, Flag.TIED, Flag.PURE),
    /** High half of the product of {@code rax} and the other use, in {@code rdx}. */
    IMUL_HIGH("imul", Form.MUL_HIGH, Flag.PURE),
    MUL_HIGH("mul", Form.MUL_HIGH, Flag.PURE),
    /** {@code rax} by the other use; quotient in {@code rax} or remainder in {@code rdx}; {@code MIN / -1} wraps. */
    IDIV("idiv", Form.DIVIDE, Flag.FRAME),
    /** As IDIV where the divisor is known not to be -1. */
    IDIV_PLAIN("idiv", Form.DIVIDE),
    /** Sign or zero extension from {@code sourceSize}; source in a register or slot. */
    MOVSX("movs", Form.EXTEND, Flag.PURE),
    MOVZX("movz", Form.EXTEND, Flag.PURE),
    /** Index of the highest or lowest one bit; the tied use is the result for 0. */
    BSR("bsr", Form.BIT_SCAN, Flag.TIED, Flag.PURE),
    BSF("bsf", Form.BIT_SCAN, Flag.TIED, Flag.PURE),

    // Comparisons fused with what uses the flags. Operands: register or memory, then register, slot, memory, immediate.
    CMP_JUMP("cmp", Form.COMPARE_JUMP, Flag.ENDS),
    TEST_JUMP("test", Form.COMPARE_JUMP, Flag.ENDS),
    UCOMI_JUMP("ucomis", Form.COMPARE_JUMP, Flag.ENDS),
    CMP_SET("cmp", Form.COMPARE_SET, Flag.PURE),
    TEST_SET("test", Form.COMPARE_SET, Flag.PURE),
    UCOMI_SET("ucomis", Form.COMPARE_SET, Flag.PURE),
    /** First use, tied: the value if false; second: the value if true; then the comparison's operands. */
    CMP_MOVE("cmp", Form.COMPARE_MOVE, Flag.TIED, Flag.PURE),
    TEST_MOVE("test", Form.COMPARE_MOVE, Flag.TIED, Flag.PURE),
    UCOMI_MOVE("ucomis", Form.COMPARE_MOVE, Flag.TIED, Flag.PURE),

    // Floats.
    FADD("adds", Form.FLOAT_TWO, Flag.TIED, Flag.COMMUTES, Flag.PURE),
    FSUB("subs", Form.FLOAT_TWO, Flag.TIED, Flag.PURE),
    FMUL("muls", Form.FLOAT_TWO, Flag.TIED, Flag.COMMUTES, Flag.PURE),
    FDIV("divs", Form.FLOAT_TWO, Flag.TIED, Flag.PURE),
    FSQRT("sqrts", Form.FLOAT_ONE, Flag.PURE),
    /** Sign bit flipped, cleared: with a mask in memory. */
    FNEG("xorp", Form.FLOAT_MASK, Flag.TIED, Flag.PURE),
    FABS("andp", Form.FLOAT_MASK, Flag.TIED, Flag.PURE),
    /** Between float sizes. */
    CVT_FLOAT("cvts", Form.FLOAT_RESIZE, Flag.PURE),
    /** Integer of {@code sourceSize} to float of {@code size}. */
    CVT_FROM_INT("cvtsi2s", Form.FLOAT_FROM_INT, Flag.PURE),
    /** Float of {@code sourceSize} to integer of {@code size}, saturating. */
    CVT_TO_INT("cvtts", Form.FLOAT_TO_INT, Flag.PURE, Flag.FRAME),

    // Two lanes of F64. Memory is read and written unaligned, so there are no memory operands.
    VMOV("movups", Form.VECTOR_MOVE, Flag.MOVE, Flag.PURE),
    VLOAD("movups", Form.VECTOR_LOAD),
    /** The reference at the address is about to be overwritten: where the collector marks, it is told. */
    BARRIER("", Form.BARRIER),
    VSTORE("movups", Form.VECTOR_STORE),
    VADD("addpd", Form.VECTOR_TWO, Flag.TIED, Flag.COMMUTES, Flag.PURE),
    VSUB("subpd", Form.VECTOR_TWO, Flag.TIED, Flag.PURE),
    VMUL("mulpd", Form.VECTOR_TWO, Flag.TIED, Flag.COMMUTES, Flag.PURE),
    VDIV("divpd", Form.VECTOR_TWO, Flag.TIED, Flag.PURE),
    /** The scalar in both lanes. */
    VSPLAT("unpcklpd", Form.VECTOR_SPLAT, Flag.TIED, Flag.PURE),

    // Control.
    PARAMS("", Form.NOTHING),
    CALL("call", Form.CALL, Flag.FRAME, Flag.STOPS),
    /** Of the address in the first use. */
    CALL_INDIRECT("call", Form.CALL_INDIRECT, Flag.FRAME, Flag.STOPS),
    POLL("", Form.POLL, Flag.FRAME, Flag.STOPS),
    JUMP("jmp", Form.JUMP, Flag.ENDS),
    /** Through a table: the use, 8 bytes wide, is the index; the temporaries are results. */
    JUMP_TABLE("jmp", Form.TABLE, Flag.ENDS),
    RET("ret", Form.RETURN, Flag.ENDS),
    TRAP("ud2", Form.TRAP, Flag.ENDS);

    /** How a row is printed. AT&amp;T order: source before destination. */
    enum Form {
        NOTHING,
        MOVE,
        MOVE_BETWEEN,
        EXCHANGE,
        CONSTANT,
        SYMBOL,
        FLOAT_CONSTANT,
        LOAD,
        LOAD_SIGNED,
        STORE,
        FLOAT_LOAD,
        FLOAT_STORE,
        ADDRESS,
        ONE,
        TWO,
        THREE,
        SHIFT,
        MUL_HIGH,
        DIVIDE,
        EXTEND,
        BIT_SCAN,
        COMPARE_JUMP,
        COMPARE_SET,
        COMPARE_MOVE,
        FLOAT_ONE,
        FLOAT_TWO,
        FLOAT_MASK,
        FLOAT_RESIZE,
        FLOAT_FROM_INT,
        FLOAT_TO_INT,
        VECTOR_MOVE,
        VECTOR_LOAD,
        VECTOR_STORE,
        BARRIER,
        VECTOR_TWO,
        VECTOR_SPLAT,
        CALL,
        CALL_INDIRECT,
        POLL,
        JUMP,
        TABLE,
        RETURN,
        TRAP
    }

    private static final class Flag {
        static final int TIED = 1;
        static final int COMMUTES = 2;
        static final int PURE = 4;
        static final int MOVE = 8;
        static final int ENDS = 16;
        static final int FRAME = 32;
        static final int STOPS = 64;
    }

    final String mnemonic;
    final Form form;
    private final int flags;

    X64Op(String mnemonic, Form form, int... flags) {
        this.mnemonic = mnemonic;
        this.form = form;
        int all = 0;
        for (int f : flags) {
            all |= f;
        }
        this.flags = all;
    }

    @Override
    public boolean isTied() {
        return (flags & Flag.TIED) != 0;
    }

    @Override
    public boolean isCommutative() {
        return (flags & Flag.COMMUTES) != 0;
    }

    @Override
    public boolean isPure() {
        return (flags & Flag.PURE) != 0;
    }

    @Override
    public boolean isMove() {
        return (flags & Flag.MOVE) != 0;
    }

    @Override
    public boolean needsFrame() {
        return (flags & Flag.FRAME) != 0;
    }

    @Override
    public boolean mayStop() {
        return (flags & Flag.STOPS) != 0;
    }

    @Override
    public boolean isTerminator() {
        return (flags & Flag.ENDS) != 0;
    }
}
