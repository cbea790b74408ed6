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
import org.platlang.ir.IrParser;
import org.platlang.ir.IrPrinter;
import org.platlang.ir.IrType;
import org.platlang.ir.IrVerifier;
import org.platlang.ir.MemKind;
import org.platlang.ir.Module;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;

/**
 * Random structured programs, as lowering would make them, through the whole pipeline with the verifier after every pass:
 * the interpreter must see the same results, the same calls in the same order and the same memory.
 */
final class RandomFunctionTest {
    /** Twice as much after the passes, which also make polls and empty blocks. */
    private static final long FUEL = 200_000;

    private static final int PROGRAMS = Integer.getInteger("programs", 500);

    /** Makes one function of (list, i32, i64) that calls the functions made before it. */
    private static final class Maker {
        final Random random;
        final Module module;
        final FunctionBuilder b;
        final List<Integer> ints = new ArrayList<>();
        final List<Integer> longs = new ArrayList<>();
        final List<Integer> floats = new ArrayList<>();
        final List<Block> breaks = new ArrayList<>();
        final List<Block> continues = new ArrayList<>();
        final int earlier;
        final int fuel;
        int budget;

        Maker(Random random, Module module, int index) {
            this.random = random;
            this.module = module;
            this.earlier = index;
            this.budget = 6 + random.nextInt(30);
            b = new FunctionBuilder(
                    "f" + index,
                    List.of(IrType.REF, IrType.I32, IrType.I64),
                    List.of(IrType.I32, IrType.I64, IrType.F64));
            for (int i = 0; i < 4; i++) {
                ints.add(b.variable(IrType.I32));
                longs.add(b.variable(IrType.I64));
                floats.add(b.variable(IrType.F64));
                b.write(ints.get(i), i == 0 ? b.param(1) : b.i32(constant()));
                b.write(longs.get(i), i == 0 ? b.param(2) : b.i64(constant()));
                b.write(floats.get(i), b.fconst(IrType.F64, constant() * 0.5));
            }
            fuel = b.variable(IrType.I32);
            b.write(fuel, b.i32(random.nextInt(12)));
        }

        int constant() {
            return switch (random.nextInt(6)) {
                case 0 -> 0;
                case 1 -> 1;
                case 2 -> random.nextInt();
                case 3 -> 1 << random.nextInt(32);
                case 4 -> Integer.MIN_VALUE;
                default -> random.nextInt(20) - 8;
            };
        }

        int pick(List<Integer> variables) {
            return variables.get(random.nextInt(variables.size()));
        }

        Value intValue(int depth) {
            if (depth <= 0 || random.nextInt(3) == 0) {
                return random.nextInt(3) == 0 ? b.i32(constant()) : b.read(pick(ints));
            }
            Opcode[] ops = {
                Opcode.ADD,
                Opcode.SUB,
                Opcode.MUL,
                Opcode.AND,
                Opcode.OR,
                Opcode.XOR,
                Opcode.SHL,
                Opcode.SHR,
                Opcode.USHR
            };
            return switch (random.nextInt(9)) {
                case 0 -> b.convert(Opcode.TRUNC, IrType.I32, longValue(depth - 1));
                case 1 -> b.select(condition(depth - 1), intValue(depth - 1), intValue(depth - 1));
                case 2 -> b.unary(random.nextBoolean() ? Opcode.NEG : Opcode.NOT, intValue(depth - 1));
                case 3 -> {
                    int c = constant();
                    yield b.binary(
                            random.nextBoolean() ? Opcode.SDIV : Opcode.SREM,
                            intValue(depth - 1),
                            b.i32(c == 0 ? 3 : c));
                }
                case 4 -> b.convert(Opcode.ZEXT, IrType.I32, condition(depth - 1));
                case 5 -> b.convert(Opcode.FTOI, IrType.I32, floatValue(depth - 1));
                default -> b.binary(ops[random.nextInt(ops.length)], intValue(depth - 1), intValue(depth - 1));
            };
        }

