package org.platlang.opt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.platlang.ir.Aux;
import org.platlang.ir.Block;
import org.platlang.ir.FunctionBuilder;
import org.platlang.ir.Interpreter;
import org.platlang.ir.IrType;
import org.platlang.ir.IrVerifier;
import org.platlang.ir.MemKind;
import org.platlang.ir.Module;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;

/**
 * Random functions that make, copy, change, compare and hand out objects: with {@link ScalarReplacement} they do the same
 * and allocate no more, all together less than half.
 */
final class RandomObjectsTest {
    private static final int PROGRAMS = Integer.getInteger("programs", 5000);
    private static final long FUEL = 20_000;
    private static final MemKind COUNT = MemKind.field("Object", 8);
    private static final MemKind LINK = MemKind.field("Object", 16);
    private static final int HEADER = 7;

    /** Makes one function of (i64) that returns an i64. */
    private static final class Maker {
        private final Random random;
        private final FunctionBuilder b = new FunctionBuilder("f", List.of(IrType.I64), List.of(IrType.I64));
        private final List<Integer> objects = new ArrayList<>();
        private final int sum = b.variable(IrType.I64);
        private final int fuel = b.variable(IrType.I64);
        private final boolean changing;
        /** The link lies beside the header. */
        private final boolean beside;

        private final int escapes;
        private int budget;

        Maker(Random random, boolean beside) {
            this.random = random;
            this.changing = random.nextBoolean();
            this.beside = beside;
            this.escapes = random.nextInt(3);
            this.budget = 4 + random.nextInt(18);
            b.write(sum, b.param(0));
            b.write(fuel, b.i64(random.nextInt(12)));
            int count = 1 + random.nextInt(3);
            for (int i = 0; i < count; i++) {
                objects.add(b.variable(IrType.REF));
                b.write(objects.get(i), random.nextInt(3) == 0 ? b.nullRef() : make());
            }
        }

        private Aux.Mem link() {
            return linkOf(beside, changing ? LINK : MemKind.IMMUTABLE);
        }

        int object() {
            return objects.get(random.nextInt(objects.size()));
        }

        /** A new object, with its fields. */
        Value make() {
            Value count = b.binary(Opcode.ADD, b.read(sum), b.i64(random.nextInt(5)));
            Value object = b.alloc("object", 24, beside ? HEADER : 0);
            b.store(object, 8, count, changing ? COUNT : MemKind.IMMUTABLE);
            if (!objects.isEmpty() && random.nextInt(4) == 0) {
                b.store(object, link(), b.read(object()));
            }
            return object;
        }

        void add(Value v) {
            b.write(sum, b.binary(Opcode.ADD, b.binary(Opcode.MUL, b.read(sum), b.i64(3)), v));
        }

        Value condition() {
            return b.binary(Opcode.NE, b.binary(Opcode.AND, b.read(sum), b.i64(1 << random.nextInt(3))), b.i64(0));
        }

        /** What is done with an object that is there. */
        void use(Value object) {
            switch (random.nextInt(changing ? 5 : 3)) {
                case 0, 1 -> add(b.load(IrType.I64, object, 8, changing ? COUNT : MemKind.IMMUTABLE));
                case 2 -> {
                    Value link = b.load(IrType.REF, object, link());
                    if (random.nextBoolean()) {
                        b.write(object(), link);
                    } else {
                        ifObject(link, () -> add(b.load(IrType.I64, link, 8, changing ? COUNT : MemKind.IMMUTABLE)));
                    }
                }
                case 3 -> b.store(object, 8, b.read(sum), COUNT);
                default -> b.store(object, link(), b.read(object()));
            }
        }

        void ifObject(Value v, Runnable then) {
            choice(b.binary(random.nextBoolean() ? Opcode.NE : Opcode.EQ, v, b.nullRef()), v, then);
        }

        private void choice(Value test, Value v, Runnable then) {
            Block some = b.createBlock();
            Block none = b.createBlock();
            Block join = b.createBlock();
            boolean positive = test.op() == Opcode.NE;
            b.branch(test, positive ? some : none, positive ? none : some);
            b.switchToSealed(some);
            then.run();
            b.jump(join);
            b.switchToSealed(none);
            b.jump(join);
            b.switchToSealed(join);
        }

        void statement(int depth) {
            budget--;
            switch (random.nextInt(depth > 0 ? 12 : 8)) {
                case 0 -> b.write(object(), make());
                case 1 -> b.write(object(), b.read(object()));
                case 2 -> {
                    Value v = b.read(object());
                    ifObject(v, () -> use(v));
                }
                case 3 -> {
                    if (random.nextInt(3) < escapes) {
                        b.callRuntime("plat_may_raise", Aux.CallEffect.ANY, List.of(IrType.I64), List.of(b.read(sum)));
                        Value v = b.read(object());
                        add(b.call("show", List.of(IrType.I64), List.of(v)).get(0));
                    }
                }
                case 4 ->
                    add(b.convert(Opcode.ZEXT, IrType.I64, b.binary(Opcode.EQ, b.read(object()), b.read(object()))));
                case 5 -> b.write(object(), b.select(condition(), b.read(object()), b.read(object())));
                case 6 -> b.write(object(), b.nullRef());
                case 7 -> {
                    Value v = b.read(object());
                    ifObject(v, () -> {
                        use(v);
                        use(v);
                    });
                }
                case 8, 9 -> branch(depth);
                default -> loop(depth);
            }
        }

