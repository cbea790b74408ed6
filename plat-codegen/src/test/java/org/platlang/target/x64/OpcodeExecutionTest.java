package org.platlang.target.x64;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.platlang.ir.FunctionBuilder;
import org.platlang.ir.Interpreter;
import org.platlang.ir.IrType;
import org.platlang.ir.Module;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;

/** Every computing opcode on every type, with values at the edges: native code gives what the interpreter gives. */
class OpcodeExecutionTest {
    private static final long[] INTEGERS = {
        0,
        1,
        2,
        3,
        7,
        31,
        32,
        63,
        64,
        100,
        127,
        128,
        255,
        256,
        0x7FFF,
        0x8000,
        0x7FFF_FFFFL,
        0x8000_0000L,
        0xFFFF_FFFFL,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1,
        -2,
        -128,
        -32768,
        -0x8000_0000L,
        0x1234_5678_9ABC_DEF0L
    };
    private static final double[] FLOATS = {
        0.0,
        -0.0,
        1,
        -1,
        0.5,
        -0.5,
        1.5,
        2.5,
        1e10,
        -1e10,
        2147483647,
        2147483648.0,
        -2147483648.0,
        -2147483649.0,
        9.2e18,
        9.3e18,
        -9.3e18,
        1e300,
        -1e300,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MIN_VALUE
    };

    private final Module module = new Module();
    private final List<NativeRun.Call> calls = new ArrayList<>();

    @TempDir
    Path directory;

    @Test
    void everyOpcodeComputesWhatTheInterpreterComputes() throws Exception {
        for (Opcode op : Opcode.values()) {
            switch (op.rule()) {
                case INT_SAME -> {
                    for (IrType t : List.of(IrType.I8, IrType.I16, IrType.I32, IrType.I64)) {
                        if ((op != Opcode.MULHI && op != Opcode.UMULHI) || t == IrType.I64) {
                            arithmetic(op, t, t);
                        }
                    }
                }
                case COMPARE -> {
                    for (IrType t : List.of(IrType.I8, IrType.I16, IrType.I32, IrType.I64)) {
                        arithmetic(op, t, IrType.I8);
                    }
                }
                case FLOAT_SAME -> {
                    arithmetic(op, IrType.F32, IrType.F32);
                    arithmetic(op, IrType.F64, IrType.F64);
                }
                case FCOMPARE -> {
                    arithmetic(op, IrType.F32, IrType.I8);
                    arithmetic(op, IrType.F64, IrType.I8);
                    branchOn(op, IrType.F64);
                    selectOn(op, IrType.F32);
                }
                case INT_TO_FLOAT, FLOAT_TO_INT, FLOAT_TO_FLOAT, WIDEN, NARROW, SAME_SIZE -> conversions(op);
                default -> {}
            }
        }
        List<long[]> results = NativeRun.run(module, calls, directory);
        for (int i = 0; i < calls.size(); i++) {
            NativeRun.Call c = calls.get(i);
            IrType t = module.function(c.function()).orElseThrow().results().get(0);
            long expected = NativeRun.mask(t, new Interpreter(module, 1000).call(c.function(), c.args())[0]);
            assertEquals(
                    Long.toHexString(expected),
                    Long.toHexString(results.get(i)[0]),
                    () -> c.function() + " of " + java.util.Arrays.toString(c.args()));
        }
    }

    private static boolean divides(Opcode op) {
        return op == Opcode.SDIV || op == Opcode.SREM;
    }

    /** The function itself, and one with each of some constants as its second argument. */
    private void arithmetic(Opcode op, IrType t, IrType result) {
        String name = op.text() + " " + t.text();
        if (op.arity() == 1) {
            FunctionBuilder b = new FunctionBuilder(name, List.of(t), List.of(result));
            b.ret(b.unary(op, b.param(0)));
            module.add(b.finish());
            for (long x : inputs(t)) {
                calls.add(new NativeRun.Call(name, new long[] {x}));
            }
            return;
        }
        FunctionBuilder b = new FunctionBuilder(name, List.of(t, t), List.of(result));
        b.ret(b.binary(op, b.param(0), b.param(1)));
        module.add(b.finish());
        for (long x : inputs(t)) {
            for (long y : inputs(t)) {
                if (!divides(op) || t.wrap(y) != 0) {
                    calls.add(new NativeRun.Call(name, new long[] {x, y}));
                }
            }
        }
        if (t.isInteger()) {
            for (long y : new long[] {0, 1, 5, 8, -1, 100, 1L << 40, Long.MIN_VALUE}) {
                if (!divides(op) || t.wrap(y) != 0) {
                    String constant = name + " by " + y;
                    FunctionBuilder k = new FunctionBuilder(constant, List.of(t), List.of(result));
                    k.ret(k.binary(op, k.param(0), k.iconst(t, y)));
                    module.add(k.finish());
                    for (long x : inputs(t)) {
                        calls.add(new NativeRun.Call(constant, new long[] {x}));
                    }
                }
            }
        }
    }

