package org.platlang.parser;

import org.jspecify.annotations.Nullable;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.grammar.PlatParser;

/** Mistakes: expressions (§5). See {@link CommonMistakes}. */
final class ExpressionMistakes {
    private ExpressionMistakes() {}

    static @Nullable Diagnostic expressions(Advice a) {
        int type = a.type(0);
        int before = a.type(-1);
        boolean afterExpression = TokenClass.endsExpression(before);
        if ((type == PlatParser.RETURN || type == PlatParser.BREAK || type == PlatParser.CONTINUE)
                && a.expected.expression()
                && !a.expected.statement()) {
            return a.error(DiagnosticCode.E0114, a.span(0), "`" + a.text(0) + "` cannot stand inside an expression")
                    .help(
                            "it is a statement, the body of a `match` arm, or the last thing in a block: use `if` or `match`");
        }
        if (CommonMistakes.isRelation(type)
                && afterExpression
                && !a.expected.expression()
                && !a.expected.has(PlatParser.ARROW)) {
            return a.error(DiagnosticCode.E0110, a.span(0), "comparisons do not chain")
                    .help("join two comparisons with `and`: `a < b and b < c`")
                    .note("a generic call is written `name<Type>(…)`; types begin with a capital");
        }
        if (CommonMistakes.isAssignment(type)
                && afterExpression
                && a.expected.has(PlatParser.STAR)
                && !a.expected.has(type)) {
            return assignment(a);
        }
        if (type == PlatParser.AS && afterExpression) {
            a.delete(TokenClass.isName(a.type(1)) ? 2 : 1);
            return a.error(DiagnosticCode.E0119, a.span(0), "a conversion is written with `cast`")
                    .help("write `cast(value = …, target = " + (TokenClass.isName(a.type(1)) ? a.text(1) : "T") + ")`");
        }
        if (before == PlatParser.QUESTION) {
            Diagnostic found = question(a);
            if (found != null) {
                return found;
            }
        }
        if (type == PlatParser.LBRACE && a.expected.has(PlatParser.SEMI)) {
            Diagnostic found = trailingBlock(a);
            if (found != null) {
                return found;
            }
        }
        if (before == PlatParser.SUPER && (type == PlatParser.LPAREN || type == PlatParser.COLONCOLON)) {
            return a.error(DiagnosticCode.E0119, a.span(-1), "`super` is followed by a dot and a method")
                    .help(
                            "the base class's `init` is called with `super.init(name = value)`, a method with `super.name(…)`");
        }
        if (a.context instanceof PlatParser.SuperCallContext && a.expected.has(PlatParser.LPAREN)) {
            return a.error(DiagnosticCode.E0119, a.span(-3).to(a.span(-1)), "`super` is for methods only")
                    .note("an inherited field is a field of `self`")
                    .fix("write `self." + a.text(-1) + "`", a.span(-3).to(a.span(-1)), "self." + a.text(-1));
        }
        boolean cCast = before == PlatParser.RPAREN
                && a.type(-3) == PlatParser.LPAREN
                && TokenClass.isName(a.type(-2))
                && !ForeignDeclarations.platType(a.text(-2)).isEmpty()
                && (TokenClass.isName(type) || type == PlatParser.INT || type == PlatParser.FLOAT)
                && !a.onNewLine();
        if (cCast) {
            String target = ForeignDeclarations.platType(a.text(-2));
            a.deleteTo(PlatParser.SEMI, PlatParser.COMMA, PlatParser.RPAREN);
            return a.error(DiagnosticCode.E0119, a.span(-3).to(a.span(-1)), "a conversion is written with `cast`")
                    .help("write `cast(value = …, target = " + target + ")`");
        }
        if (before == PlatParser.STRING_END && type == PlatParser.QUOTE && !a.onNewLine()) {
            a.insert(PlatParser.PLUS);
            return a.error(DiagnosticCode.E0119, a.afterPrevious(), "Strings are joined by `+`")
                    .fix("write `+`", a.afterPrevious(), " +");
        }
        boolean infix = a.enclosingBracket() == PlatParser.LPAREN || a.expected.has(PlatParser.SEMI);
        if (afterExpression && infix && !a.onNewLine() && (type == PlatParser.NAME || type == PlatParser.IN)) {
            Diagnostic found = foreignInfix(a);
            if (found != null) {
                return found;
            }
        }
        if (before == PlatParser.DOT && type == PlatParser.INT
                || type == PlatParser.DOT && a.type(1) == PlatParser.INT && a.expected.expression()) {
            return a.error(DiagnosticCode.E0107, a.span(0), "a float needs digits on both sides of its point")
                    .help("write `0.5`; Plat has no tuples, so `x.0` means nothing");
        }
        if (before == PlatParser.DOT
                && TokenClass.isName(a.type(-1)) == false
                && a.type(-2) == PlatParser.INT
                && a.expected.name()) {
            return a.error(
                            DiagnosticCode.E0107,
                            a.span(-2).to(a.span(-1)),
                            "a float needs digits on both sides of its point")
                    .fix("write `" + a.text(-2) + ".0`", a.span(-2).to(a.span(-1)), a.text(-2) + ".0");
        }
        if (a.type(-1) == PlatParser.RBRACE && a.expected.statement()) {
            return braces(a);
        }
        Diagnostic collection = LiteralMistakes.collection(a);
        if (collection != null) {
            return collection;
        }
        Diagnostic lambda = LiteralMistakes.lambda(a);
        if (lambda != null) {
            return lambda;
        }
        if (TokenClass.isName(before)
                && CommonMistakes.isCapital(a.text(-1))
                && type == PlatParser.LBRACE
                && TokenClass.isName(a.type(1))
                && a.type(2) == PlatParser.COLON
                && CommonMistakes.insideFunction(a)) {
            return LiteralMistakes.instanceInBraces(a);
        }
        if (before == PlatParser.DOTDOT
                && type == PlatParser.LT
                && TokenClass.touch(a.tokens.get(a.at - 1), a.tokens.get(a.at))) {
            a.delete(1);
            Span operator = a.span(-1).to(a.span(0));
            return a.error(DiagnosticCode.E0119, operator, "`..<` is written `..`, which leaves the end out")
                    .fix("write `..`", operator, "..");
        }
        if (before == PlatParser.LT
                && CommonMistakes.isGreater(type)
                && TokenClass.touch(a.tokens.get(a.at - 1), a.tokens.get(a.at))) {
            a.delete(1);
            Span operator = a.span(-1).to(a.span(0));
            return a.error(DiagnosticCode.E0119, operator, "`<>` is written `!=`")
                    .fix("write `!=`", operator, "!=");
        }
        if (before == PlatParser.LE
                && CommonMistakes.isGreater(type)
                && TokenClass.touch(a.tokens.get(a.at - 1), a.tokens.get(a.at))) {
            a.delete(1);
            return a.error(DiagnosticCode.E0119, a.span(-1).to(a.span(0)), "Plat has no operator `<=>`")
                    .help("Strings are compared by `a.compare(other = b)`; else write `a < b` and `a == b`");
        }
        if (before == PlatParser.DOT && type == PlatParser.QUOTE) {
            return a.error(DiagnosticCode.E0119, a.span(-1), "Strings are joined by `+`")
                    .fix("write `+`", a.span(-1), "+");
        }
        if (a.expected.expression()
                && type == PlatParser.LT
                && a.type(1) == PlatParser.MINUS
                && TokenClass.touch(a.tokens.get(a.at), a.tokens.get(a.at + 1))) {
            Span written = a.span(0).to(a.span(2));
            Diagnostic report = a.error(DiagnosticCode.E0119, a.span(0).to(a.span(1)), "Plat has no operator `<-`")
                    .help("a value is received by `channel.recv()`, which gives an Option");
            boolean simple = TokenClass.isName(a.type(2));
            a.delete(2);
            return simple ? report.fix("call `recv`", written, a.text(2) + ".recv()") : report;
        }
        if (type == PlatParser.FOR
                && afterExpression
                && (a.in(PlatParser.ListLiteralContext.class) || a.expected.has(PlatParser.RBRACK))) {
            a.deleteTo(PlatParser.RBRACK);
            return a.error(DiagnosticCode.E0119, a.span(0), "Plat has no comprehensions")
                    .help("write `xs.map(f = fn(x) { … })`, and `xs.filter(f = fn(x) { … })` for a condition");
        }
        if (type == PlatParser.IF
                && afterExpression
                && before != PlatParser.RBRACE
                && !a.onNewLine()
                && a.type(1) != PlatParser.LPAREN
                && !a.in(PlatParser.ArmsContext.class)) {
            a.deleteTo(PlatParser.SEMI, PlatParser.COMMA, PlatParser.RPAREN, PlatParser.RBRACK);
            return HeaderMistakes.conditionBehind(a, a.span(0));
        }
        if (before == PlatParser.STAR && type == PlatParser.STAR_EQ) {
            a.delete(1);
            return a.error(DiagnosticCode.E0119, a.span(-1).to(a.span(0)), "Plat has no operator `**=`")
                    .help("for a power write `x = x.pow(exponent = n)`");
        }
        if (a.text(-1).equals("lambda") && (TokenClass.isName(type) || type == PlatParser.COLON)) {
            a.deleteTo(PlatParser.SEMI, PlatParser.COMMA, PlatParser.RPAREN);
            return a.error(DiagnosticCode.E0119, a.span(-1), "a lambda is written `fn(x) { … }`")
                    .help("its parameter types may be left out where the context gives them: `f = fn(x) { x * 2 }`");
        }
        if (a.expected.expression() && type == PlatParser.PLUS) {
            a.delete(1);
            return a.error(DiagnosticCode.E0119, a.span(0), "Plat has no unary `+`")
                    .fix("remove it", a.span(0), "");
        }
        if (a.expected.expression() && (type == PlatParser.AMP || type == PlatParser.STAR)) {
            return a.error(DiagnosticCode.E0119, a.span(0), "Plat has no operator to take or follow an address")
                    .help("objects are references by themselves");
        }
        if (a.expected.pattern() && !a.expected.expression() && CommonMistakes.isRelation(type)) {
            a.deleteTo(PlatParser.ARROW);
            a.insertAfterDeleted(PlatParser.DAMAGED);
            return a.error(DiagnosticCode.E0100, a.span(0), "a pattern holds no comparison")
                    .help("bind a name and test it in a guard: `x if x > 5 -> …`; a range is `6..=10`");
        }
        if (a.in(PlatParser.ArmsContext.class) && a.expected.pattern() && type == PlatParser.ELSE) {
            a.replace(PlatParser.DAMAGED);
            return a.error(DiagnosticCode.E0119, a.span(0), "the arm for all that is left begins with `_`")
                    .fix("write `_`", a.span(0), "_");
        }
        if (a.in(PlatParser.ArmsContext.class)
                && a.expected.has(PlatParser.ARROW)
                && a.expected.has(PlatParser.PIPE)
                && (type == PlatParser.OR || type == PlatParser.COMMA)) {
            a.replace(PlatParser.PIPE);
            return a.error(DiagnosticCode.E0119, a.span(0), "alternatives in a pattern are joined by `|`")
                    .fix("write `|`", a.span(0), type == PlatParser.COMMA ? " |" : "|");
        }
        if (a.in(PlatParser.ArmsContext.class) && a.expected.has(PlatParser.ARROW) && CommonMistakes.isRelation(type)) {
            a.deleteTo(PlatParser.ARROW);
            return a.error(DiagnosticCode.E0100, a.span(0), "a pattern holds no comparison")
                    .help("bind a name and test it in a guard: `x if x > 5 -> …`");
        }
        if (a.in(PlatParser.ArmsContext.class) && a.expected.has(PlatParser.ARROW) && type == PlatParser.DOT) {
            a.replace(PlatParser.COLONCOLON);
            return a.error(DiagnosticCode.E0119, a.span(0), "the parts of a path are joined by `::`")
                    .fix("write `::`", a.span(0), "::");
        }
        if (a.expected.pattern()
                && !a.expected.expression()
                && (type == PlatParser.LPAREN || type == PlatParser.LBRACK)) {
            return a.error(
                            DiagnosticCode.E0119,
                            a.span(0),
                            type == PlatParser.LPAREN
                                    ? "a pattern cannot begin with `(`"
                                    : "a List cannot be taken apart by a pattern")
                    .help(
                            type == PlatParser.LPAREN
                                    ? "Plat has no tuples; alternatives are written `A | B` without parentheses"
                                    : "test its length, and take elements by `list[0]`");
        }
        if ((a.in(PlatParser.ArmsContext.class) || a.in(PlatParser.SelectArmsContext.class))
                && a.enclosingBracket() == PlatParser.LBRACE
                && a.expected.has(PlatParser.ARROW)
                && type == PlatParser.COLON) {
            a.replace(PlatParser.ARROW);
            return a.error(DiagnosticCode.E0119, a.span(0), "an arm is written `pattern -> result,`")
                    .fix("write `->`", a.span(0), " ->");
        }
        boolean arms = (a.in(PlatParser.ArmsContext.class) || a.in(PlatParser.SelectArmsContext.class))
                && a.enclosingBracket() == PlatParser.LBRACE
                && a.expected.has(PlatParser.COMMA);
        if (arms && afterExpression) {
            if (type == PlatParser.SEMI) {
                a.replace(PlatParser.COMMA);
                return a.error(DiagnosticCode.E0100, a.span(0), "arms are separated by `,`")
                        .fix("write `,`", a.span(0), ",");
            }
            if (TokenClass.beginsExpression(type) || type == PlatParser.MINUS || type == PlatParser.QUOTE) {
                a.insert(PlatParser.COMMA);
                return a.error(DiagnosticCode.E0100, a.afterPrevious(), "missing `,` between arms")
                        .label("put a `,` here")
                        .note(
                                "it may be left out only after a body that begins with a brace or a word such as `if` or `match`")
                        .fix("add `,`", a.afterPrevious(), ",");
            }
        }
        boolean called = type == PlatParser.QUOTE
                || type == PlatParser.INT
                || isFunctionWord(a.text(-1)) && TokenClass.beginsExpression(type);
        if (TokenClass.isName(before) && called && !a.onNewLine() && a.expected.has(PlatParser.LPAREN)) {
            String word = a.text(-1);
            boolean prefix = type == PlatParser.QUOTE
                    && TokenClass.touch(a.tokens.get(a.at - 1), a.tokens.get(a.at))
                    && word.length() == 1;
            return prefix
                    ? a.error(DiagnosticCode.E0119, a.span(-1), "a string takes no prefix `" + word + "`")
                            .help("every string interpolates `${…}`; a raw one is `r\"…\"`")
                            .fix("remove it", a.span(-1), "")
                    : a.error(DiagnosticCode.E0120, a.span(0), "the arguments of a call stand in parentheses")
                            .help(
                                    word.equals("println") || word.equals("echo") || word.equals("puts")
                                            ? "write `print(value = …)`"
                                            : "write `" + word + "(…)`");
        }
        if (afterExpression && a.in(PlatParser.InterpolationContext.class) && TokenClass.beginsExpression(type)) {
            a.deleteTo(PlatParser.RBRACE);
            return a.error(DiagnosticCode.E0100, a.span(0), "an interpolation holds a single expression")
                    .help("end it with `}`, or put an operator before this");
        }
        Diagnostic found = lists(a);
        return found == null ? braces(a) : found;
    }

