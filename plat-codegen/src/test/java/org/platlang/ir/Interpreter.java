package org.platlang.ir;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.platlang.abi.RuntimeAbi;

/**
 * Executes SSA as {@link Opcode} says: the oracle of the pass tests. Memory is flat and bump-allocated; addresses are
 * plain numbers. What a program can be observed by is collected in {@link #trace}: calls with any effect, with their
 * arguments, in order. A runtime call returns a number mixed from its name and arguments (and, with an effect, the
 * length of the trace), so that merging or moving calls wrongly shows.
 */
public final class Interpreter {
    /** The program did what a Plat program never does: a bug of the test or a pass. */
    public static final class Fault extends RuntimeException {
        private static final long serialVersionUID = 1;

        Fault(String message) {
            super(message);
        }
    }

    /** Ran longer than allowed. */
    public static final class OutOfFuel extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Ended in UNREACHABLE behind a call that never returns: a panic, which ends the program. */
    public static final class Panic extends RuntimeException {
        private static final long serialVersionUID = 1;

        Panic(String message) {
            super(message);
        }
    }

    /** A runtime function that raises for some arguments. */
    public static final String MAY_RAISE = "plat_may_raise";

    private final Module module;
    private byte[] heap = new byte[4096];
    private int top = 64;
    private final long[] worker = new long[64];
    private long fuel;
    public final List<String> trace = new ArrayList<>();
    /** How many objects the program has made. */
    public int allocations;

    public Interpreter(Module module, long fuel) {
        this.module = module;
        this.fuel = fuel;
    }

    /** Makes {@code size} zero bytes with a descriptor word; returns the address. */
    public long allocate(int size) {
        int address = top;
        top += (size + 15) & ~15;
        while (top > heap.length) {
            heap = java.util.Arrays.copyOf(heap, heap.length * 2);
        }
        return address;
    }

    /** Calls a function with scalars as raw bits (floats as their IEEE bits); returns the results likewise. */
    public long[] call(String symbol, long... args) {
        Function f = module.function(symbol).orElseThrow(() -> new Fault("no function " + symbol));
        long[] regs = new long[f.valueIdLimit()];
        for (int i = 0; i < args.length; i++) {
            regs[f.params().get(i).id()] = canonical(f.params().get(i).type(), args[i]);
        }
        Block block = f.entry();
        while (true) {
            @Nullable Edge taken = null;
            long[] projections = new long[0];
            execution:
            for (Value v = block.first(); v != null; v = v.next()) {
                if (fuel-- <= 0) {
                    throw new OutOfFuel();
                }
                switch (v.op()) {
                    case JUMP -> taken = block.successor(0);
                    case BRANCH -> {
                        long c = regs[v.arg(0).id()];
                        if (c != 0 && c != 1) {
                            throw new Fault("a condition is " + c + ": " + v);
                        }
                        taken = block.successor(c == 1 ? 0 : 1);
                    }
                    case SWITCH -> {
                        List<Long> keys = ((Aux.Switch) v.aux()).keys();
                        int i = keys.indexOf(regs[v.arg(0).id()]);
                        taken = block.successor(i < 0 ? keys.size() : i);
                    }
                    case RETURN -> {
                        long[] results = new long[v.argCount()];
                        for (int i = 0; i < results.length; i++) {
                            results[i] = regs[v.arg(i).id()];
                        }
                        return results;
                    }
                    case UNREACHABLE -> throw new Panic(trace.isEmpty() ? "" : trace.get(trace.size() - 1));
                    case TRY -> taken = block.successor(0);
                    case CALL_INDIRECT -> {
                        long[] a = new long[v.argCount() - 1];
                        for (int i = 0; i < a.length; i++) {
                            a[i] = regs[v.arg(i + 1).id()];
                        }
                        String callee = symbolAt(regs[v.arg(0).id()]);
                        try {
                            projections = call(callee, a);
                        } catch (Panic raised) {
                            taken = landingPad(v, raised);
                            break execution;
                        }
                        if (v.type() != IrType.VOID) {
                            regs[v.id()] = projections[0];
                        }
                    }
                    case CALL, CALL_RUNTIME -> {
                        long[] a = new long[v.argCount()];
                        for (int i = 0; i < a.length; i++) {
                            a[i] = regs[v.arg(i).id()];
                        }
                        try {
                            projections = v.op() == Opcode.CALL
                                            && module.function(v.symbol()).isPresent()
                                    ? call(v.symbol(), a)
                                    : outside(v.call(), a);
                        } catch (Panic raised) {
                            taken = landingPad(v, raised);
                            break execution;
                        }
                        if (v.type() != IrType.VOID) {
                            regs[v.id()] = projections[0];
                        }
                    }
                    case PROJ -> regs[v.id()] = projections[(int) v.intValue()];
                    case STORE, STORE_INDEXED -> {
                        Value stored = v.arg(v.argCount() - 1);
                        int header = v.mem().header();
                        long bits = regs[stored.id()];
                        long word = header == 0 ? bits : bits << RuntimeAbi.HEADER_REFERENCE_SHIFT | header;
                        write(address(v, regs), stored.type().bytes(), word);
                    }
                    case POLL -> {}
                    case WORKER_STORE ->
                        worker[(int) v.intValue() / 8] = regs[v.arg(0).id()];
                    default -> regs[v.id()] = canonical(v.type(), compute(v, regs));
                }
            }
            if (taken == null) {
                throw new Fault("block without terminator");
            }
            long[] passed = new long[taken.args().size()];
            for (int i = 0; i < passed.length; i++) {
                passed[i] = regs[taken.arg(i).id()];
            }
            block = taken.to();
            for (int i = 0; i < passed.length; i++) {
                regs[block.param(i).id()] = passed[i];
            }
        }
    }

