package org.platlang.parser.ast;

import java.util.List;
import java.util.Optional;
import org.platlang.lexer.source.Span;

/**
 * An item of a file, or a member of a class or enum. {@code documentation} is the text of the {@code ///} lines before
 * it, without the slashes and one space; empty if there are none.
 */
public sealed interface Decl {
    Span span();

    /** The declared name; that of an {@link Init} is {@code init}. */
    Identifier name();

    /**
     * A function (§6), a method of a class or enum (§7, §8), or a function of a test or bench block (§13).
     *
     * @param result absent where none is written: Unit
     */
    record Function(
            String documentation,
            Modifiers modifiers,
            Identifier name,
            List<TypeParameter> typeParameters,
            List<Parameter> parameters,
            Optional<TypeExpr> result,
            Expr.Block body,
            Span span)
            implements Decl {}

    /**
     * A class (§7). Each list is in written order; the grammar allows any mixture. More than one {@code init} is for
     * the checker to report.
     */
    record Class(
            String documentation,
            Modifiers modifiers,
            Identifier name,
            List<TypeParameter> typeParameters,
            Optional<TypeExpr> base,
            List<Field> fields,
            List<Init> inits,
            List<Function> methods,
            Span span)
            implements Decl {}

    /** {@code let name: T;}, {@code var name: T = default;} in a class (§7); always with a type. */
    record Field(
            String documentation,
            Modifiers modifiers,
            boolean mutable,
            Identifier name,
            TypeExpr type,
            Optional<Expr> defaultValue,
            Span span)
            implements Decl {}

    /** {@code init(…) -> C { … }} in a class (§7). */
    record Init(
            String documentation,
            Modifiers modifiers,
            Identifier name,
            List<Parameter> parameters,
            Optional<TypeExpr> result,
            Expr.Block body,
            Span span)
            implements Decl {}

    /** An enum (§8). */
    record Enum(
            String documentation,
            Modifiers modifiers,
            Identifier name,
            List<TypeParameter> typeParameters,
            List<Variant> variants,
            List<Function> methods,
            Span span)
            implements Decl {}

    /** A variant of an enum (§8); parentheses, where written, are not empty. */
    record Variant(String documentation, Identifier name, List<VariantField> fields, Span span) implements Decl {}

    /** {@code type A<T> = …;} (§3). */
    record TypeAlias(
            String documentation,
            Modifiers modifiers,
            Identifier name,
            List<TypeParameter> typeParameters,
            TypeExpr target,
            Span span)
            implements Decl {}

    /** {@code newtype N = T;} (§3). */
    record Newtype(String documentation, Modifiers modifiers, Identifier name, TypeExpr base, Span span)
            implements Decl {}

    /** {@code const NAME: T = value;} (§2). */
    record Constant(String documentation, Modifiers modifiers, Identifier name, TypeExpr type, Expr value, Span span)
            implements Decl {}

    /** {@code task_local NAME: T = value;} (§10). */
    record TaskLocal(String documentation, Modifiers modifiers, Identifier name, TypeExpr type, Expr value, Span span)
            implements Decl {}

    /** {@code test name { … }} or {@code bench name { … }} (§13). */
    record TestBlock(String documentation, boolean benchmark, Identifier name, List<Function> functions, Span span)
            implements Decl {}

    /**
     * The words before a declaration. Items have {@code pub} only; fields and {@code init} have {@code pub} only;
     * methods any, in the order {@code pub}, {@code override} or {@code virtual}, {@code mut} (others are reported by
     * the parser and kept).
     *
     * @param span of the words; empty, at the declaration's start, where there are none
     */
    record Modifiers(boolean isPublic, boolean isVirtual, boolean isOverride, boolean isMut, Span span) {}

    /** {@code T: Ordered + Text} (§6). */
    record TypeParameter(Identifier name, List<TypeExpr> bounds, Span span) {}

    /** {@code name: T = default} of a function, method or {@code init}. */
    record Parameter(Identifier name, TypeExpr type, Optional<Expr> defaultValue, Span span) {}

    /** A field of a variant: {@code T} or {@code name: T}. A mixture is for the checker to report. */
    record VariantField(Optional<Identifier> name, TypeExpr type, Span span) {}
}