    /** What is a statement with a word of its own in other languages. */
    private static boolean isFunctionWord(String word) {
        return switch (word) {
            case "print", "println", "write", "eprint", "assert", "panic", "echo", "puts" -> true;
            default -> false;
        };
    }

    /** After a `?`: operators of other languages that begin with one. */
    private static @Nullable Diagnostic question(Advice a) {
        int type = a.type(0);
        if (a.text(-2).equals("try")) {
            return ForeignWords.statement(a.span(-2));
        }
        boolean touching = TokenClass.touch(a.tokens.get(a.at - 1), a.tokens.get(a.at));
        if (touching && type == PlatParser.QUESTION || touching && type == PlatParser.COLON) {
            Span operator = a.span(-1).to(a.span(0));
            return a.error(DiagnosticCode.E0119, operator, "Plat has no operator `" + operator.text() + "`")
                    .help("write `option.unwrap_or(default = …)`");
        }
        if (a.type(-2) == PlatParser.QUESTION && TokenClass.touch(a.tokens.get(a.at - 2), a.tokens.get(a.at - 1))) {
            return a.error(DiagnosticCode.E0119, a.span(-2).to(a.span(-1)), "Plat has no operator `??`")
                    .help("write `option.unwrap_or(default = …)`");
        }
        if (TokenClass.beginsExpression(type) || type == PlatParser.LPAREN || type == PlatParser.MINUS) {
            return a.error(DiagnosticCode.E0119, a.span(-1), "Plat has no operator `? :`")
                    .help("write `if (condition) { a } else { b }`");
        }
        return null;
    }