        Value longValue(int depth) {
            if (depth <= 0 || random.nextInt(3) == 0) {
                return random.nextInt(3) == 0 ? b.i64(constant()) : b.read(pick(longs));
            }
            Opcode[] ops = {Opcode.ADD, Opcode.SUB, Opcode.MUL, Opcode.XOR, Opcode.MULHI, Opcode.SHL, Opcode.AND};
            return switch (random.nextInt(6)) {
                case 0 -> b.convert(random.nextBoolean() ? Opcode.SEXT : Opcode.ZEXT, IrType.I64, intValue(depth - 1));
                case 1 -> {
                    int c = constant();
                    yield b.binary(
                            random.nextBoolean() ? Opcode.SDIV : Opcode.SREM,
                            longValue(depth - 1),
                            b.i64(c == 0 ? 7 : c));
                }
                default -> b.binary(ops[random.nextInt(ops.length)], longValue(depth - 1), longValue(depth - 1));
            };
        }

        Value floatValue(int depth) {
            if (depth <= 0 || random.nextInt(3) == 0) {
                return b.read(pick(floats));
            }
            Opcode[] ops = {Opcode.FADD, Opcode.FSUB, Opcode.FMUL};
            return random.nextInt(4) == 0
                    ? b.convert(Opcode.ITOF, IrType.F64, intValue(depth - 1))
                    : b.binary(ops[random.nextInt(3)], floatValue(depth - 1), floatValue(depth - 1));
        }

        Value condition(int depth) {
            Opcode[] ops = {
                Opcode.EQ,
                Opcode.NE,
                Opcode.SLT,
                Opcode.SLE,
                Opcode.SGT,
                Opcode.SGE,
                Opcode.ULT,
                Opcode.ULE,
                Opcode.UGT,
                Opcode.UGE
            };
            Opcode op = ops[random.nextInt(ops.length)];
            return switch (random.nextInt(5)) {
                case 0 -> b.binary(op, longValue(depth - 1), longValue(depth - 1));
                case 1 -> b.binary(Opcode.FLT, floatValue(depth - 1), floatValue(depth - 1));
                case 2 -> b.binary(Opcode.XOR, b.binary(op, intValue(depth - 1), intValue(depth - 1)), b.bool(true));
                default -> b.binary(op, intValue(depth - 1), intValue(depth - 1));
            };
        }

        /** buffer, check, access; the panic reports index and length. */
        void element(Value index, boolean store) {
            Value buffer = b.load(IrType.REF, b.param(0), 8, MemKind.field("List", 8));
            Value length = b.load(IrType.I32, buffer, 8, MemKind.ARRAY_LENGTH);
            Block ok = b.createBlock();
            Block bad = b.createColdBlock();
            b.branch(b.binary(Opcode.ULT, index, length), ok, bad, Aux.Likely.LIKELY);
            b.switchToSealed(bad);
            b.callRuntime("plat_panic_index", Aux.CallEffect.NORETURN, List.of(), List.of(index, length));
            b.unreachable();
            b.switchToSealed(ok);
            Value wide = b.convert(Opcode.SEXT, IrType.I64, index);
            if (store) {
                b.storeIndexed(buffer, wide, 4, 16, intValue(1), MemKind.element("i32", 0));
            } else {
                b.write(pick(ints), b.loadIndexed(IrType.I32, buffer, wide, 4, 16, MemKind.element("i32", 0)));
            }
        }

        void statement(int depth) {
            budget--;
            switch (random.nextInt(depth > 0 ? 14 : 8)) {
                case 0, 1 -> b.write(pick(ints), intValue(3));
                case 2 -> b.write(pick(longs), longValue(3));
                case 3 -> b.write(pick(floats), floatValue(2));
                case 4 -> element(random.nextBoolean() ? b.read(pick(ints)) : b.i32(random.nextInt(4)), true);
                case 5 -> element(random.nextBoolean() ? b.read(pick(ints)) : b.i32(random.nextInt(4)), false);
                case 6 -> call();
                case 7 ->
                    b.callRuntime(
                            Interpreter.MAY_RAISE, Aux.CallEffect.ANY, List.of(), List.of(intValue(2), longValue(1)));
                case 8 -> ifElse(depth);
                case 9, 10 -> whileLoop(depth);
                case 11 -> forLoop(depth);
                case 12 -> region(depth);
                default -> jumpOut();
            }
        }