    /** The unwind edge of a call that has raised; out of the function where it is not guarded. */
    private static Edge landingPad(Value raiser, Panic raised) {
        if (!raiser.isGuarded()) {
            throw raised;
        }
        return raiser.block().successor(1);
    }

    private long[] outside(Aux.Call c, long[] args) {
        long mix = c.symbol().hashCode();
        for (long a : args) {
            mix = mix * 0x9E3779B97F4A7C15L + a + (mix >>> 29);
        }
        if (c.effect().ordinal() > Aux.CallEffect.READS.ordinal()) {
            StringBuilder line = new StringBuilder(c.symbol());
            for (long a : args) {
                line.append(' ').append(a);
            }
            trace.add(line.toString());
            if (c.effect() == Aux.CallEffect.NORETURN || c.symbol().equals(MAY_RAISE) && (mix >>> 40) % 3 == 0) {
                throw new Panic(line.toString());
            }
            mix += trace.size() * 77L;
        }
        long[] results = new long[c.results().size()];
        for (int i = 0; i < results.length; i++) {
            results[i] = canonical(c.results().get(i), mix + i * 1234567L);
        }
        return results;
    }

    private static long canonical(IrType t, long v) {
        return t.isInteger() ? t.wrap(v) : v;
    }

    private int address(Value v, long[] regs) {
        Aux.Mem m = v.mem();
        long a = regs[v.arg(0).id()] + m.offset();
        if (m.stride() != 0) {
            a += regs[v.arg(1).id()] * m.stride();
        }
        if (regs[v.arg(0).id()] == 0) {
            throw new Fault("null base: " + v);
        }
        return (int) a;
    }