    /** A word of another language between two expressions in parentheses. */
    private static @Nullable Diagnostic foreignInfix(Advice a) {
        String word = a.text(0);
        String help = switch (word) {
            case "is", "instanceof", "isa" ->
                "a subclass is told apart by a pattern: `match value { x: Sub -> …, _ -> … }`";
            case "in" -> "a collection is asked: `xs.contains(value = x)`, of a Dict `d.has_key(key = k)`";
            case "step" -> "write `(0..10).step(by = 2)`";
            case "downTo", "downto" -> "write `(0..=10).reverse()`";
            case "until", "upto", "to" -> "write `0..10` (end left out) or `0..=10` (end included)";
            case "of" -> "write `in`";
            case "xor" -> "write `!=` for Bool, `^` for integers";
            case "div" -> "integers are divided by `/`";
            case "mod", "rem" -> "the rest of a division is `%`";
            case "shl" -> "write `<<`";
            case "shr" -> "write `>>`";
            default -> "";
        };
        if (help.isEmpty()) {
            return null;
        }
        a.deleteTo(PlatParser.RPAREN, PlatParser.SEMI);
        return a.error(DiagnosticCode.E0119, a.span(0), "Plat has no operator `" + word + "`")
                .help(help);
    }

    /** Arguments and elements. */
    private static @Nullable Diagnostic lists(Advice a) {
        int type = a.type(0);
        if (type == PlatParser.COLON
                && a.enclosingBracket() == PlatParser.LPAREN
                && a.in(PlatParser.ArgumentsContext.class)
                && a.type(-2) != PlatParser.ASSIGN) {
            a.replace(PlatParser.ASSIGN);
            return a.error(DiagnosticCode.E0119, a.span(0), "an argument is named with `=`")
                    .fix("write `=`", a.span(0), " =");
        }
        if (type == PlatParser.COMMA && a.type(-1) == PlatParser.COMMA) {
            a.delete(1);
            return a.error(DiagnosticCode.E0100, a.span(0), "nothing stands between these commas")
                    .fix("remove one", a.span(0), "");
        }
        if (a.in(PlatParser.RaceContext.class)
                && a.enclosingBracket() == PlatParser.LBRACE
                && a.expected.has(PlatParser.SPAWN)
                && !a.expected.expression()) {
            return a.error(DiagnosticCode.E0100, a.span(0), "each arm of a `race` is a `spawn`")
                    .help("write `race { spawn { … }, spawn { … } }`");
        }
        return null;
    }

