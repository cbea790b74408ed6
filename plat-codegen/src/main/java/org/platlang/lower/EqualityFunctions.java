package org.platlang.lower;

import java.util.ArrayList;
import java.util.List;
import org.platlang.hir.tree.HirEnum;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.Type.EnumType;
import org.platlang.hir.type.Type.ListType;
import org.platlang.hir.type.Type.RangeType;
import org.platlang.hir.type.TypePrinter;
import org.platlang.ir.Block;
import org.platlang.ir.Function;
import org.platlang.ir.FunctionBuilder;
import org.platlang.ir.IrType;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;

/** {@code ==} of every type: in line where one comparison does, else a generated function per type. */
final class EqualityFunctions {
    private final ModuleLowering module;
    private final boolean ofKeys;

    /** @param ofKeys whether NaN equals itself, as keys do */
    EqualityFunctions(ModuleLowering module, boolean ofKeys) {
        this.module = module;
        this.ofKeys = ofKeys;
    }

    /** Whether two values of a type are equal: I8. */
    Value emit(FunctionBuilder b, Type type, List<Value> left, List<Value> right) {
        return switch (type) {
            case Primitive p ->
                switch (p) {
                    case STRING ->
                        RuntimeCalls.call(b, "plat_string_equals", left.get(0), right.get(0))
                                .get(0);
                    case FLOAT8, FLOAT16, FLOAT32, FLOAT64 ->
                        floats(
                                b,
                                LowerNarrowFloats.widen(b, p, left.get(0)),
                                LowerNarrowFloats.widen(b, p, right.get(0)));
                    case BOOL, INT8, INT16, INT32, INT64, DURATION -> b.binary(Opcode.EQ, left.get(0), right.get(0));
                    case UNIT, NEVER -> b.bool(true);
                    case ERROR -> throw new IllegalArgumentException("equality of an error");
                };
            case ClassType t -> {
                var method = module.program().classOf(t).equalsMethod();
                yield method.isPresent()
                        ? module.classes()
                                .call(b, t, method.get(), List.of(IrType.I8), List.of(left.get(0), right.get(0)))
                                .get(0)
                        : b.binary(Opcode.EQ, left.get(0), right.get(0));
            }
            case EnumType t ->
                module.layouts().enumLayout(t).shape() == EnumLayout.Shape.TAG_ONLY
                        ? b.binary(Opcode.EQ, left.get(0), right.get(0))
                        : call(b, type, left, right);
            case ListType t -> call(b, type, left, right);
            case RangeType t -> call(b, type, left, right);
            case Type.TaskType t -> b.binary(Opcode.EQ, left.get(0), right.get(0));
            case Type.ChannelType t -> b.binary(Opcode.EQ, left.get(0), right.get(0));
            case Type.DictType t -> throw notEqual(type);
            case Type.SetType t -> throw notEqual(type);
            case Type.FunctionType t -> throw notEqual(type);
            case Type.TypeVar t -> throw notEqual(type);
        };
    }

    private Value floats(FunctionBuilder b, Value left, Value right) {
        Value equal = b.binary(Opcode.FEQ, left, right);
        if (!ofKeys) {
            return equal;
        }
        Value noNumbers = b.binary(Opcode.AND, b.binary(Opcode.FNE, left, left), b.binary(Opcode.FNE, right, right));
        return b.binary(Opcode.OR, equal, noNumbers);
    }

    /** Dicts and Sets are compared by library code; the checker lets nothing else come here. */
    private static IllegalArgumentException notEqual(Type type) {
        return new IllegalArgumentException("equality of " + TypePrinter.show(type));
    }

    private Value call(FunctionBuilder b, Type type, List<Value> left, List<Value> right) {
        String symbol = (ofKeys ? "key_equals::" : "equals::") + TypePrinter.unique(type);
        module.generate(symbol, () -> function(symbol, type));
        List<Value> arguments = new ArrayList<>(left);
        arguments.addAll(right);
        return b.call(symbol, List.of(IrType.I8), arguments).get(0);
    }

    private Function function(String symbol, Type type) {
        List<IrType> one = module.layouts().scalars(type);
        List<IrType> params = new ArrayList<>(one);
        params.addAll(one);
        FunctionBuilder b = new FunctionBuilder(symbol, params, List.of(IrType.I8));
        b.setPosition(module.generatedPosition(symbol));
        b.function().setPosition(b.position());
        List<Value> left = b.function().params().subList(0, one.size());
        List<Value> right = b.function().params().subList(one.size(), 2 * one.size());
        Block different = b.createBlock();
        switch (type) {
            case ListType t -> list(b, t.element(), left.get(0), right.get(0), different);
            case EnumType t -> variants(b, t, left, right, different);
            case RangeType t -> {
                for (int i = 0; i < one.size(); i++) {
                    require(b, b.binary(Opcode.EQ, left.get(i), right.get(i)), different);
                }
                b.ret(b.bool(true));
            }
            default -> throw new IllegalArgumentException("no function for " + type);
        }
        b.switchToSealed(different);
        b.ret(b.bool(false));
        return b.finish();
    }

