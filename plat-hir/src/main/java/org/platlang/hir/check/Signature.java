package org.platlang.hir.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.tree.FunctionSymbol;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.Intrinsic;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.EnumType;
import org.platlang.hir.type.TypeParam;
import org.platlang.hir.type.Types;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Expr;

/**
 * Something that is called with named arguments.
 *
 * @param name for messages: {@code area}, {@code Point.init}, {@code String.trim}
 * @param typeParameters those that a call chooses; a method's receiver has fixed its owner's already, or they are
 *     inferred from the receiver as the first argument
 * @param positional whether arguments may stand without names (variants with unnamed fields)
 * @param span of the declared name; null for built-in ones
 */
record Signature(
        String name,
        List<TypeParam> typeParameters,
        List<Parameter> parameters,
        Type result,
        Target target,
        boolean positional,
        @Nullable Span span) {

    /** What a call becomes. */
    sealed interface Target {
        /** A call of a function; its type arguments are those of the signature, in order. */
        record Function(FunctionSymbol symbol) implements Target {}

        /** A call of a method by the class of its instance. */
        record Virtual(FunctionSymbol symbol) implements Target {}

        /** An intrinsic; {@code typeArguments} may mention the signature's type parameters. */
        record Op(Intrinsic op, List<Type> typeArguments) implements Target {}

        /** A few operations away from an intrinsic: see {@link Emit}. */
        record Derived(Form form) implements Target {}

        /** A function of Float64 as a method of narrower floats: they are widened for it, and its result is rounded. */
        record Widened(Target function) implements Target {}

        /** A value of an enum. */
        record Variant(EnumType type, int index) implements Target {}
    }

    /** The same signature for another target. */
    Signature to(Target other) {
        return new Signature(name, typeParameters, parameters, result, other, positional, span);
    }

    /** Small operations written in HIR at the call. */
    enum Form {
        STRING_IS_EMPTY,
        STRING_CONCAT,
        LIST_IS_EMPTY,
        LIST_FIRST,
        LIST_COPY,
        SAME_VALUE
    }

    /**
     * A parameter.
     *
     * @param otherName a second accepted name, or empty
     * @param defaultValue null where the argument must be given
     * @param span null for built-in ones
     */
    record Parameter(
            String name,
            String otherName,
            Type type,
            @Nullable Default defaultValue,
            @Nullable Span span) {
        boolean isNamed(String wanted) {
            return name.equals(wanted) || otherName.equals(wanted);
        }
    }

    /** What stands in for an argument that is not given. */
    sealed interface Default {
        /**
         * Written in the program: a function of the parameters to its left; {@code Defaults} decides how the value is
         * made at a call.
         *
         * @param function its compiled form, where it is no plain constant
         * @param by for an inherited one: the type parameters of the class it was written in, as types of the class that
         *     inherits it
         */
        record Written(Expr expr, FunctionSymbol function, Map<TypeParam, Type> by) implements Default {
            /** As a class inherits it whose base type binds the parameters so. */
            Written inherited(Map<TypeParam, Type> base) {
                return base.isEmpty() ? this : new Written(expr, function, bound(base));
            }

            /** The function's type parameters as types, where those of the inheriting class are solved so. */
            Map<TypeParam, Type> bound(Map<TypeParam, Type> solved) {
                if (by.isEmpty()) {
                    return solved;
                }
                Map<TypeParam, Type> all = new HashMap<>(solved);
                by.forEach((p, t) -> all.put(p, Types.substitute(t, solved)));
                return all;
            }
        }

        /** A constant of a built-in function. */
        record Constant(HirExpr value) implements Default {}

        static Default of(HirExpr value) {
            return new Constant(value);
        }
    }
}