    /** Braces that are not what they were meant to be, and parentheses meant as a tuple. */
    private static @Nullable Diagnostic braces(Advice a) {
        int type = a.type(0);
        if (type == PlatParser.COMMA
                && a.enclosingBracket() == PlatParser.LPAREN
                && a.in(PlatParser.ParenthesesContext.class)) {
            return a.error(DiagnosticCode.E0119, a.span(0), "Plat has no tuples")
                    .help("use a List `[a, b]`, or a class with named fields");
        }
        if (!CommonMistakes.insideFunction(a)) {
            return null;
        }
        if (type == PlatParser.COMMA && a.enclosingBracket() == PlatParser.LBRACE && a.expected.statement()) {
            return a.error(DiagnosticCode.E0100, a.span(0), "these braces are a block, and its statements end in `;`")
                    .help("a set is written `Set{a, b}`, a list `[a, b]`, a Dict `{key: value}`");
        }
        if (type == PlatParser.COLON && a.expected.statement() && a.context instanceof PlatParser.BlockContext) {
            return a.error(DiagnosticCode.E0100, a.span(0), "braces here are a block, not a Dict")
                    .help("for a Dict as the value of the block write `{ ({key: value}) }`");
        }
        boolean continues = type == PlatParser.DOT
                || type == PlatParser.QUESTION
                || type == PlatParser.BANG
                || type >= PlatParser.EQ && type <= PlatParser.PERCENT && type != PlatParser.MINUS
                || type == PlatParser.LT
                || type == PlatParser.GT
                || type == PlatParser.AND
                || type == PlatParser.OR;
        if (continues && a.type(-1) == PlatParser.RBRACE && a.expected.statement()) {
            return a.error(DiagnosticCode.E0100, a.span(0), "the statement before this ended at its closing brace")
                    .secondary(a.span(-1), "here")
                    .help("to go on with its value, put it in parentheses: `(if (…) { … } else { … }) + 1`");
        }
        return null;
    }

