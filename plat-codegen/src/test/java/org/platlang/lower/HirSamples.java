package org.platlang.lower;

import java.util.List;
import java.util.Optional;
import org.platlang.hir.tree.BinaryOp;
import org.platlang.hir.tree.FunctionRef;
import org.platlang.hir.tree.FunctionSymbol;
import org.platlang.hir.tree.HirEnum;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.*;
import org.platlang.hir.tree.HirFunction;
import org.platlang.hir.tree.HirLabel;
import org.platlang.hir.tree.HirLocal;
import org.platlang.hir.tree.HirPattern.PatBinding;
import org.platlang.hir.tree.HirPattern.PatVariant;
import org.platlang.hir.tree.HirProgram;
import org.platlang.hir.tree.HirScope;
import org.platlang.hir.tree.Intrinsic;
import org.platlang.hir.type.BuiltinTypes;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.EnumType;
import org.platlang.hir.type.Type.ListType;
import org.platlang.hir.type.Type.TaskType;
import org.platlang.lexer.source.SourceFile;
import org.platlang.lexer.source.Span;

/** Small programs made by hand, as the checker would give them. */
final class HirSamples {
    private HirSamples() {}

    static final Span AT = SourceFile.of("sample.plat", "fn main() {}\n").span(0, 12);
    static final Type INT = Primitive.INT32;

    static HirLocal local(int id, String name, Type type, boolean mutable) {
        return new HirLocal(id, name, type, mutable, AT);
    }

    static HirExpr get(HirLocal l) {
        return new HirLocalGet(l, AT);
    }

    static HirExpr i32(int v) {
        return new HirInt(v, INT, AT);
    }

    static HirExpr binary(BinaryOp op, HirExpr a, HirExpr c) {
        return new HirBinary(op, a, c, op.isComparison() ? Primitive.BOOL : a.type(), AT);
    }

    static HirExpr block(HirExpr result, HirExpr... statements) {
        return new HirBlock(List.of(statements), result, AT);
    }

    static HirExpr unit() {
        return new HirUnit(AT);
    }

    static HirExpr call(FunctionRef f, Type type, HirExpr... args) {
        return new HirCall(f, List.of(args), type, AT);
    }

    static HirExpr intrinsic(Intrinsic op, Type argument, Type type, HirExpr... args) {
        return new HirIntrinsic(op, List.of(argument), List.of(args), type, AT);
    }

    static FunctionRef ref(String name) {
        return FunctionRef.of(new FunctionSymbol("main", 0, name, List.of()), List.of());
    }

    static HirFunction function(FunctionRef ref, List<HirLocal> params, int locals, Type result, HirExpr body) {
        return new HirFunction(ref, HirFunction.Kind.FUNCTION, params, locals, result, body, AT);
    }

    static HirEnum option(Type value) {
        return new HirEnum(
                BuiltinTypes.option(value),
                List.of(
                        new HirEnum.Variant("None", List.of()),
                        new HirEnum.Variant("Some", List.of(new HirEnum.Field("field0", value, false)))));
    }

    /** {@code fn fib(n: Int32) -> Int32}. */
    static HirFunction fib() {
        FunctionRef fib = ref("fib");
        HirLocal n = local(0, "n", INT, false);
        HirExpr smaller = call(fib, INT, binary(BinaryOp.SUB, get(n), i32(1)));
        HirExpr smallest = call(fib, INT, binary(BinaryOp.SUB, get(n), i32(2)));
        HirExpr body = block(
                binary(BinaryOp.ADD, smaller, smallest),
                new HirIf(
                        binary(BinaryOp.LESS, get(n), i32(2)), new HirReturn(get(n), AT), unit(), Primitive.UNIT, AT));
        return function(fib, List.of(n), 1, INT, body);
    }