    /** Goes on where the condition holds, else to {@code different}. */
    private static void require(FunctionBuilder b, Value condition, Block different) {
        Block next = b.createBlock();
        b.branch(condition, next, different);
        b.switchToSealed(next);
    }

    /** Two references to the same immutable or identical object are equal without looking. */
    private static void unlessIdentical(FunctionBuilder b, Value left, Value right) {
        Block same = b.createBlock();
        Block next = b.createBlock();
        b.branch(b.binary(Opcode.EQ, left, right), same, next);
        b.switchToSealed(same);
        b.ret(b.bool(true));
        b.switchToSealed(next);
    }

    private void variants(FunctionBuilder b, EnumType type, List<Value> left, List<Value> right, Block different) {
        EnumLayout layout = module.layouts().enumLayout(type);
        HirEnum declaration = module.program().enumOf(type);
        Variants parts = new Variants(module, b);
        if (layout.shape() == EnumLayout.Shape.NULLABLE) {
            int some = layout.someVariant();
            // Both null, or both not and then by content.
            Block present = b.createBlock();
            Block absent = b.createBlock();
            b.branch(parts.is(layout, left, some), present, absent);
            b.switchToSealed(absent);
            b.ret(parts.is(layout, right, 1 - some));
            b.switchToSealed(present);
            require(b, parts.is(layout, right, some), different);
            fields(b, declaration, layout, left, right, some, different);
            return;
        }
        if (layout.shape() == EnumLayout.Shape.BOXED && (ofKeys || !hasFloats(declaration))) {
            unlessIdentical(b, left.get(0), right.get(0));
        }
        require(b, b.binary(Opcode.EQ, parts.tag(layout, left), parts.tag(layout, right)), different);
        int count = layout.variants().size();
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            blocks.add(b.createBlock());
        }
        parts.dispatch(layout, left, blocks);
        for (int v = 0; v < count; v++) {
            b.switchToSealed(blocks.get(v));
            fields(b, declaration, layout, left, right, v, different);
        }
    }

    /** A NaN inside makes even one and the same box unequal to itself; references lead too far to look. */
    private static boolean hasFloats(HirEnum declaration) {
        return declaration.variants().stream()
                .flatMap(v -> v.fields().stream())
                .anyMatch(f -> !(f.type() instanceof Primitive p) || p.isFloat());
    }

    private void fields(
            FunctionBuilder b,
            HirEnum declaration,
            EnumLayout layout,
            List<Value> left,
            List<Value> right,
            int variant,
            Block different) {
        Variants parts = new Variants(module, b);
        List<HirEnum.Field> fields = declaration.variants().get(variant).fields();
        for (int i = 0; i < fields.size(); i++) {
            List<Value> x = parts.field(layout, left, variant, i);
            List<Value> y = parts.field(layout, right, variant, i);
            require(b, emit(b, fields.get(i).type(), x, y), different);
        }
        b.ret(b.bool(true));
    }

    private void list(FunctionBuilder b, Type element, Value left, Value right, Block different) {
        Elements elements = new Elements(module, b);
        Value length = elements.length(elements.buffer(left, element));
        require(b, b.binary(Opcode.EQ, length, elements.length(elements.buffer(right, element))), different);
        int index = b.variable(IrType.I32);
        b.write(index, b.i32(0));
        Block header = b.createBlock();
        Block inLeft = b.createBlock();
        Block body = b.createBlock();
        Block exit = b.createBlock();
        b.jump(header);
        b.switchTo(header);
        // An equals method of an element may change the lists: look at them anew in every round.
        Value i = b.read(index);
        Value x = elements.buffer(left, element);
        b.branch(b.binary(Opcode.ULT, i, elements.length(x)), inLeft, exit);
        b.switchToSealed(inLeft);
        Value y = elements.buffer(right, element);
        b.branch(b.binary(Opcode.ULT, i, elements.length(y)), body, different);
        b.switchToSealed(body);
        require(b, emit(b, element, elements.load(x, i, element), elements.load(y, i, element)), different);
        b.write(index, b.binary(Opcode.ADD, i, b.i32(1)));
        b.jump(header);
        b.seal(header);
        b.switchToSealed(exit);
        b.ret(b.bool(true));
    }
}
