package org.platlang.ir;

import static org.platlang.ir.Aux.Kind.*;

/**
 * The instructions: arity, type rule, effects, immediate, meaning. Everything about an opcode that a pass or printer
 * needs is here. Integers are two's complement; an I8/I16/I32 value leaves the bits of its register above its width
 * undefined (selection extends where a consumer looks at them).
 */
public enum Opcode {
    // Block and function parameters.
    PARAM(0, Rule.ANY, Effect.PURE, NONE, "parameter of its block; of the function in the entry block"),

    // Constants.
    ICONST(0, Rule.INTEGER, Effect.PURE, INT, "integer constant"),
    FCONST(0, Rule.FLOAT, Effect.PURE, FLOAT, "floating constant, bit-exact"),
    NULL(0, Rule.REF, Effect.PURE, NONE, "the null reference"),
    SYMBOL_ADDR(0, Rule.ADDRESS, Effect.PURE, SYMBOL, "address of static data (REF for a Plat object) or code (I64)"),

    // Integer arithmetic; both arguments and the result have one integer type.
    ADD(2, Rule.INT_SAME, Effect.PURE, NONE, true, "wrapping sum"),
    SUB(2, Rule.INT_SAME, Effect.PURE, NONE, "wrapping difference"),
    MUL(2, Rule.INT_SAME, Effect.PURE, NONE, true, "wrapping product, low half"),
    MULHI(2, Rule.INT_SAME, Effect.PURE, NONE, true, "high half of the signed product; I64 only"),
    UMULHI(2, Rule.INT_SAME, Effect.PURE, NONE, true, "high half of the unsigned product; I64 only"),
    SDIV(2, Rule.INT_SAME, Effect.TRAPS, NONE, "signed quotient toward zero; MIN / -1 is MIN; divisor 0 is undefined"),
    SREM(2, Rule.INT_SAME, Effect.TRAPS, NONE, "signed remainder, sign of arg0; MIN % -1 is 0; divisor 0 is undefined"),
    NEG(1, Rule.INT_SAME, Effect.PURE, NONE, "wrapping negation"),
    AND(2, Rule.INT_SAME, Effect.PURE, NONE, true, "bitwise and"),
    OR(2, Rule.INT_SAME, Effect.PURE, NONE, true, "bitwise or"),
    XOR(2, Rule.INT_SAME, Effect.PURE, NONE, true, "bitwise exclusive or"),
    NOT(1, Rule.INT_SAME, Effect.PURE, NONE, "bitwise complement (of a Bool use XOR 1)"),
    SHL(2, Rule.INT_SAME, Effect.PURE, NONE, "shift left; the count is taken modulo the width"),
    SHR(2, Rule.INT_SAME, Effect.PURE, NONE, "arithmetic shift right; the count is taken modulo the width"),
    USHR(2, Rule.INT_SAME, Effect.PURE, NONE, "logical shift right; the count is taken modulo the width"),
    CLZ(1, Rule.INT_SAME, Effect.PURE, NONE, "number of leading zero bits; the width for 0"),
    CTZ(1, Rule.INT_SAME, Effect.PURE, NONE, "number of trailing zero bits; the width for 0"),
    POPCNT(1, Rule.INT_SAME, Effect.PURE, NONE, "number of one bits"),

    // Comparisons: arguments of one type, result I8 0 or 1. EQ and NE also compare references.
    EQ(2, Rule.COMPARE, Effect.PURE, NONE, true, "equal"),
    NE(2, Rule.COMPARE, Effect.PURE, NONE, true, "not equal"),
    SLT(2, Rule.COMPARE, Effect.PURE, NONE, "signed less"),
    SLE(2, Rule.COMPARE, Effect.PURE, NONE, "signed less or equal"),
    SGT(2, Rule.COMPARE, Effect.PURE, NONE, "signed greater"),
    SGE(2, Rule.COMPARE, Effect.PURE, NONE, "signed greater or equal"),
    ULT(2, Rule.COMPARE, Effect.PURE, NONE, "unsigned less"),
    ULE(2, Rule.COMPARE, Effect.PURE, NONE, "unsigned less or equal"),
    UGT(2, Rule.COMPARE, Effect.PURE, NONE, "unsigned greater"),
    UGE(2, Rule.COMPARE, Effect.PURE, NONE, "unsigned greater or equal"),
    FEQ(2, Rule.FCOMPARE, Effect.PURE, NONE, true, "ordered and equal (NaN: 0)"),
    FNE(2, Rule.FCOMPARE, Effect.PURE, NONE, true, "unordered or not equal (NaN: 1)"),
    FLT(2, Rule.FCOMPARE, Effect.PURE, NONE, "ordered and less (NaN: 0)"),
    FLE(2, Rule.FCOMPARE, Effect.PURE, NONE, "ordered and less or equal (NaN: 0)"),
    FGT(2, Rule.FCOMPARE, Effect.PURE, NONE, "ordered and greater (NaN: 0)"),
    FGE(2, Rule.FCOMPARE, Effect.PURE, NONE, "ordered and greater or equal (NaN: 0)"),