    private static Diagnostic assignment(Advice a) {
        Diagnostic report = a.error(DiagnosticCode.E0112, a.span(0), "an assignment cannot stand inside an expression");
        if (a.in(PlatParser.ConditionContext.class) && a.type(-1) == PlatParser.RPAREN) {
            return report.help("to take a value apart, write `if (let pattern = value) { … }`");
        }
        if (a.in(PlatParser.ConditionContext.class) || a.in(PlatParser.GuardContext.class)) {
            return report.fix("to compare, write `==`", a.span(0), "==");
        }
        return report.help("assign in a statement of its own; to compare, write `==`");
    }

    /** `with_timeout(duration = 1s) { … }`, `attempt { … }`, `xs.map { … }`. */
    private static @Nullable Diagnostic trailingBlock(Advice a) {
        int callee = a.type(-1) == PlatParser.RPAREN ? a.openingOf(-1) - 1 : -1;
        boolean construct = BodyCalls.isConstruct(a.text(callee));
        boolean method = TokenClass.isName(a.type(-1)) && a.type(-2) == PlatParser.DOT;
        if (!construct && !method && a.type(-1) != PlatParser.RPAREN) {
            return null;
        }
        a.deleteTo(PlatParser.SEMI);
        if (construct && !method) {
            return BodyCalls.trailing(
                    a.span(callee), a.span(-1).end(), a.span(0).start());
        }
        Diagnostic report = a.error(DiagnosticCode.E0119, a.span(0), "a block is passed as an argument");
        return method
                ? report.help("a function value is written `fn(x) { … }`: `" + a.text(-1) + "(f = fn(x) { … })`")
                : report.help("a function value is written `fn(x) { … }` and named like every argument: `"
                        + a.text(callee) + "(f = fn(x) { … })`");
    }
}