        void block(int depth) {
            for (int n = 1 + random.nextInt(4); n > 0 && budget > 0; n--) {
                statement(depth);
            }
        }

        void branch(int depth) {
            Block then = b.createBlock();
            Block otherwise = b.createBlock();
            Block join = b.createBlock();
            b.branch(condition(), then, otherwise);
            b.switchToSealed(then);
            block(depth - 1);
            if (random.nextInt(8) == 0) {
                b.ret(b.read(sum));
            } else {
                b.jump(join);
            }
            b.switchToSealed(otherwise);
            block(depth - 1);
            b.jump(join);
            b.switchToSealed(join);
        }

        void loop(int depth) {
            Block head = b.createBlock();
            Block body = b.createBlock();
            Block out = b.createBlock();
            b.jump(head);
            b.switchTo(head);
            b.write(fuel, b.binary(Opcode.SUB, b.read(fuel), b.i64(1)));
            b.branch(b.binary(Opcode.SGT, b.read(fuel), b.i64(0)), body, out);
            b.switchToSealed(body);
            block(depth - 1);
            b.jump(head);
            b.seal(head);
            b.switchToSealed(out);
        }

        /** Statements in a protected region, whose landing pad looks at the objects too. */
        void region() {
            Block pad = b.createColdBlock();
            Block join = b.createBlock();
            b.setPad(Optional.of(pad));
            block(2);
            b.callRuntime("plat_may_raise", Aux.CallEffect.ANY, List.of(IrType.I64), List.of(b.read(sum)));
            block(2);
            b.setPad(Optional.empty());
            b.jump(join);
            b.seal(pad);
            b.switchTo(pad);
            Value v = b.read(object());
            ifObject(v, () -> use(v));
            b.jump(join);
            b.switchToSealed(join);
        }

        void run(Module m) {
            boolean inRegion = random.nextInt(4) == 0;
            while (budget > 0) {
                if (inRegion && random.nextInt(4) == 0) {
                    region();
                }
                statement(3);
            }
            if (random.nextInt(4) < escapes) {
                add(b.call("show", List.of(IrType.I64), List.of(b.read(object())))
                        .get(0));
            }
            b.ret(b.read(sum));
            m.add(b.finish());
        }
    }

    private static Aux.Mem linkOf(boolean beside, MemKind kind) {
        return beside ? new Aux.Mem(0, 0, kind, HEADER) : new Aux.Mem(16, 0, kind);
    }

    /** What an object that was handed out is looked at with: its fields. */
    private static void addShow(Module m, boolean beside) {
        FunctionBuilder b = new FunctionBuilder("show", List.of(IrType.REF), List.of(IrType.I64));
        Block some = b.createBlock();
        Block none = b.createBlock();
        b.branch(b.binary(Opcode.NE, b.param(0), b.nullRef()), some, none);
        b.switchToSealed(some);
        Value count = b.load(IrType.I64, b.param(0), 8, COUNT);
        Value link = b.load(IrType.REF, b.param(0), linkOf(beside, LINK));
        b.callRuntime("plat_seen", Aux.CallEffect.RETURNS, List.of(), List.of(count));
        b.ret(b.binary(Opcode.ADD, count, b.convert(Opcode.ZEXT, IrType.I64, b.binary(Opcode.EQ, link, b.nullRef()))));
        b.switchToSealed(none);
        b.ret(b.i64(7));
        m.add(b.finish());
    }

    private static Module random(long seed) {
        Module m = new Module();
        boolean beside = seed % 2 == 0;
        addShow(m, beside);
        new Maker(new Random(seed), beside).run(m);
        return m;
    }

    /** The result and the trace; the number of allocations goes into {@code allocated}. */
    private static String observe(Module m, long argument, int[] allocated) {
        Interpreter interpreter = new Interpreter(m, FUEL);
        String outcome;
        try {
            outcome = Arrays.toString(interpreter.call("f", argument));
        } catch (Interpreter.Panic e) {
            outcome = "panic";
        } catch (Interpreter.OutOfFuel e) {
            return "";
        }
        allocated[0] = interpreter.allocations;
        return outcome + interpreter.trace;
    }

    @Test
    void objectsAreReplacedBySomethingThatDoesTheSame() {
        long before = 0;
        long after = 0;
        for (long seed = 0; seed < PROGRAMS; seed++) {
            try {
                Module m = random(seed);
                IrVerifier.check(m, "as built");
                Module replaced = random(seed);
                PassContext context = new PassContext(replaced);
                for (String name : List.of(
                        "simplify", "gvn", "dce", "scalar_replacement", "simplify", "gvn", "zero_stores", "dce")) {
                    Pass pass = Pipeline.pass(name).orElseThrow();
                    for (var f : replaced.functions()) {
                        Pipeline.run(pass, f, context, Pipeline.Options.level(2).verifying());
                    }
                }
                for (long argument : new long[] {0, 1, 5, -3, 1234567}) {
                    int[] made = new int[1];
                    int[] madeLess = new int[1];
                    String expected = observe(m, argument, made);
                    if (expected.isEmpty()) {
                        continue;
                    }
                    assertEquals(expected, observe(replaced, argument, madeLess));
                    assertTrue(madeLess[0] <= made[0], "no more allocations");
                    before += made[0];
                    after += madeLess[0];
                }
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
        assertTrue(after * 2 < before, after + " of " + before + " allocations are left");
    }
}
