package org.platlang.parser.ast;

import java.util.List;
import java.util.Optional;
import org.platlang.lexer.source.Span;

/**
 * An expression (§5, and the constructs of §6, §8, §10). Operators are folded by precedence; arguments, elements and
 * arms stand in written order; braces are already told apart into {@link Block} and {@link DictLiteral}. Parentheses are
 * kept ({@link Parenthesized}), since {@code (self.f)(1)} and {@code -(1)} differ from what they enclose.
 */
public sealed interface Expr {
    Span span();

    // ---- literals (§1, §5)

    /**
     * An integer as written, without sign. Range is for the checker.
     *
     * @param value the magnitude as an unsigned 64-bit number (more bits are reported by the parser)
     * @param decimal false for hex, octal and binary, which may use all bits of their type
     * @param suffix {@code NONE} or an integer suffix ({@code 2f64} is a {@link FloatLiteral})
     */
    record IntLiteral(long value, boolean decimal, NumberSuffix suffix, Span span) implements Expr {}

    /**
     * A float as written, without sign.
     *
     * @param digits decimal text without underscores and suffix, fit for {@code Double.parseDouble} and
     *     {@code Float.parseFloat} (kept as text so that each width rounds once)
     * @param suffix {@code NONE} or a float suffix
     */
    record FloatLiteral(String digits, NumberSuffix suffix, Span span) implements Expr {}

    /** {@code 250ms}, in nanoseconds; {@code Long.MIN_VALUE} is 2^63 of them, which only a {@code -} brings into range. */
    record DurationLiteral(long nanoseconds, Span span) implements Expr {}

    record BoolLiteral(boolean value, Span span) implements Expr {}

    /** A string without interpolation, raw or not; escapes are resolved. */
    record StringLiteral(String value, Span span) implements Expr {}

    /** A string with at least one {@code ${…}}; neighbouring pieces of text are joined, empty ones left out. */
    record InterpolatedString(List<StringPart> parts, Span span) implements Expr {}

    /** {@code ()}. */
    record UnitLiteral(Span span) implements Expr {}

    /** {@code [a, b]}. */
    record ListLiteral(List<Expr> elements, Span span) implements Expr {}

    /** {@code {k: v}} or {@code {}} where it is no block. */
    record DictLiteral(List<DictEntry> entries, Span span) implements Expr {}

    /** {@code Set{a, b}}. */
    record SetLiteral(List<Expr> elements, Span span) implements Expr {}

    // ---- names and postfix forms (§5)

    /**
     * A name or path: {@code x}, {@code a::b}, {@code Shape::Circle}, {@code identity<Int32>}, {@code
     * List[Int32]::filled}. What it names is for the checker. {@code Dog.init(…)} is a {@link Call} of a {@link Member}
     * of a path.
     *
     * @param segments at least one
     */
    record Path(List<PathSegment> segments, Span span) implements Expr {
        /** The single name, if this is one without type arguments. */
        public Optional<Identifier> simpleName() {
            return segments.size() == 1 && segments.get(0).typeArguments().isEmpty()
                    ? Optional.of(segments.get(0).name())
                    : Optional.empty();
        }
    }

    record Self(Span span) implements Expr {}

    /** {@code super.init(…)}, {@code super.m(…)}. */
    record SuperCall(Identifier method, List<Argument> arguments, Span span) implements Expr {}

    /**
     * {@code callee(arguments)}. A method call has a {@link Member} as callee; {@code (self.f)(1)} a {@link
     * Parenthesized}, which calls the function value.
     */
    record Call(Expr callee, List<Argument> arguments, Span span) implements Expr {}

    /**
     * {@code receiver.name}; with type arguments only as the callee of a call ({@code x.map<Int32>(…)}).
     */
    record Member(Expr receiver, Identifier name, List<TypeExpr> typeArguments, Span span) implements Expr {}

    /** {@code receiver[index]}. */
    record Index(Expr receiver, Expr index, Span span) implements Expr {}

    /** {@code operand?} (§9). */
    record Try(Expr operand, Span span) implements Expr {}

    /** {@code operand!}: unwrap or panic. */
    record Unwrap(Expr operand, Span span) implements Expr {}

    /** {@code (inner)}. */
    record Parenthesized(Expr inner, Span span) implements Expr {}

    // ---- operators (§5)

    /** A negated literal stays {@code Unary(NEGATE, IntLiteral)}: the sign then counts for its range. */
    record Unary(UnaryOperator operator, Expr operand, Span span) implements Expr {}

    /** @param operatorSpan the operator alone */
    record Binary(BinaryOperator operator, Span operatorSpan, Expr left, Expr right, Span span) implements Expr {}