        /** A protected region, whose landing pad goes on as an `attempt` does or raises again as a `defer` does. */
        void region(int depth) {
            Optional<Block> outer = b.pad();
            Block pad = b.createColdBlock();
            Block join = b.createBlock();
            b.setPad(Optional.of(pad));
            block(depth - 1);
            b.setPad(outer);
            end(join);
            b.switchToSealed(pad);
            Value state = b.callRuntime("plat_unwind_catch", Aux.CallEffect.RETURNS, List.of(IrType.I64), List.of())
                    .get(0);
            block(0);
            b.write(pick(ints), intValue(2));
            if (random.nextInt(3) == 0) {
                b.callRuntime("plat_unwind_resume", Aux.CallEffect.NORETURN, List.of(), List.of(state));
                b.unreachable();
            } else {
                end(join);
            }
            b.switchToSealed(join);
        }

        void call() {
            if (earlier > 0 && random.nextBoolean()) {
                List<Value> results = b.call(
                        "f" + random.nextInt(earlier),
                        List.of(IrType.I32, IrType.I64, IrType.F64),
                        List.of(b.param(0), intValue(1), longValue(1)));
                b.write(pick(ints), results.get(0));
                b.write(pick(floats), results.get(2));
            } else if (random.nextBoolean()) {
                b.callRuntime("plat_print", Aux.CallEffect.ANY, List.of(), List.of(intValue(2)));
            } else {
                b.write(
                        pick(longs),
                        b.callRuntime("plat_pure", Aux.CallEffect.PURE, List.of(IrType.I64), List.of(longValue(1)))
                                .get(0));
            }
        }

        void block(int depth) {
            int n = 1 + random.nextInt(3);
            for (int i = 0; i < n && budget > 0 && !b.isTerminated(); i++) {
                statement(depth);
            }
        }

        void ifElse(int depth) {
            Block then = b.createBlock();
            Block otherwise = b.createBlock();
            Block join = b.createBlock();
            b.branch(condition(2), then, otherwise);
            b.switchToSealed(then);
            block(depth - 1);
            end(join);
            b.switchToSealed(otherwise);
            if (random.nextBoolean()) {
                block(depth - 1);
            }
            end(join);
            b.switchToSealed(join);
        }

        void end(Block to) {
            if (!b.isTerminated()) {
                b.jump(to);
            }
        }

        void whileLoop(int depth) {
            Block head = b.createBlock();
            Block body = b.createBlock();
            Block out = b.createBlock();
            b.jump(head);
            b.switchTo(head);
            b.pollInRegion();
            // The fuel variable ends every loop.
            Value left = b.read(fuel);
            Value some = b.binary(Opcode.SGT, left, b.i32(0));
            b.write(fuel, b.binary(Opcode.SUB, left, b.i32(1)));
            b.branch(random.nextBoolean() ? some : b.binary(Opcode.AND, some, condition(1)), body, out);
            b.switchToSealed(body);
            breaks.add(out);
            continues.add(head);
            block(depth - 1);
            breaks.remove(breaks.size() - 1);
            continues.remove(continues.size() - 1);
            end(head);
            b.seal(head);
            b.switchToSealed(out);
        }

