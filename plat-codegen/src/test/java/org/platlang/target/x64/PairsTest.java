package org.platlang.target.x64;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.platlang.ir.Aux;
import org.platlang.ir.Block;
import org.platlang.ir.Function;
import org.platlang.ir.FunctionBuilder;
import org.platlang.ir.Interpreter;
import org.platlang.ir.IrType;
import org.platlang.ir.MemKind;
import org.platlang.ir.Module;
import org.platlang.ir.Opcode;
import org.platlang.ir.StaticData;
import org.platlang.ir.Value;
import org.platlang.mach.CodegenOptions;
import org.platlang.opt.Pipeline;

/**
 * Loops whose neighbouring trips are done as lanes of vectors give what they give one by one: over two buffers, over one
 * buffer that is both read and written at a distance, and with more vectors than there are registers.
 */
class PairsTest {
    private static final int ELEMENTS = 27;
    private static final MemKind CELLS = MemKind.element("Float64", 0);

    @TempDir
    Path directory;

    @Test
    void lanesComputeWhatTripsCompute() throws Exception {
        Module module = module();
        List<NativeRun.Call> calls = new ArrayList<>();
        List<long[]> expected = new ArrayList<>();
        for (String name : List.of("one", "many")) {
            for (long shared = 0; shared < 2; shared++) {
                for (long distance = 0; distance < 4; distance++) {
                    for (long trips : new long[] {0, 1, 2, 3, 8, 15, 23}) {
                        long[] args = {shared, distance, trips};
                        calls.add(new NativeRun.Call(name, args));
                        long[] r = new Interpreter(module, 1_000_000).call(name, args);
                        expected.add(new long[] {NativeRun.mask(IrType.F64, r[0])});
                    }
                }
            }
        }
        Module optimized = module();
        Pipeline.run(optimized, Pipeline.Options.level(2));
        optimized.add(new StaticData("desc", StaticData.Section.DATA, 8, false, List.of(new StaticData.Item.Zero(40))));
        String assembly = X64Target.compile(optimized, new CodegenOptions(false, ".", true))
                .toString();
        String many = assembly.substring(assembly.indexOf("\nmany:"));
        assertTrue(assembly.substring(0, assembly.indexOf("\nmany:")).contains("mulpd"), assembly);
        assertTrue(many.contains("mulpd"), assembly);
        List<long[]> results = NativeRun.run(optimized, calls, directory);
        for (int i = 0; i < calls.size(); i++) {
            NativeRun.Call c = calls.get(i);
            assertEquals(
                    Arrays.toString(expected.get(i)),
                    Arrays.toString(results.get(i)),
                    () -> c.function() + Arrays.toString(c.args()));
        }
    }

    private static Module module() {
        Module m = new Module();
        m.add(kernel("one", 1));
        m.add(kernel("many", 16));
        return m;
    }

    /** {@code for i in 0..trips: a[i] = ((a[i] + b[i + distance] * s0) * s1 ...)}, b being a where shared. */
    private static Function kernel(String name, int scalars) {
        FunctionBuilder b = new FunctionBuilder(name, List.of(IrType.I8, IrType.I32, IrType.I32), List.of(IrType.F64));
        Value first = b.alloc("desc", 16 + 8 * ELEMENTS);
        Value second = b.alloc("desc", 16 + 8 * ELEMENTS);
        b.store(first, 8, b.i32(ELEMENTS), MemKind.ARRAY_LENGTH);
        b.store(second, 8, b.i32(ELEMENTS), MemKind.ARRAY_LENGTH);
        Value other = b.select(b.param(0), first, second);
        // As lowering says it of a list's buffer: so the lengths are read before the loop.
        for (Value buffer : List.of(first, second, other)) {
            buffer.setObjectOf(MemKind.BUFFER);
        }
        Value[] s = new Value[scalars];
        for (int i = 0; i < scalars; i++) {
            s[i] = b.binary(
                    Opcode.FADD, b.convert(Opcode.ITOF, IrType.F64, b.param(1)), b.fconst(IrType.F64, 0.5 + i / 16.0));
        }
        int result = b.variable(IrType.F64);
        b.write(result, b.fconst(IrType.F64, 0));
        loop(b, b.i32(ELEMENTS), i -> {
            element(b, first, i, b.convert(Opcode.ITOF, IrType.F64, i));
            element(b, second, i, b.convert(Opcode.ITOF, IrType.F64, b.binary(Opcode.SUB, b.i32(9), i)));
        });
        loop(b, b.param(2), i -> {
            Value v = b.binary(
                    Opcode.FADD,
                    element(b, first, i),
                    b.binary(Opcode.FMUL, s[0], element(b, other, b.binary(Opcode.ADD, i, b.param(1)))));
            for (int k = 1; k < scalars; k++) {
                v = b.binary(k % 3 == 0 ? Opcode.FMUL : k % 3 == 1 ? Opcode.FSUB : Opcode.FADD, v, s[k]);
            }
            element(b, first, i, v);
        });
        loop(b, b.i32(ELEMENTS), i -> {
            Value sum = b.binary(Opcode.FMUL, b.read(result), b.fconst(IrType.F64, 1.25));
            b.write(result, b.binary(Opcode.FADD, sum, element(b, first, i)));
        });
        Value rest = b.read(result);
        for (Value scalar : s) {
            rest = b.binary(Opcode.FADD, rest, scalar);
        }
        b.ret(rest);
        return b.finish();
    }

    private interface Body {
        void at(Value i);
    }

    private static void loop(FunctionBuilder b, Value trips, Body body) {
        int counter = b.variable(IrType.I32);
        b.write(counter, b.i32(0));
        Block head = b.createBlock();
        Block inside = b.createBlock();
        Block end = b.createBlock();
        b.jump(head);
        b.switchTo(head);
        b.branch(b.binary(Opcode.SLT, b.read(counter), trips), inside, end);
        b.switchToSealed(inside);
        body.at(b.read(counter));
        b.write(counter, b.binary(Opcode.ADD, b.read(counter), b.i32(1)));
        b.jump(head);
        b.seal(head);
        b.switchToSealed(end);
    }

    private static Value checked(FunctionBuilder b, Value buffer, Value i) {
        Value length = b.load(IrType.I32, buffer, 8, MemKind.ARRAY_LENGTH);
        Block inside = b.createBlock();
        Block outside = b.createColdBlock();
        b.branch(b.binary(Opcode.ULT, i, length), inside, outside, Aux.Likely.LIKELY);
        b.switchToSealed(outside);
        b.callRuntime("plat_panic_index", Aux.CallEffect.NORETURN, List.of(), List.of(i, length));
        b.unreachable();
        b.switchToSealed(inside);
        return b.convert(Opcode.ZEXT, IrType.I64, i);
    }

    private static Value element(FunctionBuilder b, Value buffer, Value i) {
        return b.loadIndexed(IrType.F64, buffer, checked(b, buffer, i), 8, 16, CELLS);
    }

    private static void element(FunctionBuilder b, Value buffer, Value i, Value v) {
        b.storeIndexed(buffer, checked(b, buffer, i), 8, 16, v, CELLS);
    }
}