    /** {@code start..end}, {@code start..=end}. */
    record Range(Expr start, Expr end, boolean inclusive, Span span) implements Expr {}

    /** {@code cast(value = e, target = T)} (§3); {@code cast(value, target = T)} has the variable {@code value}. */
    record Cast(Expr value, TypeExpr target, Span span) implements Expr {}

    // ---- functions (§6)

    /** {@code fn(x: T, y) -> R { … }}. */
    record Lambda(List<LambdaParameter> parameters, Optional<TypeExpr> result, Block body, Span span) implements Expr {}

    // ---- blocks and control flow (§4, §5, §8)

    /**
     * {@code { … }}: statements, then the value if the block ends in an expression without {@code ;}. A block without
     * {@code result} has type Unit, or Never if its end cannot be reached.
     */
    record Block(List<Stmt> statements, Optional<Expr> result, Span span) implements Expr {}

    /**
     * {@code if (c) { … } else …}. Without {@code otherwise} only as a statement, arm body or last thing of a block.
     *
     * @param otherwise a {@link Block} or another {@code If}
     */
    record If(Stmt.Condition condition, Block then, Optional<Expr> otherwise, Span span) implements Expr {}

    record Match(Expr subject, List<MatchArm> arms, Span span) implements Expr {}

    /** {@code loop { … }}; its value comes from {@code break e}. */
    record Loop(Optional<Identifier> label, Block body, Span span) implements Expr {}

    // ---- concurrency (§10)

    record Concurrent(Block body, Span span) implements Expr {}

    record Spawn(Block body, Span span) implements Expr {}

    /** {@code race { spawn { a }, spawn { b } }}; no arms is for the checker to report. */
    record Race(List<Spawn> arms, Span span) implements Expr {}

    /** {@code race (u: T in list) { … }}. */
    record RaceList(Stmt.LoopVariable variable, Expr iterated, Block body, Span span) implements Expr {}

    /** {@code select { … }}, {@code select biased { … }}; no arms is for the checker to report. */
    record Select(boolean biased, List<SelectArm> arms, Span span) implements Expr {}

    /** {@code with_timeout(duration = d, body = { … })}. */
    record WithTimeout(Expr duration, Block body, Span span) implements Expr {}

    /** {@code attempt(body = { … })}. */
    record Attempt(Block body, Span span) implements Expr {}

    /** {@code with_local(NAME = value, …, body = { … })}; at least one binding. */
    record WithLocal(List<LocalBinding> bindings, Block body, Span span) implements Expr {}

    /** Text that is no expression; reported already, agrees with every type. */
    record Invalid(Span span) implements Expr {}

    // ---- parts

    /** A piece of an interpolated string. */
    sealed interface StringPart {
        Span span();

        /** Plain text, escapes resolved. */
        record Text(String value, Span span) implements StringPart {}

        /** {@code ${value}} or {@code ${value:format}}. */
        record Interpolation(Expr value, Optional<FormatSpec> format, Span span) implements StringPart {}
    }

    /** An entry of a Dict. A key written as a bare identifier is a {@link StringLiteral} already. */
    record DictEntry(Expr key, Expr value, Span span) {}

    /** One name of a path with the type arguments written after it. */
    record PathSegment(Identifier name, List<TypeExpr> typeArguments, Span span) {}

    /** {@code name = value}, or a value alone: a variable passed bare, or a positional argument. */
    record Argument(Optional<Identifier> name, Expr value, Span span) {}

    record LambdaParameter(Identifier name, Optional<TypeExpr> type, Span span) {}

    /** {@code pattern if guard -> body}; an assignment or jump as body is a {@link Block} that holds it. */
    record MatchArm(Pattern pattern, Optional<Expr> guard, Expr body, Span span) {}

    /** An arm of a {@code select}; bodies as in {@link MatchArm}. */
    sealed interface SelectArm {
        Expr body();

        Span span();

        /**
         * {@code name: T = operation -> body} or {@code operation -> body}.
         *
         * @param variable the binding, if written
         * @param operation any expression; that it is {@code send} or {@code recv} on a channel is for the checker
         */
        record Channel(Optional<Stmt.LoopVariable> variable, Expr operation, Expr body, Span span)
                implements SelectArm {}

        /** {@code after duration -> body}. */
        record After(Expr duration, Expr body, Span span) implements SelectArm {}

        /** {@code default -> body}. */
        record Default(Expr body, Span span) implements SelectArm {}
    }

    /** {@code NAME = value} of a {@code with_local}. */
    record LocalBinding(Identifier name, Expr value, Span span) {}
}
