package org.platlang.lower;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.platlang.hir.tree.FunctionRef;
import org.platlang.hir.tree.HirFunction;
import org.platlang.hir.tree.HirLocal;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type.FunctionType;
import org.platlang.hir.type.TypePrinter;
import org.platlang.ir.Block;
import org.platlang.ir.Function;
import org.platlang.ir.FunctionBuilder;
import org.platlang.ir.IrType;
import org.platlang.ir.MemKind;
import org.platlang.ir.Value;

/**
 * Function values. One is an immutable object: a number that tells the function among those of its type in the program,
 * then the captured scalars. Calling one is calling the type's generated {@code apply} function, which switches on the
 * number and calls the function directly (Reynolds' defunctionalisation, 1972): with the whole program at hand the
 * inliner then sees through a call, and a type with a single function needs no test at all.
 */
final class FunctionValues {
    private static final int NUMBER = 8;
    private static final int CAPTURES = 12;

    private final ModuleLowering module;
    /** By unique name of the function type: its functions in order of their numbers. */
    private final Map<String, Map<String, FunctionRef>> byType = new LinkedHashMap<>();

    FunctionValues(ModuleLowering module) {
        this.module = module;
    }

    /** A value of this type: the function with these captured scalars. */
    Value make(FunctionBuilder b, FunctionType type, FunctionRef function, List<Value> captures) {
        int number = number(type, function);
        String descriptor = descriptor(type, function, captures);
        if (captures.isEmpty()) {
            return b.symbolAddress(
                    IrType.REF, module.descriptors().constant("plat.value.fn." + function.name(), descriptor, number));
        }
        Struct struct = captured(captures.stream().map(Value::type).toList());
        Value object = b.alloc(descriptor, struct.objectSize());
        b.store(object, NUMBER, b.i32(number), MemKind.IMMUTABLE);
        for (int i = 0; i < captures.size(); i++) {
            b.store(object, struct.offsets().get(i), captures.get(i), MemKind.IMMUTABLE);
        }
        return object;
    }

    private String descriptor(FunctionType type, FunctionRef function, List<Value> captures) {
        Struct struct = captured(captures.stream().map(Value::type).toList());
        return module.descriptors().ofFunctionValue(function.name(), TypePrinter.show(type), struct);
    }

    private static Struct captured(List<IrType> scalars) {
        return Struct.of(scalars, CAPTURES);
    }

    private int number(FunctionType type, FunctionRef function) {
        Map<String, FunctionRef> functions =
                byType.computeIfAbsent(TypePrinter.unique(type), t -> new LinkedHashMap<>());
        functions.putIfAbsent(function.name(), function);
        return List.copyOf(functions.keySet()).indexOf(function.name());
    }

    /** Calls a function value. */
    List<Value> call(FunctionBuilder b, FunctionType type, Value callee, List<Value> arguments) {
        String symbol = "apply::" + TypePrinter.unique(type);
        module.generate(symbol, () -> apply(symbol, type));
        List<Value> all = new ArrayList<>();
        all.add(callee);
        all.addAll(arguments);
        return b.call(symbol, module.layouts().scalars(type.result()), all);
    }

    /** Made after all functions are lowered, when every function value's making has been seen. */
    private Function apply(String symbol, FunctionType type) {
        List<IrType> params = new ArrayList<>();
        params.add(IrType.REF);
        params.addAll(module.layouts().scalarsOf(type.parameters()));
        FunctionBuilder b = new FunctionBuilder(symbol, params, module.layouts().scalars(type.result()));
        b.setPosition(module.generatedPosition(symbol));
        b.function().setPosition(b.position());
        List<FunctionRef> functions = List.copyOf(
                byType.getOrDefault(TypePrinter.unique(type), Map.of()).values());
        if (functions.isEmpty()) {
            b.unreachable(); // nothing of this type is ever made
            return b.finish();
        }
        Value callee = b.param(0);
        List<Block> targets = new ArrayList<>();
        List<Long> keys = new ArrayList<>();
        for (int i = 0; i < functions.size(); i++) {
            targets.add(b.createBlock());
            keys.add((long) i);
        }
        int last = functions.size() - 1;
        if (last == 0) {
            b.jump(targets.get(0));
        } else {
            b.switchOn(
                    b.load(IrType.I32, callee, NUMBER, MemKind.IMMUTABLE),
                    keys.subList(0, last),
                    targets.subList(0, last),
                    targets.get(last));
        }
        for (int i = 0; i < functions.size(); i++) {
            b.switchToSealed(targets.get(i));
            forward(b, functions.get(i), type, callee);
        }
        return b.finish();
    }

    private void forward(FunctionBuilder b, FunctionRef ref, FunctionType type, Value callee) {
        HirFunction function = module.program().function(ref);
        int captures = function.parameters().size() - type.parameters().size();
        List<IrType> scalars = module.layouts()
                .scalarsOf(function.parameters().subList(0, captures).stream()
                        .map(HirLocal::type)
                        .toList());
        Struct struct = captured(scalars);
        List<Value> arguments = new ArrayList<>();
        for (int i = 0; i < scalars.size(); i++) {
            arguments.add(b.load(scalars.get(i), callee, struct.offsets().get(i), MemKind.IMMUTABLE));
        }
        arguments.addAll(b.function().params().subList(1, b.function().params().size()));
        List<Value> results = b.call(module.symbol(ref), module.layouts().scalars(function.result()), arguments);
        if (function.result() == Primitive.NEVER && type.result() != Primitive.NEVER) {
            b.unreachable();
        } else {
            b.ret(results.toArray(new Value[0]));
        }
    }
}