    private void branchOn(Opcode op, IrType t) {
        String name = "branch " + op.text();
        FunctionBuilder b = new FunctionBuilder(name, List.of(t, t), List.of(IrType.I32));
        var yes = b.createBlock();
        var no = b.createBlock();
        b.branch(b.binary(op, b.param(0), b.param(1)), yes, no);
        b.switchToSealed(yes);
        b.ret(b.i32(1));
        b.switchToSealed(no);
        b.ret(b.i32(2));
        module.add(b.finish());
        pairs(name, t);
    }

    private void selectOn(Opcode op, IrType t) {
        for (IrType of : List.of(IrType.I64, IrType.F64)) {
            String name = "select " + of.text() + " " + op.text();
            FunctionBuilder b = new FunctionBuilder(name, List.of(t, t, of, of), List.of(of));
            b.ret(b.select(b.binary(op, b.param(0), b.param(1)), b.param(2), b.param(3)));
            module.add(b.finish());
            for (long x : inputs(t)) {
                for (long y : inputs(t)) {
                    calls.add(new NativeRun.Call(name, new long[] {x, y, 111, 222}));
                }
            }
        }
    }

    private void pairs(String name, IrType t) {
        for (long x : inputs(t)) {
            for (long y : inputs(t)) {
                calls.add(new NativeRun.Call(name, new long[] {x, y}));
            }
        }
    }

    private void conversions(Opcode op) {
        List<IrType> ints = List.of(IrType.I8, IrType.I16, IrType.I32, IrType.I64);
        List<IrType> wide = List.of(IrType.I32, IrType.I64);
        List<IrType> reals = List.of(IrType.F32, IrType.F64);
        switch (op) {
            case SEXT, ZEXT -> {
                for (IrType from : ints) {
                    for (IrType to : ints) {
                        if (to.bytes() > from.bytes()) {
                            convert(op, from, to);
                        }
                    }
                }
            }
            case TRUNC -> {
                for (IrType from : ints) {
                    for (IrType to : ints) {
                        if (to.bytes() < from.bytes()) {
                            convert(op, from, to);
                        }
                    }
                }
            }
            case ITOF -> wide.forEach(from -> reals.forEach(to -> convert(op, from, to)));
            case FTOI -> reals.forEach(from -> wide.forEach(to -> convert(op, from, to)));
            case FCONV -> {
                convert(op, IrType.F32, IrType.F64);
                convert(op, IrType.F64, IrType.F32);
            }
            case BITCAST -> {
                convert(op, IrType.F32, IrType.I32);
                convert(op, IrType.I32, IrType.F32);
                convert(op, IrType.F64, IrType.I64);
                convert(op, IrType.I64, IrType.F64);
            }
            default -> throw new IllegalStateException("conversion without a test: " + op);
        }
    }

    private void convert(Opcode op, IrType from, IrType to) {
        String name = op.text() + " " + from.text() + " " + to.text();
        FunctionBuilder b = new FunctionBuilder(name, List.of(from), List.of(to));
        Value converted = b.convert(op, to, b.param(0));
        b.ret(converted);
        module.add(b.finish());
        for (long x : inputs(from)) {
            calls.add(new NativeRun.Call(name, new long[] {x}));
        }
    }

    private static long[] inputs(IrType t) {
        if (!t.isFloat()) {
            return INTEGERS;
        }
        long[] bits = new long[FLOATS.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = t == IrType.F32
                    ? Float.floatToRawIntBits((float) FLOATS[i]) & 0xFFFF_FFFFL
                    : Double.doubleToRawLongBits(FLOATS[i]);
        }
        return bits;
    }
}
