package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.Headers.FunctionHeader;
import org.platlang.hir.check.Headers.FunctionKind;
import org.platlang.hir.tree.BinaryOp;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.Arm;
import org.platlang.hir.tree.HirExpr.HirBinary;
import org.platlang.hir.tree.HirExpr.HirBlock;
import org.platlang.hir.tree.HirExpr.HirBreak;
import org.platlang.hir.tree.HirExpr.HirInt;
import org.platlang.hir.tree.HirExpr.HirLet;
import org.platlang.hir.tree.HirExpr.HirLocalGet;
import org.platlang.hir.tree.HirExpr.HirLocalSet;
import org.platlang.hir.tree.HirExpr.HirMatch;
import org.platlang.hir.tree.HirExpr.HirUnit;
import org.platlang.hir.tree.HirExpr.HirWhile;
import org.platlang.hir.tree.HirLabel;
import org.platlang.hir.tree.HirLocal;
import org.platlang.hir.tree.HirPattern;
import org.platlang.hir.tree.HirPattern.PatBinding;
import org.platlang.hir.tree.HirPattern.PatVariant;
import org.platlang.hir.type.BuiltinTypes;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.Type.EnumType;
import org.platlang.hir.type.TypeParam;
import org.platlang.hir.type.Types;
import org.platlang.lexer.source.Span;

/**
 * {@code for} over a class with {@code fn length() -> Int32} and {@code fn get(index: Int32) -> Option<T>} (§4): a {@code
 * while} that counts. As for lists, the length is seen once, and a {@code None} ends the loop early.
 */
final class ClassLoops {
    private ClassLoops() {}

    /** The element type, or null where the class has not both methods in this form. */
    static @Nullable Type element(Env env, ClassType type, Span use) {
        Inheritance.Found lengthFound = Inheritance.find(env, type, "length");
        Inheritance.Found getFound = Inheritance.find(env, type, "get");
        if (lengthFound == null || getFound == null) {
            return null;
        }
        FunctionHeader length = lengthFound.method();
        FunctionHeader get = getFound.method();
        if (!isMethod(length, 0) || !isMethod(get, 1)) {
            return null;
        }
        Signature.Parameter index = get.signature().parameters().get(0);
        if (length.signature().result() != Primitive.INT32
                || index.type() != Primitive.INT32
                || !index.name().equals("index")
                || !BuiltinTypes.isOption(get.signature().result())) {
            return null;
        }
        Visibility.check(env, length, use);
        Visibility.check(env, get, use);
        return ((EnumType) optionOf(get, getFound.owner())).arguments().get(0);
    }

    private static boolean isMethod(FunctionHeader f, int parameters) {
        return (f.kind() == FunctionKind.METHOD || f.kind() == FunctionKind.STATIC)
                && f.signature().parameters().size() == parameters
                && f.symbol().typeParameters().size() == f.symbol().ownerParameters();
    }

    private static Type optionOf(FunctionHeader get, ClassType type) {
        return Types.substitute(get.signature().result(), by(type));
    }

    private static Map<TypeParam, Type> by(ClassType type) {
        return Bounds.bind(type.symbol().typeParameters(), type.arguments());
    }

    private static HirExpr call(
            Inheritance.Found method, HirExpr self, List<HirExpr> arguments, Type result, Span span) {
        List<HirExpr> all = new ArrayList<>();
        if (method.method().kind() == FunctionKind.METHOD) {
            all.add(Inheritance.upcast(self, method.owner()));
        }
        all.addAll(arguments);
        return Emit.call(method.method().signature(), by(method.owner()), List.copyOf(all), result, span);
    }

    /** The loop; {@code local} is its variable and {@code inner} its body. */
    static HirExpr loop(Body body, HirLabel label, HirLocal local, HirExpr iterated, HirExpr inner, Span span) {
        ClassType type = (ClassType) iterated.type();
        Inheritance.Found length = Inheritance.find(body.env, type, "length");
        Inheritance.Found get = Inheritance.find(body.env, type, "get");
        if (length == null || get == null) {
            throw new IllegalStateException("class without length and get: " + type);
        }
        EnumType option = (EnumType) optionOf(get.method(), get.owner());
        HirLocal over = body.frame.newLocal("$over", type, false, span);
        HirLocal count = body.frame.newLocal("$length", Primitive.INT32, false, span);
        HirLocal index = body.frame.newLocal("$index", Primitive.INT32, true, span);
        HirLocal next = body.frame.newLocal("$next", option, false, span);
        HirExpr self = new HirLocalGet(over, span);
        HirExpr at = new HirLocalGet(index, span);
        List<HirExpr> before = new ArrayList<>();
        before.add(new HirLet(over, iterated, span));
        before.add(new HirLet(count, call(length, self, List.of(), Primitive.INT32, span), span));
        before.add(new HirLet(index, new HirInt(0, Primitive.INT32, span), span));
        HirPattern some = new PatVariant(option, BuiltinTypes.SOME, List.of(new PatBinding(local, span)), span);
        HirPattern none = new PatVariant(option, BuiltinTypes.NONE, List.of(), span);
        HirExpr leave = new HirBreak(label, new HirUnit(span), span);
        HirExpr match = new HirMatch(
                new HirLocalGet(next, span),
                List.of(new Arm(some, Optional.empty(), inner, span), new Arm(none, Optional.empty(), leave, span)),
                inner.type(),
                span);
        HirExpr fetch = new HirLet(next, call(get, self, List.of(at), option, span), span);
        HirExpr one = new HirInt(1, Primitive.INT32, span);
        HirExpr step = new HirLocalSet(index, new HirBinary(BinaryOp.ADD, at, one, Primitive.INT32, span), span);
        HirExpr round = new HirBlock(List.of(fetch, step), match, span);
        HirExpr condition = new HirBinary(BinaryOp.LESS, at, new HirLocalGet(count, span), Primitive.BOOL, span);
        return new HirBlock(List.copyOf(before), new HirWhile(label, condition, Body.asUnit(round), span), span);
    }
}
