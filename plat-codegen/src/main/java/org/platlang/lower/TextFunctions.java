package org.platlang.lower;

import java.util.ArrayList;
import java.util.List;
import org.platlang.hir.tree.HirClass;
import org.platlang.hir.tree.HirEnum;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.Type.EnumType;
import org.platlang.hir.type.Type.ListType;
import org.platlang.hir.type.Type.RangeType;
import org.platlang.hir.type.TypePrinter;
import org.platlang.ir.Aux;
import org.platlang.ir.Block;
import org.platlang.ir.Function;
import org.platlang.ir.FunctionBuilder;
import org.platlang.ir.IrType;
import org.platlang.ir.MemKind;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;

/**
 * Text of values: one generated function per compound type, {@code (text, scalars...) -> text}, so that the recursion
 * over nested values is Plat code on the task's stack, over primitives of the runtime that only append.
 */
final class TextFunctions {
    private final ModuleLowering module;

    TextFunctions(ModuleLowering module) {
        this.module = module;
    }

    /** Appends a value's text; inside a collection Strings are quoted. The result is the text to go on with. */
    Value append(FunctionBuilder b, Value text, Type type, List<Value> value, boolean nested) {
        if (type instanceof Primitive p) {
            return switch (p) {
                case BOOL -> runtime(b, "plat_text_bool", text, value.get(0));
                case INT8, INT16, INT32 ->
                    runtime(b, "plat_text_i64", text, b.convert(Opcode.SEXT, IrType.I64, value.get(0)));
                case INT64 -> runtime(b, "plat_text_i64", text, value.get(0));
                case FLOAT8 -> runtime(b, "plat_text_f8", text, value.get(0));
                case FLOAT16 -> runtime(b, "plat_text_f16", text, value.get(0));
                case FLOAT32 -> runtime(b, "plat_text_f32", text, value.get(0));
                case FLOAT64 -> runtime(b, "plat_text_f64", text, value.get(0));
                case STRING -> runtime(b, nested ? "plat_text_quoted" : "plat_text_string", text, value.get(0));
                case UNIT -> literal(b, text, "()");
                case NEVER -> text;
                case DURATION -> runtime(b, "plat_text_duration", text, value.get(0));
                case ERROR -> throw new IllegalArgumentException("text of an error");
            };
        }
        String symbol = "text::" + TypePrinter.unique(type);
        module.generate(symbol, () -> function(symbol, type));
        List<Value> arguments = new ArrayList<>();
        arguments.add(text);
        arguments.addAll(value);
        return b.call(symbol, List.of(IrType.REF), arguments).get(0);
    }

    private static Value runtime(FunctionBuilder b, String symbol, Value... arguments) {
        return RuntimeCalls.call(b, symbol, arguments).get(0);
    }

    private Value literal(FunctionBuilder b, Value text, String literal) {
        Value string = b.symbolAddress(IrType.REF, module.strings().string(literal));
        return runtime(b, "plat_text_string", text, string);
    }

    private Function function(String symbol, Type type) {
        List<IrType> params = new ArrayList<>();
        params.add(IrType.REF);
        params.addAll(module.layouts().scalars(type));
        FunctionBuilder b = new FunctionBuilder(symbol, params, List.of(IrType.REF));
        b.setPosition(module.generatedPosition(symbol));
        b.function().setPosition(b.position());
        List<Value> value = new ArrayList<>(b.function().params());
        Value text = value.remove(0);
        switch (type) {
            case ListType t -> list(b, text, value.get(0), t.element());
            case EnumType t -> variants(b, text, value, t);
            case ClassType t -> instance(b, text, value.get(0), t);
            case RangeType t -> {
                Value start = append(b, text, t.element(), value.subList(0, 1), true);
                Value dots = b.select(
                        value.get(2),
                        b.symbolAddress(IrType.REF, module.strings().string("..=")),
                        b.symbolAddress(IrType.REF, module.strings().string("..")));
                Value middle = runtime(b, "plat_text_string", start, dots);
                Value bounds = append(b, middle, t.element(), value.subList(1, 2), true);
                Block plain = b.createBlock();
                Block stepped = b.createBlock();
                b.branch(b.binary(Opcode.EQ, value.get(3), b.i64(1)), plain, stepped);
                b.switchToSealed(plain);
                b.ret(bounds);
                b.switchToSealed(stepped);
                b.ret(runtime(b, "plat_text_i64", literal(b, bounds, " step "), value.get(3)));
            }
            case Type.TaskType t -> b.ret(literal(b, text, TypePrinter.show(type)));
            case Type.FunctionType t -> b.ret(literal(b, text, TypePrinter.show(type)));
            case Type.ChannelType t -> b.ret(literal(b, text, TypePrinter.show(type)));
            default -> throw new UnsupportedOperationException("not available yet: text of " + TypePrinter.show(type));
        }
        return b.finish();
    }