    /** Squares pushed on a list, then summed by a {@code for} over it and by index. */
    static HirFunction listSum() {
        ListType list = new ListType(INT);
        HirLocal n = local(0, "n", INT, false);
        HirLocal xs = local(1, "xs", list, false);
        HirLocal i = local(2, "i", INT, false);
        HirLocal sum = local(3, "sum", INT, true);
        HirLocal x = local(4, "x", INT, false);
        HirLocal j = local(5, "j", INT, false);
        HirLocal v = local(6, "v", INT, false);
        EnumType option = BuiltinTypes.option(INT);
        HirExpr push =
                intrinsic(Intrinsic.LIST_PUSH, INT, Primitive.UNIT, get(xs), binary(BinaryOp.MUL, get(i), get(i)));
        HirExpr add = new HirLocalSet(sum, binary(BinaryOp.ADD, get(sum), get(x)), AT);
        HirExpr match = new HirMatch(
                intrinsic(Intrinsic.LIST_GET, INT, option, get(xs), get(j)),
                List.of(
                        new Arm(
                                new PatVariant(option, BuiltinTypes.SOME, List.of(new PatBinding(v, AT)), AT),
                                Optional.empty(),
                                new HirLocalSet(sum, binary(BinaryOp.ADD, get(sum), get(v)), AT),
                                AT),
                        new Arm(
                                new PatVariant(option, BuiltinTypes.NONE, List.of(), AT),
                                Optional.empty(),
                                new HirLocalSet(sum, binary(BinaryOp.SUB, get(sum), i32(1)), AT),
                                AT)),
                Primitive.UNIT,
                AT);
        HirExpr body = block(
                get(sum),
                new HirLet(xs, new HirListLiteral(list, List.of(i32(7)), AT), AT),
                new HirForRange(new HirLabel("a"), i, i32(0), get(n), false, push, AT),
                new HirLet(sum, i32(0), AT),
                new HirForEach(new HirLabel("b"), Optional.empty(), x, get(xs), add, AT),
                new HirForRange(new HirLabel("c"), j, i32(0), get(n), true, match, AT));
        return function(ref("list_sum"), List.of(n), 7, INT, body);
    }

    /** Text, equality, panics. */
    static HirFunction texts() {
        EnumType option = BuiltinTypes.option(INT);
        HirLocal n = local(0, "n", INT, false);
        HirLocal o = local(1, "o", option, false);
        HirExpr text = new HirInterpolate(
                List.of(
                        new Part(new HirString("o = ", AT), Optional.empty()),
                        new Part(get(o), Optional.empty()),
                        new Part(new HirListLiteral(new ListType(option), List.of(get(o)), AT), Optional.empty())),
                AT);
        HirExpr body = block(
                binary(BinaryOp.DIV, i32(100), get(n)),
                new HirLet(o, new HirVariant(option, BuiltinTypes.SOME, List.of(get(n)), AT), AT),
                new HirIf(
                        new HirEquals(get(o), get(o), false, AT),
                        intrinsic(Intrinsic.PRINT, INT, Primitive.UNIT, text),
                        unit(),
                        Primitive.UNIT,
                        AT));
        return function(ref("texts"), List.of(n), 2, INT, body);
    }

    /** A task in a scope, awaited. */
    static List<HirFunction> tasks() {
        FunctionRef bodyRef = ref("spawn1");
        HirLocal captured = local(0, "n", INT, false);
        HirFunction body = new HirFunction(
                bodyRef, HirFunction.Kind.TASK, List.of(captured), 1, INT, call(ref("fib"), INT, get(captured)), AT);
        HirLocal n = local(0, "n", INT, false);
        HirLocal t = local(1, "t", new TaskType(INT), false);
        HirScope scope = new HirScope("s");
        HirExpr inner = block(
                intrinsic(Intrinsic.TASK_AWAIT, INT, INT, get(t)),
                new HirLet(t, new HirSpawn(bodyRef, List.of(get(n)), scope, false, new TaskType(INT), AT), AT));
        HirFunction outer = function(ref("tasks"), List.of(n), 2, INT, new HirConcurrent(scope, inner, AT));
        return List.of(body, outer);
    }

    static HirProgram program() {
        List<HirFunction> functions = new java.util.ArrayList<>(List.of(fib(), listSum(), texts()));
        functions.addAll(tasks());
        functions.add(function(
                ref("main"),
                List.of(),
                0,
                INT,
                binary(
                        BinaryOp.ADD,
                        call(ref("list_sum"), INT, i32(9)),
                        binary(
                                BinaryOp.ADD,
                                call(ref("texts"), INT, i32(9)),
                                binary(
                                        BinaryOp.ADD,
                                        call(ref("tasks"), INT, i32(9)),
                                        call(ref("fib"), INT, i32(10)))))));
        return new HirProgram(ref("main"), functions, List.of(), List.of(option(INT)), List.of());
    }
}