    public long read(int address, int bytes) {
        if (address < 64 || address + bytes > top) {
            throw new Fault("read outside memory at " + address);
        }
        long v = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            v = v << 8 | (heap[address + i] & 0xFF);
        }
        return v;
    }

    public void write(int address, int bytes, long v) {
        if (address < 64 || address + bytes > top) {
            throw new Fault("write outside memory at " + address);
        }
        for (int i = 0; i < bytes; i++) {
            heap[address + i] = (byte) (v >> (8 * i));
        }
    }

    /** The reference in an object's first word, whose header must be as the access has it. */
    private static long besideHeader(Value load, long word) {
        if ((word & 0xFFFF) != load.mem().header()) {
            throw new Fault("header " + (word & 0xFFFF) + ": " + load);
        }
        return word >>> RuntimeAbi.HEADER_REFERENCE_SHIFT;
    }

    private long compute(Value v, long[] r) {
        IrType t = v.type();
        long a = v.argCount() > 0 ? r[v.arg(0).id()] : 0;
        long b = v.argCount() > 1 ? r[v.arg(1).id()] : 0;
        IrType at = v.argCount() > 0 ? v.arg(0).type() : t;
        int mask = t.bits() - 1;
        return switch (v.op()) {
            case ICONST -> v.intValue();
            case FCONST -> bits(t, v.floatValue());
            case NULL -> 0;
            case SYMBOL_ADDR -> v.symbol().hashCode();
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case MULHI -> Math.multiplyHigh(a, b);
            case UMULHI -> Math.unsignedMultiplyHigh(a, b);
            case SDIV -> {
                if (b == 0) {
                    throw new Fault("division by zero: " + v);
                }
                yield b == -1 ? -a : a / b;
            }
            case SREM -> {
                if (b == 0) {
                    throw new Fault("remainder by zero: " + v);
                }
                yield b == -1 ? 0 : a % b;
            }
            case NEG -> -a;
            case AND -> a & b;
            case OR -> a | b;
            case XOR -> a ^ b;
            case NOT -> ~a;
            case SHL -> a << (b & mask);
            case SHR -> a >> (b & mask);
            case USHR -> t.zeroExtend(a) >>> (b & mask);
            case CLZ -> Long.numberOfLeadingZeros(t.zeroExtend(a)) - (64 - t.bits());
            case CTZ -> Math.min(Long.numberOfTrailingZeros(a), t.bits());
            case POPCNT -> Long.bitCount(t.zeroExtend(a));
            case EQ -> bool(a == b);
            case NE -> bool(a != b);
            case SLT -> bool(a < b);
            case SLE -> bool(a <= b);
            case SGT -> bool(a > b);
            case SGE -> bool(a >= b);
            case ULT -> bool(Long.compareUnsigned(a, b) < 0);
            case ULE -> bool(Long.compareUnsigned(a, b) <= 0);
            case UGT -> bool(Long.compareUnsigned(a, b) > 0);
            case UGE -> bool(Long.compareUnsigned(a, b) >= 0);
            case FEQ -> bool(real(at, a) == real(at, b));
            case FNE -> bool(real(at, a) != real(at, b));
            case FLT -> bool(real(at, a) < real(at, b));
            case FLE -> bool(real(at, a) <= real(at, b));
            case FGT -> bool(real(at, a) > real(at, b));
            case FGE -> bool(real(at, a) >= real(at, b));
            case FADD -> bits(t, real(t, a) + real(t, b));
            case FSUB -> bits(t, real(t, a) - real(t, b));
            case FMUL -> bits(t, real(t, a) * real(t, b));
            case FDIV -> bits(t, real(t, a) / real(t, b));
            case FNEG -> t == IrType.F32 ? (a ^ 0x8000_0000L) & 0xFFFF_FFFFL : a ^ Long.MIN_VALUE;
            case FABS -> t == IrType.F32 ? a & 0x7FFF_FFFFL : a & Long.MAX_VALUE;
            case FSQRT -> bits(t, Math.sqrt(real(t, a)));
            case SEXT, TRUNC -> a;
            case ZEXT -> at.zeroExtend(a);
            case ITOF -> t == IrType.F32 ? Float.floatToRawIntBits((float) a) & 0xFFFF_FFFFL : bits(t, (double) a);
            case FTOI -> t == IrType.I32 ? (int) real(at, a) : (long) real(at, a);
            case FCONV -> bits(t, real(at, a));
            case BITCAST -> t == IrType.F32 ? a & 0xFFFF_FFFFL : a;
            case SELECT -> {
                if (a != 0 && a != 1) {
                    throw new Fault("a condition is " + a + ": " + v);
                }
                yield a == 1 ? b : r[v.arg(2).id()];
            }
            case LOAD, LOAD_INDEXED -> {
                long raw = read(address(v, r), t.bytes());
                yield v.mem().header() == 0 ? raw : besideHeader(v, raw);
            }
            case ALLOC -> {
                allocations++;
                Aux.Alloc alloc = (Aux.Alloc) v.aux();
                long object = allocate(alloc.size());
                write((int) object, 8, alloc.header());
                yield object;
            }
            case WORKER_LOAD -> worker[(int) v.intValue() / 8];
            case PARAM,
                    STORE,
                    STORE_INDEXED,
                    WORKER_STORE,
                    CALL,
                    CALL_INDIRECT,
                    CALL_RUNTIME,
                    PROJ,
                    POLL,
                    JUMP,
                    BRANCH,
                    SWITCH,
                    TRY,
                    RETURN,
                    UNREACHABLE -> throw new Fault("not a computation: " + v);
        };
    }

    /** The function whose address {@code SYMBOL_ADDR} gives as this number. */
    private String symbolAt(long address) {
        for (Function f : module.functions()) {
            if (f.symbol().hashCode() == address) {
                return f.symbol();
            }
        }
        throw new Fault("no function at " + address);
    }

    private static long bool(boolean b) {
        return b ? 1 : 0;
    }

    private static double real(IrType t, long bits) {
        return t == IrType.F32 ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits);
    }

    private static long bits(IrType t, double v) {
        return t == IrType.F32 ? Float.floatToRawIntBits((float) v) & 0xFFFF_FFFFL : Double.doubleToRawLongBits(v);
    }
}
