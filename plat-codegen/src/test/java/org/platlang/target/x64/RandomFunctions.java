package org.platlang.target.x64;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.platlang.ir.Aux;
import org.platlang.ir.Block;
import org.platlang.ir.Function;
import org.platlang.ir.FunctionBuilder;
import org.platlang.ir.IrType;
import org.platlang.ir.MemKind;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;

/**
 * Random functions that end: variables of all types, arithmetic, diamonds, switches, counted loops, calls, memory in
 * an object of their own. Everything written is read in the end, so that register pressure is high and a lost value
 * shows.
 */
final class RandomFunctions {
    static final List<IrType> PARAMS = List.of(
            IrType.I64, IrType.I32, IrType.F64, IrType.I64, IrType.F32, IrType.I32, IrType.I64, IrType.I64, IrType.I64);
    static final List<IrType> RESULTS = List.of(IrType.I64, IrType.F64, IrType.I32);
    private static final int OBJECT_SLOTS = 8;
    /** Of objects whose first word has a reference beside the header. */
    private static final int HEADER = 0x1237;

    private static final Aux.Mem BESIDE = new Aux.Mem(0, 0, MemKind.field("Link", 0), HEADER);

    private final Random random;
    private final FunctionBuilder b;
    private final List<String> callees;
    private final List<Integer> variables = new ArrayList<>();
    private final List<IrType> types = new ArrayList<>();
    private int object;
    private int elements;
    private int link;
    private int budget;

    private RandomFunctions(Random random, String name, List<String> callees, int size) {
        this.random = random;
        this.callees = callees;
        this.budget = size;
        this.b = new FunctionBuilder(name, PARAMS, RESULTS);
    }

    /** A function of about {@code size} instructions with about {@code width} live values. */
    static Function make(Random random, String name, List<String> callees, int size, int width) {
        RandomFunctions r = new RandomFunctions(random, name, callees, size);
        return r.build(width);
    }

    private Function build(int width) {
        for (int i = 0; i < PARAMS.size(); i++) {
            declare(PARAMS.get(i), b.param(i));
        }
        object = b.variable(IrType.REF);
        b.write(object, b.alloc("desc", 8 + 8 * OBJECT_SLOTS));
        elements = b.variable(IrType.REF);
        b.write(elements, b.alloc("desc", 8 + 8 * OBJECT_SLOTS));
        link = b.variable(IrType.REF);
        b.write(link, newLink());
        for (int i = 0; i < width; i++) {
            IrType t = randomType();
            declare(t, computed(t));
        }
        statements(0);
        Value bits = b.i64(1);
        Value real = b.fconst(IrType.F64, 1);
        for (int i = 0; i < variables.size(); i++) {
            Value v = b.read(variables.get(i));
            switch (types.get(i)) {
                case I64 -> bits = b.binary(Opcode.ADD, b.binary(Opcode.MUL, bits, b.i64(31)), v);
                case I32 -> bits = b.binary(Opcode.XOR, bits, b.convert(Opcode.SEXT, IrType.I64, v));
                case I8, I16 -> bits = b.binary(Opcode.SUB, bits, b.convert(Opcode.ZEXT, IrType.I64, v));
                case F64 -> real = b.binary(Opcode.FADD, real, v);
                case F32 -> real = b.binary(Opcode.FSUB, real, b.convert(Opcode.FCONV, IrType.F64, v));
                case REF, VOID -> throw new IllegalStateException();
            }
        }
        for (int i = 0; i < OBJECT_SLOTS; i++) {
            Value v = b.load(IrType.I64, b.read(object), 8 + 8 * i, MemKind.field("Box", 8 + 8 * i));
            bits = b.binary(Opcode.ADD, bits, v);
            Value e = b.loadIndexed(IrType.I64, b.read(elements), b.i64(i), 8, 8, MemKind.element("i64", 0));
            bits = b.binary(Opcode.XOR, bits, e);
        }
        b.ret(bits, real, b.convert(Opcode.TRUNC, IrType.I32, b.binary(Opcode.USHR, bits, b.i64(17))));
        return b.finish();
    }

    private Value newLink() {
        Value made = b.alloc("desc", 16, HEADER);
        if (random.nextBoolean()) {
            b.store(made, BESIDE, b.read(object));
        }
        return made;
    }

    /** What is done with the link: another one, another target, or its target's slots. */
    private void useLink() {
        switch (random.nextInt(4)) {
            case 0 -> b.write(link, newLink());
            case 1 -> b.store(b.read(link), BESIDE, random.nextInt(3) == 0 ? b.nullRef() : b.read(object));
            default -> {
                Value target = b.load(IrType.REF, b.read(link), BESIDE);
                Block some = b.createBlock();
                Block end = b.createBlock();
                b.branch(b.binary(Opcode.NE, target, b.nullRef()), some, end, Aux.Likely.UNKNOWN);
                b.switchToSealed(some);
                int slot = 8 + 8 * random.nextInt(OBJECT_SLOTS);
                assign(IrType.I64, b.load(IrType.I64, target, slot, MemKind.field("Box", slot)));
                b.jump(end);
                b.switchToSealed(end);
            }
        }
    }

