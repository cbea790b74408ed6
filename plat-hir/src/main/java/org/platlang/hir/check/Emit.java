package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.platlang.hir.tree.FunctionRef;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirCall;
import org.platlang.hir.tree.HirExpr.HirCast;
import org.platlang.hir.tree.HirExpr.HirEquals;
import org.platlang.hir.tree.HirExpr.HirInt;
import org.platlang.hir.tree.HirExpr.HirInterpolate;
import org.platlang.hir.tree.HirExpr.HirIntrinsic;
import org.platlang.hir.tree.HirExpr.HirToText;
import org.platlang.hir.tree.HirExpr.HirVariant;
import org.platlang.hir.tree.HirExpr.Part;
import org.platlang.hir.tree.Intrinsic;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.EnumType;
import org.platlang.hir.type.TypeParam;
import org.platlang.hir.type.Types;
import org.platlang.lexer.source.Span;

/** The HIR of a call whose arguments are known. */
final class Emit {
    private Emit() {}

    /** @param arguments receiver first, then one per parameter */
    static HirExpr call(Signature s, Map<TypeParam, Type> solved, List<HirExpr> arguments, Type result, Span span) {
        return switch (s.target()) {
            case Signature.Target.Function f -> {
                List<Type> types = new ArrayList<>();
                for (TypeParam p : f.symbol().typeParameters()) {
                    Type t = solved.get(p);
                    types.add(t == null ? Primitive.ERROR : t);
                }
                yield new HirCall(FunctionRef.of(f.symbol(), types), arguments, result, span);
            }
            case Signature.Target.Virtual f -> {
                List<Type> types = new ArrayList<>();
                for (TypeParam p : f.symbol().typeParameters()) {
                    Type t = solved.get(p);
                    types.add(t == null ? Primitive.ERROR : t);
                }
                yield new HirExpr.HirCallVirtual(FunctionRef.of(f.symbol(), types), arguments, result, span);
            }
            case Signature.Target.Op op -> intrinsic(op, solved, arguments, result, span);
            case Signature.Target.Derived d -> derived(d.form(), arguments, result, span);
            case Signature.Target.Widened w -> {
                List<HirExpr> wide = arguments.stream()
                        .map(a -> (HirExpr) new HirCast(a, Primitive.FLOAT64, a.span()))
                        .toList();
                yield new HirCast(call(s.to(w.function()), solved, wide, Primitive.FLOAT64, span), result, span);
            }
            case Signature.Target.Variant v ->
                new HirVariant((EnumType) Types.substitute(v.type(), solved), v.index(), arguments, span);
        };
    }

    private static HirExpr intrinsic(
            Signature.Target.Op op, Map<TypeParam, Type> solved, List<HirExpr> arguments, Type result, Span span) {
        List<HirExpr> given = arguments;
        if (op.op() == Intrinsic.PRINT || op.op() == Intrinsic.EPRINT || op.op() == Intrinsic.WRITE) {
            given = List.of(text(arguments.get(0)));
        }
        return new HirIntrinsic(op.op(), Types.substitute(op.typeArguments(), solved), given, result, span);
    }

    private static HirExpr derived(Signature.Form form, List<HirExpr> a, Type result, Span span) {
        HirExpr self = a.get(0);
        return switch (form) {
            case SAME_VALUE -> new HirCast(self, result, span);
            case STRING_IS_EMPTY -> isZero(Intrinsic.STRING_BYTE_LENGTH, List.of(), self, span);
            case STRING_CONCAT ->
                new HirInterpolate(
                        List.of(new Part(self, Optional.empty()), new Part(a.get(1), Optional.empty())), span);
            case LIST_IS_EMPTY -> isZero(Intrinsic.LIST_LENGTH, Types.parts(self.type()), self, span);
            case LIST_FIRST ->
                new HirIntrinsic(Intrinsic.LIST_GET, Types.parts(self.type()), List.of(self, zero(span)), result, span);
            case LIST_COPY ->
                new HirIntrinsic(
                        Intrinsic.LIST_SLICE,
                        Types.parts(self.type()),
                        List.of(self, zero(span), new HirInt(Integer.MAX_VALUE, Primitive.INT32, span)),
                        result,
                        span);
        };
    }

    private static HirExpr isZero(Intrinsic length, List<Type> types, HirExpr self, Span span) {
        HirExpr n = new HirIntrinsic(length, types, List.of(self), Primitive.INT32, span);
        return new HirEquals(n, zero(span), false, span);
    }

    private static HirExpr zero(Span span) {
        return new HirInt(0, Primitive.INT32, span);
    }

    /** The value's text; a String is its own. */
    static HirExpr text(HirExpr h) {
        return h.type() == Primitive.STRING ? h : new HirToText(h, h.span());
    }
}