    // Floating arithmetic, IEEE 754, round to nearest even; never contracted or reassociated.
    FADD(2, Rule.FLOAT_SAME, Effect.PURE, NONE, true, "sum"),
    FSUB(2, Rule.FLOAT_SAME, Effect.PURE, NONE, "difference"),
    FMUL(2, Rule.FLOAT_SAME, Effect.PURE, NONE, true, "product"),
    FDIV(2, Rule.FLOAT_SAME, Effect.PURE, NONE, "quotient"),
    FNEG(1, Rule.FLOAT_SAME, Effect.PURE, NONE, "sign bit flipped"),
    FABS(1, Rule.FLOAT_SAME, Effect.PURE, NONE, "sign bit cleared"),
    FSQRT(1, Rule.FLOAT_SAME, Effect.PURE, NONE, "square root, correctly rounded"),

    // Conversions; the result type is the value's.
    SEXT(1, Rule.WIDEN, Effect.PURE, NONE, "to a wider integer type, by sign"),
    ZEXT(1, Rule.WIDEN, Effect.PURE, NONE, "to a wider integer type, with zeros"),
    TRUNC(1, Rule.NARROW, Effect.PURE, NONE, "to a narrower integer type, low bits"),
    ITOF(1, Rule.INT_TO_FLOAT, Effect.PURE, NONE, "I32 or I64, signed, to float, rounded"),
    FTOI(1, Rule.FLOAT_TO_INT, Effect.PURE, NONE, "to I32 or I64 toward zero; saturates at MIN and MAX; NaN is 0"),
    FCONV(1, Rule.FLOAT_TO_FLOAT, Effect.PURE, NONE, "F32 to F64 (exact) or F64 to F32 (rounded)"),
    BITCAST(1, Rule.SAME_SIZE, Effect.PURE, NONE, "same bits: I32/F32, I64/F64, REF/I64"),
    SELECT(3, Rule.SELECT, Effect.PURE, NONE, "arg0 is I8 0 or 1: arg1 if 1, arg2 if 0; both were evaluated"),

    // Memory. The base is a non-null REF (or I64 for memory outside the heap); the address is in bounds.
    LOAD(1, Rule.LOAD, Effect.READS, MEM, "[arg0 + offset]"),
    LOAD_INDEXED(2, Rule.LOAD, Effect.READS, MEM, "[arg0 + arg1:I64 * stride + offset]"),
    STORE(2, Rule.STORE, Effect.WRITES, MEM, "[arg0 + offset] = arg1"),
    STORE_INDEXED(3, Rule.STORE, Effect.WRITES, MEM, "[arg0 + arg1:I64 * stride + offset] = arg2"),
    ALLOC(0, Rule.REF, Effect.ALLOCATES, Aux.Kind.ALLOC, "new object: header stored, all other bytes zero"),
    WORKER_LOAD(0, Rule.ANY, Effect.CALLS, INT, "word of the worker's record; right after a call only"),
    WORKER_STORE(1, Rule.VOID, Effect.CALLS, INT, "store arg0 to the worker's record; right before a call only"),

    // Calls. The value is the first result (VOID if none); the others are PROJ i directly after it.
    CALL(-1, Rule.CALL, Effect.CALLS, Aux.Kind.CALL, "call of a Plat function, widened C convention"),
    CALL_INDIRECT(-1, Rule.CALL, Effect.CALLS, Aux.Kind.CALL, "call of the Plat function at address arg0:I64"),
    CALL_RUNTIME(-1, Rule.CALL, Effect.CALLS, Aux.Kind.CALL, "call of a runtime function of the ABI table"),
    PROJ(1, Rule.PROJ, Effect.PROJECTS, INT, "result number i >= 1 of the call arg0"),
    POLL(0, Rule.VOID, Effect.POLLS, NONE, "at a loop's back edge: may yield; changes no memory visible to Plat code"),

    // Terminators.
    JUMP(0, Rule.VOID, Effect.ENDS, NONE, "one edge"),
    BRANCH(1, Rule.VOID, Effect.ENDS, Aux.Kind.BRANCH, "arg0 is I8 0 or 1: first edge if 1, second if 0"),
    SWITCH(1, Rule.VOID, Effect.ENDS, Aux.Kind.SWITCH, "edge of the key equal to arg0 (I32 or I64), else the last"),
    TRY(0, Rule.VOID, Effect.ENDS, NONE, "right behind what may raise: first edge if it returned, second if it raised"),
    RETURN(-1, Rule.VOID, Effect.ENDS, NONE, "return the arguments as the function's results"),
    UNREACHABLE(0, Rule.VOID, Effect.ENDS, NONE, "control does not get here");