        void forLoop(int depth) {
            int i = b.variable(IrType.I32);
            b.write(i, b.i32(random.nextInt(3) - (random.nextInt(4) == 0 ? 2 : 0)));
            Block head = b.createBlock();
            Block body = b.createBlock();
            Block next = b.createBlock();
            Block out = b.createBlock();
            b.jump(head);
            b.switchTo(head);
            b.pollInRegion();
            Value bound;
            if (random.nextBoolean()) {
                Value buffer = b.load(IrType.REF, b.param(0), 8, MemKind.field("List", 8));
                bound = b.load(IrType.I32, buffer, 8, MemKind.ARRAY_LENGTH);
            } else {
                bound = b.i32(random.nextInt(8) == 0 ? random.nextInt(40) : random.nextInt(6));
            }
            b.branch(b.binary(Opcode.SLT, b.read(i), bound), body, out);
            b.switchToSealed(body);
            breaks.add(out);
            continues.add(next);
            if (random.nextBoolean()) {
                element(b.read(i), random.nextBoolean());
            }
            block(depth - 1);
            breaks.remove(breaks.size() - 1);
            continues.remove(continues.size() - 1);
            end(next);
            b.switchToSealed(next);
            b.write(i, b.binary(Opcode.ADD, b.read(i), b.i32(1)));
            b.jump(head);
            b.seal(head);
            b.switchToSealed(out);
        }

        void jumpOut() {
            if (breaks.isEmpty() || random.nextInt(3) == 0) {
                return;
            }
            List<Block> targets = random.nextBoolean() ? breaks : continues;
            b.jump(targets.get(random.nextInt(targets.size())));
            // What follows is unreachable.
            Block dead = b.createBlock();
            b.switchToSealed(dead);
        }

        void make() {
            while (budget > 0) {
                statement(3);
            }
            b.ret(b.read(pick(ints)), b.read(pick(longs)), b.read(pick(floats)));
            module.add(b.finish());
        }
    }

    static Module random(long seed) {
        Random random = new Random(seed);
        Module m = new Module();
        int functions = 1 + random.nextInt(3);
        for (int i = 0; i < functions; i++) {
            new Maker(random, m, i).make();
        }
        m.functions().get(functions - 1).setGlobal(true);
        return m;
    }

    static String observe(Module m, String symbol, int n, int a, long b, long fuel) {
        Interpreter interpreter = new Interpreter(m, fuel);
        int list = (int) interpreter.allocate(16);
        int buffer = (int) interpreter.allocate(16 + 4 * n);
        interpreter.write(list + 8, 8, buffer);
        interpreter.write(buffer + 8, 4, n);
        for (int i = 0; i < n; i++) {
            interpreter.write(buffer + 16 + 4 * i, 4, i * 3L - 2);
        }
        String outcome;
        try {
            outcome = Arrays.toString(interpreter.call(symbol, list, a, b));
        } catch (Interpreter.Panic e) {
            outcome = "panic";
        } catch (Interpreter.OutOfFuel e) {
            return "";
        }
        StringBuilder memory = new StringBuilder();
        for (int i = 0; i < n; i++) {
            memory.append(' ').append((int) interpreter.read(buffer + 16 + 4 * i, 4));
        }
        return outcome + interpreter.trace + memory;
    }

    @Test
    void optimizedFunctionsBehaveTheSame() {
        int finished = 0;
        int[][] inputs = {
            {0, 0}, {3, 1}, {5, -7}, {4, Integer.MIN_VALUE}, {4, Integer.MAX_VALUE}, {2, 100}, {21, 3}, {38, -1}
        };
        for (long seed = 0; seed < PROGRAMS; seed++) {
            Module before = random(seed);
            IrVerifier.check(before, "as built");
            String text = IrPrinter.print(before);
            assertEquals(text, IrPrinter.print(IrParser.parse(text)), "round trip");
            Module o0 = random(seed);
            Pipeline.run(o0, Pipeline.Options.level(0).verifying());
            Module o2 = random(seed);
            String symbol = "f" + (before.functions().size() - 1);
            try {
                Pipeline.run(o2, Pipeline.Options.level(2).verifying());
                for (int[] in : inputs) {
                    String expected = observe(before, symbol, in[0], in[1], in[1] * 31L, FUEL);
                    if (expected.isEmpty()) {
                        continue;
                    }
                    finished++;
                    assertEquals(expected, observe(o0, symbol, in[0], in[1], in[1] * 31L, 2 * FUEL), "O0");
                    assertEquals(expected, observe(o2, symbol, in[0], in[1], in[1] * 31L, 2 * FUEL), "O2");
                }
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
        assertTrue(finished > PROGRAMS * 3, "most runs end: " + finished);
    }
}