    private void declare(IrType t, Value v) {
        int variable = b.variable(t);
        b.write(variable, v);
        variables.add(variable);
        types.add(t);
    }

    private IrType randomType() {
        return switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> IrType.I64;
            case 4, 5 -> IrType.I32;
            case 6, 7 -> IrType.F64;
            case 8 -> IrType.F32;
            default -> IrType.I16;
        };
    }

    private Value any(IrType t) {
        ArrayList<Integer> fitting = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            if (types.get(i) == t) {
                fitting.add(variables.get(i));
            }
        }
        if (fitting.isEmpty() || random.nextInt(8) == 0) {
            return constant(t);
        }
        return b.read(fitting.get(random.nextInt(fitting.size())));
    }

    private Value constant(IrType t) {
        if (t.isFloat()) {
            return b.fconst(t, random.nextInt(20) / 4.0 - 2);
        }
        return b.iconst(
                t,
                switch (random.nextInt(5)) {
                    case 0 -> 0;
                    case 1 -> random.nextInt(20) - 5;
                    case 2 -> random.nextInt();
                    case 3 -> random.nextLong();
                    default -> 1L << random.nextInt(63);
                });
    }

    private Value condition() {
        if (random.nextInt(4) == 0) {
            Opcode[] ops = {Opcode.FEQ, Opcode.FNE, Opcode.FLT, Opcode.FLE, Opcode.FGT, Opcode.FGE};
            return b.binary(ops[random.nextInt(ops.length)], any(IrType.F64), any(IrType.F64));
        }
        IrType t = random.nextBoolean() ? IrType.I64 : IrType.I32;
        Opcode[] ops = {Opcode.EQ, Opcode.NE, Opcode.SLT, Opcode.SGE, Opcode.ULT, Opcode.UGT, Opcode.SLE};
        Value c = b.binary(ops[random.nextInt(ops.length)], any(t), any(t));
        return random.nextInt(4) == 0 ? b.binary(Opcode.XOR, c, b.bool(true)) : c;
    }

    private Value computed(IrType t) {
        if (t.isFloat()) {
            return switch (random.nextInt(9)) {
                case 0, 1 -> b.binary(Opcode.FADD, any(t), any(t));
                case 2 -> b.binary(Opcode.FSUB, any(t), any(t));
                case 3, 4 -> b.binary(Opcode.FMUL, any(t), any(t));
                case 5 -> b.convert(Opcode.ITOF, t, any(IrType.I32));
                case 6 -> b.select(condition(), any(t), any(t));
                case 7 -> b.unary(random.nextBoolean() ? Opcode.FNEG : Opcode.FABS, any(t));
                default -> b.convert(Opcode.FCONV, t, any(t == IrType.F64 ? IrType.F32 : IrType.F64));
            };
        }
        Opcode[] plain = {
            Opcode.ADD, Opcode.SUB, Opcode.MUL, Opcode.AND, Opcode.OR, Opcode.XOR, Opcode.SHL, Opcode.SHR, Opcode.USHR
        };
        return switch (random.nextInt(12)) {
            case 0 -> {
                Value divisor = b.binary(Opcode.OR, any(t), b.iconst(t, 1));
                yield b.binary(random.nextBoolean() ? Opcode.SDIV : Opcode.SREM, any(t), divisor);
            }
            case 1 -> b.select(condition(), any(t), any(t));
            case 2 -> b.unary(random.nextBoolean() ? Opcode.NEG : Opcode.NOT, any(t));
            case 3 ->
                switch (t) {
                    case I64 -> b.convert(random.nextBoolean() ? Opcode.SEXT : Opcode.ZEXT, t, any(IrType.I32));
                    case I32 -> b.convert(Opcode.TRUNC, t, any(IrType.I64));
                    default -> b.convert(Opcode.TRUNC, t, any(IrType.I32));
                };
            case 4 -> t == IrType.I64 ? b.convert(Opcode.FTOI, t, any(IrType.F64)) : any(t);
            case 5 ->
                t == IrType.I64
                        ? b.binary(random.nextBoolean() ? Opcode.MULHI : Opcode.UMULHI, any(t), any(t))
                        : any(t);
            default -> b.binary(plain[random.nextInt(plain.length)], any(t), any(t));
        };
    }

    private void statements(int depth) {
        int n = 4 + random.nextInt(10);
        while (n-- > 0 && budget > 0) {
            statement(depth);
        }
    }

    private void assign(IrType t, Value v) {
        for (int tries = 0; tries < 20; tries++) {
            int i = random.nextInt(types.size());
            if (types.get(i) == t) {
                b.write(variables.get(i), v);
                return;
            }
        }
    }

    private void statement(int depth) {
        budget--;
        int kind = random.nextInt(23);
        if (depth >= 4 && kind < 4) {
            kind = 11;
        }
        switch (kind) {
            case 0, 1 -> {
                Block then = b.createBlock();
                Block other = random.nextInt(3) == 0 ? b.createColdBlock() : b.createBlock();
                Block end = b.createBlock();
                b.branch(condition(), then, other, Aux.Likely.UNKNOWN);
                b.switchToSealed(then);
                statements(depth + 1);
                b.jump(end);
                b.switchToSealed(other);
                statements(depth + 1);
                b.jump(end);
                b.switchToSealed(end);
            }
            case 2 -> loop(depth);
            case 3 -> choice(depth);
            case 4, 5 -> {
                int slot = 8 + 8 * random.nextInt(OBJECT_SLOTS);
                IrType t = random.nextBoolean() ? IrType.I64 : IrType.F64;
                Value stored = any(t);
                if (t == IrType.F64) {
                    // Read back as an integer: which NaN it is must not show.
                    stored = b.select(b.binary(Opcode.FEQ, stored, stored), stored, b.fconst(t, 0));
                }
                b.store(b.read(object), slot, stored, MemKind.field("Box", slot));
            }
            case 6 -> {
                int slot = 8 + 8 * random.nextInt(OBJECT_SLOTS);
                MemKind m = MemKind.field("Box", slot);
                Value old = b.load(IrType.I64, b.read(object), slot, m);
                b.store(b.read(object), slot, b.binary(Opcode.ADD, old, any(IrType.I64)), m);
            }
            case 7 -> {
                Value index = b.binary(Opcode.AND, any(IrType.I64), b.i64(OBJECT_SLOTS - 1));
                MemKind m = MemKind.element("i64", 0);
                if (random.nextBoolean()) {
                    b.storeIndexed(b.read(elements), index, 8, 8, any(IrType.I64), m);
                } else {
                    assign(IrType.I32, b.loadIndexed(IrType.I32, b.read(elements), index, 8, 8, m));
                }
            }
            case 8 -> {
                if (random.nextInt(3) == 0 && !callees.isEmpty()) {
                    ArrayList<Value> args = new ArrayList<>();
                    PARAMS.forEach(t -> args.add(any(t)));
                    List<Value> results = b.call(callees.get(random.nextInt(callees.size())), RESULTS, args);
                    for (int i = 0; i < results.size(); i++) {
                        assign(RESULTS.get(i), results.get(i));
                    }
                } else {
                    assign(
                            IrType.I64,
                            b.call("test.mix", List.of(IrType.I64), List.of(any(IrType.I64), any(IrType.I64)))
                                    .get(0));
                }
            }
            case 10 -> useLink();
            case 9 -> {
                if (random.nextInt(3) == 0) {
                    b.write(object, b.alloc("desc", 8 + 8 * OBJECT_SLOTS));
                }
            }
            default -> {
                IrType t = types.get(random.nextInt(types.size()));
                assign(t, computed(t));
            }
        }
    }

    private void loop(int depth) {
        int counter = b.variable(IrType.I32);
        b.write(counter, b.i32(0));
        Block head = b.createBlock();
        Block body = b.createBlock();
        Block end = b.createBlock();
        b.jump(head);
        b.switchTo(head);
        b.branch(b.binary(Opcode.SLT, b.read(counter), b.i32(1 + random.nextInt(4))), body, end);
        b.switchToSealed(body);
        statements(depth + 1);
        b.write(counter, b.binary(Opcode.ADD, b.read(counter), b.i32(1)));
        if (random.nextBoolean()) {
            b.current().append(Opcode.POLL, IrType.VOID, Aux.NONE, -1);
        }
        b.jump(head);
        b.seal(head);
        b.switchToSealed(end);
    }

    private void choice(int depth) {
        int n = 2 + random.nextInt(8);
        boolean dense = random.nextBoolean();
        ArrayList<Long> keys = new ArrayList<>();
        ArrayList<Block> targets = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            keys.add(dense ? i - 2L : i * 1000L - 3000);
            targets.add(b.createBlock());
        }
        Block other = b.createBlock();
        Block end = b.createBlock();
        Value key = dense
                ? b.binary(Opcode.SREM, any(IrType.I64), b.i64(12))
                : b.binary(Opcode.MUL, b.binary(Opcode.SREM, any(IrType.I64), b.i64(9)), b.i64(1000));
        if (random.nextBoolean()) {
            key = b.convert(Opcode.TRUNC, IrType.I32, key);
        }
        b.switchOn(key, keys, targets, other);
        targets.add(other);
        for (Block t : targets) {
            b.switchToSealed(t);
            IrType type = types.get(random.nextInt(types.size()));
            assign(type, computed(type));
            if (random.nextInt(3) == 0) {
                statements(depth + 1);
            }
            b.jump(end);
        }
        b.switchToSealed(end);
    }
}