    /** How argument and result types hang together; checked by {@link IrVerifier}. */
    public enum Rule {
        ANY,
        VOID,
        INTEGER,
        FLOAT,
        REF,
        ADDRESS,
        INT_SAME,
        FLOAT_SAME,
        COMPARE,
        FCOMPARE,
        WIDEN,
        NARROW,
        INT_TO_FLOAT,
        FLOAT_TO_INT,
        FLOAT_TO_FLOAT,
        SAME_SIZE,
        SELECT,
        LOAD,
        STORE,
        CALL,
        PROJ
    }

    /** What executing an instruction does besides computing its value. */
    public enum Effect {
        /** Nothing: may be merged, moved anywhere its arguments are, removed. */
        PURE,
        /** Nothing, but must not be executed where the program would not have (divisor 0). */
        TRAPS,
        /** Reads memory of its kind; its address must be valid. */
        READS,
        /** Writes memory of its kind. */
        WRITES,
        /** Makes a fresh object; removable when unused. May collect garbage. */
        ALLOCATES,
        /** As {@link Aux.CallEffect} says; worker accesses count as ANY. */
        CALLS,
        /** Part of the call it projects; stays directly behind it. */
        PROJECTS,
        /** May be moved over memory operations but not removed. */
        POLLS,
        /** Ends its block. */
        ENDS
    }

    private final int arity;
    private final Rule rule;
    private final Effect effect;
    private final Aux.Kind aux;
    private final boolean commutative;
    private final String meaning;
    private final String text;

    Opcode(int arity, Rule rule, Effect effect, Aux.Kind aux, String meaning) {
        this(arity, rule, effect, aux, false, meaning);
    }

    Opcode(int arity, Rule rule, Effect effect, Aux.Kind aux, boolean commutative, String meaning) {
        this.arity = arity;
        this.rule = rule;
        this.effect = effect;
        this.aux = aux;
        this.commutative = commutative;
        this.meaning = meaning;
        this.text = name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Number of arguments (edge arguments apart), -1 where it varies. */
    public int arity() {
        return arity;
    }

    public Rule rule() {
        return rule;
    }

    public Effect effect() {
        return effect;
    }

    public Aux.Kind aux() {
        return aux;
    }

    public boolean isCommutative() {
        return commutative;
    }

    /** One line for the reader. */
    public String meaning() {
        return meaning;
    }

    /** The word of the textual form. */
    public String text() {
        return text;
    }

    public boolean isTerminator() {
        return effect == Effect.ENDS;
    }

    public boolean isConstant() {
        return this == ICONST || this == FCONST || this == NULL || this == SYMBOL_ADDR;
    }

    public boolean isCall() {
        return this == CALL || this == CALL_INDIRECT || this == CALL_RUNTIME;
    }

    /** True for EQ to UGE: comparisons of integers or references. */
    public boolean isIntCompare() {
        return rule == Rule.COMPARE;
    }

    public boolean isFloatCompare() {
        return rule == Rule.FCOMPARE;
    }

    public boolean isCompare() {
        return rule == Rule.COMPARE || rule == Rule.FCOMPARE;
    }

    public boolean isLoad() {
        return this == LOAD || this == LOAD_INDEXED;
    }

    public boolean isStore() {
        return this == STORE || this == STORE_INDEXED;
    }

    /** The integer comparison that is true exactly where this one is false. Requires {@link #isIntCompare}. */
    public Opcode negated() {
        return switch (this) {
            case EQ -> NE;
            case NE -> EQ;
            case SLT -> SGE;
            case SLE -> SGT;
            case SGT -> SLE;
            case SGE -> SLT;
            case ULT -> UGE;
            case ULE -> UGT;
            case UGT -> ULE;
            case UGE -> ULT;
            case FEQ -> FNE;
            case FNE -> FEQ;
            default -> throw new IllegalStateException("no negation of " + this);
        };
    }

    /** The comparison with its arguments exchanged. Requires {@link #isCompare}. */
    public Opcode swapped() {
        return switch (this) {
            case EQ, NE, FEQ, FNE -> this;
            case SLT -> SGT;
            case SLE -> SGE;
            case SGT -> SLT;
            case SGE -> SLE;
            case ULT -> UGT;
            case ULE -> UGE;
            case UGT -> ULT;
            case UGE -> ULE;
            case FLT -> FGT;
            case FLE -> FGE;
            case FGT -> FLT;
            case FGE -> FLE;
            default -> throw new IllegalStateException("not a comparison: " + this);
        };
    }
}
