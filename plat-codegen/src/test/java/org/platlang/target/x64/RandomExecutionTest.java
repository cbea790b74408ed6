package org.platlang.target.x64;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.platlang.ir.Function;
import org.platlang.ir.FunctionBuilder;
import org.platlang.ir.Interpreter;
import org.platlang.ir.IrType;
import org.platlang.ir.IrVerifier;
import org.platlang.ir.Module;
import org.platlang.ir.Opcode;
import org.platlang.ir.StaticData;
import org.platlang.opt.Pipeline;

/** Random functions: allocation passes its checker, and native code agrees with the interpreter at both levels. */
class RandomExecutionTest {
    private static final long FUEL = 200_000;

    @TempDir
    Path directory;

    @Test
    void nativeCodeAgreesWithTheInterpreter() throws Exception {
        agree(Integer.getInteger("plat.random.seed", 1), Integer.getInteger("plat.random.count", 60), 0);
    }

    @Test
    void optimizedNativeCodeAgreesWithTheInterpreter() throws Exception {
        agree(Integer.getInteger("plat.random.seed", 1) + 500, Integer.getInteger("plat.random.count", 60), 2);
    }

    private void agree(int seed, int count, int level) throws Exception {
        Random random = new Random(seed);
        Module m = build(random, count);
        IrVerifier.check(m, "generated");
        List<NativeRun.Call> calls = new ArrayList<>();
        List<long[]> expected = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < 4; k++) {
                long[] args = arguments(random);
                try {
                    long[] r = new Interpreter(m, FUEL).call("random" + i, args);
                    for (int n = 0; n < r.length; n++) {
                        r[n] = NativeRun.mask(RandomFunctions.RESULTS.get(n), r[n]);
                    }
                    expected.add(r);
                    calls.add(new NativeRun.Call("random" + i, args));
                } catch (Interpreter.OutOfFuel e) {
                    // too long for a test
                }
            }
        }
        assertTrue(calls.size() > count);
        Module same = build(new Random(seed), count);
        Function mix = same.function("test.mix").orElseThrow();
        mix.setInlining(Function.Inlining.NEVER);
        if (level > 0) {
            Pipeline.run(same, Pipeline.Options.level(level));
            for (int i = 0; i < calls.size(); i++) {
                NativeRun.Call c = calls.get(i);
                long[] r = new Interpreter(same, FUEL).call(c.function(), c.args());
                for (int n = 0; n < r.length; n++) {
                    r[n] = NativeRun.mask(RandomFunctions.RESULTS.get(n), r[n]);
                }
                assertEquals(
                        Arrays.toString(expected.get(i)),
                        Arrays.toString(r),
                        () -> "passes: seed " + seed + " " + c.function());
            }
        }
        same.remove(mix); // the native one is in the stubs, and overwrites what a call may
        same.add(new StaticData("desc", StaticData.Section.DATA, 8, false, List.of(new StaticData.Item.Zero(40))));
        List<long[]> results = NativeRun.run(same, calls, directory);
        for (int i = 0; i < calls.size(); i++) {
            NativeRun.Call c = calls.get(i);
            assertEquals(
                    Arrays.toString(expected.get(i)),
                    Arrays.toString(results.get(i)),
                    () -> "seed " + seed + " " + c.function() + Arrays.toString(c.args()));
        }
    }

    private static Module build(Random random, int count) {
        Module m = new Module();
        FunctionBuilder mix = new FunctionBuilder("test.mix", List.of(IrType.I64, IrType.I64), List.of(IrType.I64));
        mix.ret(mix.binary(Opcode.ADD, mix.binary(Opcode.MUL, mix.param(0), mix.i64(3)), mix.param(1)));
        m.add(mix.finish());
        List<String> callees = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = "random" + i;
            m.add(RandomFunctions.make(random, name, callees, 20 + random.nextInt(120), random.nextInt(30)));
            if (i < 10) {
                callees.add(name);
            }
        }
        return m;
    }

    private static long[] arguments(Random random) {
        long[] args = new long[RandomFunctions.PARAMS.size()];
        for (int i = 0; i < args.length; i++) {
            args[i] = switch (RandomFunctions.PARAMS.get(i)) {
                case F64 -> Double.doubleToRawLongBits(random.nextInt(100) / 8.0 - 5);
                case F32 -> Float.floatToRawIntBits(random.nextInt(100) / 8f - 5) & 0xFFFF_FFFFL;
                default -> random.nextInt(3) == 0 ? random.nextInt(10) : random.nextLong();
            };
        }
        return args;
    }
}