    private void list(FunctionBuilder b, Value start, Value list, Type element) {
        int text = b.variable(IrType.REF);
        int index = b.variable(IrType.I32);
        b.write(text, literal(b, start, "["));
        b.write(index, b.i32(0));
        Block header = b.createBlock();
        Block body = b.createBlock();
        Block comma = b.createBlock();
        Block item = b.createBlock();
        Block exit = b.createBlock();
        b.jump(header);
        b.switchTo(header);
        // A to_string of an element may change the list: look at it anew in every round.
        Elements elements = new Elements(module, b);
        Value i = b.read(index);
        Value buffer = elements.buffer(list, element);
        b.branch(b.binary(Opcode.ULT, i, elements.length(buffer)), body, exit);
        b.switchToSealed(body);
        List<Value> value = elements.load(buffer, i, element);
        b.branch(b.binary(Opcode.NE, i, b.i32(0)), comma, item);
        b.switchToSealed(comma);
        b.write(text, literal(b, b.read(text), ", "));
        b.jump(item);
        b.switchToSealed(item);
        b.write(text, append(b, b.read(text), element, value, true));
        b.write(index, b.binary(Opcode.ADD, i, b.i32(1)));
        b.jump(header);
        b.seal(header);
        b.switchToSealed(exit);
        b.ret(literal(b, b.read(text), "]"));
    }

    private void variants(FunctionBuilder b, Value text, List<Value> value, EnumType type) {
        EnumLayout layout = module.layouts().enumLayout(type);
        HirEnum declaration = module.program().enumOf(type);
        Variants parts = new Variants(module, b);
        int count = layout.variants().size();
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            blocks.add(b.createBlock());
        }
        parts.dispatch(layout, value, blocks);
        for (int v = 0; v < count; v++) {
            b.switchToSealed(blocks.get(v));
            HirEnum.Variant variant = declaration.variants().get(v);
            String name = type.symbol().name() + "::" + variant.name();
            if (variant.fields().isEmpty()) {
                b.ret(literal(b, text, name));
                continue;
            }
            Value now = text;
            String before = name + "(";
            for (int i = 0; i < variant.fields().size(); i++) {
                HirEnum.Field field = variant.fields().get(i);
                now = literal(b, now, field.named() ? before + field.name() + " = " : before);
                now = append(b, now, field.type(), parts.field(layout, value, v, i), true);
                before = ", ";
            }
            b.ret(literal(b, now, ")"));
        }
    }

    /** Without a {@code to_string} of its own a class leaves instances of subclasses to the text of those. */
    private void subclasses(FunctionBuilder b, Value text, Value object, ClassType type) {
        for (HirClass sub : module.hierarchy().instantiated(type)) {
            if (sub.name().equals(TypePrinter.unique(type))) {
                continue;
            }
            Value descriptor = b.load(IrType.I64, object, 0, MemKind.IMMUTABLE);
            Block own = b.createBlock();
            Block next = b.createBlock();
            b.branch(module.classes().isDescriptor(b, descriptor, sub.type()), own, next);
            b.switchToSealed(own);
            b.ret(append(b, text, sub.type(), List.of(object), true));
            b.switchToSealed(next);
        }
    }

    private void instance(FunctionBuilder b, Value text, Value object, ClassType type) {
        HirClass declaration = module.program().classOf(type);
        if (declaration.toStringMethod().isPresent()) {
            Value own = module.classes()
                    .call(b, type, declaration.toStringMethod().get(), List.of(IrType.REF), List.of(object))
                    .get(0);
            b.ret(runtime(b, "plat_text_string", text, own));
            return;
        }
        subclasses(b, text, object, type);
        ClassLayout layout = module.layouts().classLayout(type);
        Value now = text;
        String before = type.symbol().name() + "(";
        for (int i = 0; i < declaration.fields().size(); i++) {
            HirClass.Field field = declaration.fields().get(i);
            now = literal(b, now, before + field.name() + " = ");
            List<Value> value = new ArrayList<>();
            for (int s = layout.firstScalar().get(i); s < layout.firstScalar().get(i + 1); s++) {
                Aux.Mem place = module.classes()
                        .place(type, i, layout.struct().offsets().get(s));
                value.add(b.load(layout.struct().scalars().get(s), object, place));
            }
            now = append(b, now, field.type(), value, true);
            before = ", ";
        }
        b.ret(literal(b, now, declaration.fields().isEmpty() ? before + ")" : ")"));
    }
}
