package org.platlang.parser;

import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.grammar.PlatParser;

/**
 * Mistakes people make, recognised by the tokens around the place where parsing stopped. Each rule is one `if`: what was
 * probably meant, the words for it, and a repair where one is safe. Order matters: the more particular rule first.
 */
final class CommonMistakes {
    private CommonMistakes() {}

    static @Nullable Diagnostic explain(Advice a) {
        Diagnostic found = headers(a);
        if (found == null) {
            found = declarations(a);
        }
        if (found == null) {
            found = types(a);
        }
        if (found == null) {
            found = statements(a);
        }
        return found == null ? expressions(a) : found;
    }

    // ---- `if`, `while`, `for`, and what needs a block

    private static @Nullable Diagnostic headers(Advice a) {
        int before = a.type(-1);
        if (a.enclosingBracket() == PlatParser.LPAREN) {
            if (TokenClass.isKeyword(a.type(0)) && a.type(1) == PlatParser.ASSIGN) {
                return a.keywordAsName(0);
            }
            if (TokenClass.isKeyword(before) && a.type(0) == PlatParser.ASSIGN && a.type(-2) != PlatParser.DOT) {
                return a.keywordAsName(-1);
            }
        }
        if ((before == PlatParser.LET || before == PlatParser.VAR)
                && TokenClass.isKeyword(a.type(0))
                && a.type(0) != PlatParser.MUT
                && a.type(0) != PlatParser.INTERFACE) {
            a.replace(PlatParser.NAME);
            return a.keywordAsName(0);
        }
        boolean forHead = a.in(PlatParser.ForStatementContext.class)
                && (a.type(0) == PlatParser.SEMI || before == PlatParser.LPAREN && a.type(-2) == PlatParser.FOR);
        if (forHead && (a.type(0) == PlatParser.LET || a.type(0) == PlatParser.VAR || a.type(0) == PlatParser.SEMI)) {
            return a.error(DiagnosticCode.E0119, a.span(0), "a `for` goes through a range or a collection")
                    .help("write `for (i in 0..10) { … }` or `for (x in list) { … }`");
        }
        boolean header = before == PlatParser.IF || before == PlatParser.WHILE || before == PlatParser.FOR;
        if (header && a.expected.has(PlatParser.LPAREN) && !a.expected.expression()) {
            a.parenthesiseToBrace();
            return a.error(
                            DiagnosticCode.E0120,
                            a.span(0),
                            before == PlatParser.FOR
                                    ? "what a `for` goes through stands in parentheses"
                                    : "the condition of `" + a.text(-1) + "` stands in parentheses")
                    .help(
                            before == PlatParser.FOR
                                    ? "write `for (x in list) { … }`"
                                    : "write `" + a.text(-1) + " (condition) { … }`");
        }
        if (a.expected.has(PlatParser.LBRACE) && !a.expected.expression() && !a.expected.has(PlatParser.ARROW)) {
            String owner = blockOwner(a);
            if (!owner.isEmpty()) {
                return a.error(
                                DiagnosticCode.E0120,
                                a.span(0),
                                "`" + owner + "` needs a block in braces, found " + a.found())
                        .help("write `" + owner + " { … }`");
            }
            if (before == PlatParser.RPAREN
                    && (a.context instanceof PlatParser.BlockContext || a.in(PlatParser.BlockContext.class))
                    && (a.parent() instanceof PlatParser.IfStatementContext
                            || a.parent() instanceof PlatParser.IfValueContext
                            || a.parent() instanceof PlatParser.WhileStatementContext
                            || a.parent() instanceof PlatParser.ForStatementContext)) {
                return a.error(DiagnosticCode.E0120, a.span(0), "expected a block in braces, found " + a.found())
                        .help("write `{ … }` even around a single statement");
            }
        }
        if (a.expected.has(PlatParser.ELSE)
                && a.context instanceof PlatParser.IfValueContext
                && !a.expected.has(PlatParser.SEMI)) {
            return a.error(
                            DiagnosticCode.E0120,
                            a.context.getStart() == null
                                    ? a.span(0)
                                    : spanOf(a, a.context.getStart().getTokenIndex()),
                            "this `if` gives a value, so it needs an `else`")
                    .secondary(a.afterPrevious(), "`else { … }` is missing here");
        }
        return null;
    }

    private static Span spanOf(Advice a, int token) {
        return a.span(token - a.at);
    }

    private static String blockOwner(Advice a) {
        return switch (a.type(-1)) {
            case PlatParser.ELSE, PlatParser.LOOP, PlatParser.SPAWN, PlatParser.CONCURRENT, PlatParser.DEFER ->
                a.text(-1);
            default -> "";
        };
    }

    // ---- §2, §6, §7, §8

    private static @Nullable Diagnostic declarations(Advice a) {
        int type = a.type(0);
        if (type == PlatParser.INTERFACE) {
            return a.error(DiagnosticCode.E0118, a.span(0), "`interface` is reserved for a later version of Plat")
                    .help("share behaviour by a base class with `virtual` methods");
        }
        if (a.context instanceof PlatParser.ParameterContext && a.expected.has(PlatParser.COLON)) {
            if (a.text(-1).equals("self")) {
                return null;
            }
            a.insert(PlatParser.COLON, PlatParser.DAMAGED);
            return a.error(DiagnosticCode.E0120, a.span(-1), "parameter `" + a.text(-1) + "` needs a type")
                    .help("write `" + a.text(-1) + ": Type`");
        }
        if (type == PlatParser.SELF && a.in(PlatParser.FunctionContext.class) && a.expected.has(PlatParser.NAME)) {
            return a.error(DiagnosticCode.E0100, a.span(0), "`self` is not declared as a parameter")
                    .help("every method of a class or enum has `self` without saying so");
        }
        boolean signature = a.context instanceof PlatParser.FunctionContext
                || a.context instanceof PlatParser.BlockContext block
                        && block.LBRACE() == null
                        && a.parent() instanceof PlatParser.FunctionContext;
        if (signature && a.type(-1) == PlatParser.RPAREN) {
            if (type == PlatParser.COLON) {
                a.replace(PlatParser.ARROW);
                return a.error(DiagnosticCode.E0119, a.span(0), "the result type comes after `->`")
                        .fix("write `->`", a.span(0), " ->");
            }
            if (TokenClass.isName(type)) {
                a.insert(PlatParser.ARROW);
                return a.error(DiagnosticCode.E0120, a.afterPrevious(), "missing `->` before the result type")
                        .fix("add `->`", a.afterPrevious(), " ->");
            }
        }
        if (signature && type == PlatParser.SEMI) {
            return a.error(DiagnosticCode.E0120, a.span(0), "a function needs a body in braces")
                    .help("write `{ … }`; Plat has no abstract or forward declarations");
        }
        if (a.enclosingBracket() == Token.EOF && a.in(PlatParser.ClassDeclarationContext.class)) {
            return classHeader(a);
        }
        if (a.enclosingBracket() == PlatParser.LBRACE && a.in(PlatParser.EnumDeclarationContext.class)) {
            return enumBody(a);
        }
        if (a.in(PlatParser.FieldContext.class) && type == PlatParser.ASSIGN && a.expected.has(PlatParser.COLON)) {
            a.insert(PlatParser.COLON, PlatParser.DAMAGED);
            return a.error(DiagnosticCode.E0120, a.span(-1), "field `" + a.text(-1) + "` needs a type")
                    .help("write `" + a.text(-1) + ": Type = …`");
        }
        if ((a.type(-1) == PlatParser.TEST || a.type(-1) == PlatParser.BENCH) && type == PlatParser.QUOTE) {
            return a.error(
                            DiagnosticCode.E0100,
                            a.span(0),
                            "a " + a.text(-1) + " block is named by a plain name, not by a string")
                    .help("write `" + a.text(-1) + " some_name { … }`");
        }
        boolean constant = a.in(PlatParser.ConstantContext.class) || a.in(PlatParser.TaskLocalContext.class);
        if (constant && type == PlatParser.ASSIGN && a.expected.has(PlatParser.COLON)) {
            a.insert(PlatParser.COLON, PlatParser.DAMAGED);
            return a.error(DiagnosticCode.E0120, a.span(-1), "`" + a.text(-1) + "` needs a type")
                    .help("write `" + a.text(-1) + ": Type = …`");
        }
        if (constant && type == PlatParser.SEMI && a.expected.has(PlatParser.ASSIGN)) {
            a.insert(PlatParser.ASSIGN, PlatParser.DAMAGED);
            return a.error(DiagnosticCode.E0120, a.span(0), "a constant needs a value")
                    .label("`= …` is missing before this");
        }
        boolean member = a.context instanceof PlatParser.ClassDeclarationContext
                || a.context instanceof PlatParser.MemberContext;
        return member ? member(a) : path(a);
    }

    private static @Nullable Diagnostic classHeader(Advice a) {
        String word = a.text(0);
        if (word.equals("extends") || word.equals("implements")) {
            a.replace(PlatParser.COLON);
            return a.error(DiagnosticCode.E0119, a.span(0), "`" + word + "` is written `:` in Plat")
                    .fix("write `:`", a.span(0), ":");
        }
        if (a.type(0) == PlatParser.LPAREN) {
            a.deleteTo(PlatParser.LBRACE, PlatParser.COLON);
            return a.error(DiagnosticCode.E0119, a.span(0), "a class has no parameters")
                    .help("declare fields (`let name: T;`) and, where the generated one does not do, an `init`");
        }
        if (a.type(0) == PlatParser.COMMA) {
            a.deleteTo(PlatParser.LBRACE);
            return a.error(DiagnosticCode.E0100, a.span(0), "a class has at most one base class");
        }
        return null;
    }

    private static @Nullable Diagnostic enumBody(Advice a) {
        int type = a.type(0);
        if (type == PlatParser.SEMI) {
            a.replace(PlatParser.COMMA);
            return a.error(DiagnosticCode.E0100, a.span(0), "variants are separated by `,`")
                    .fix("write `,`", a.span(0), ",");
        }
        if (type == PlatParser.ASSIGN) {
            a.deleteTo(PlatParser.COMMA, PlatParser.RBRACE);
            return a.error(DiagnosticCode.E0100, a.span(0), "a variant has no number of its own")
                    .help("give the enum a method that maps its variants to numbers");
        }
        if (TokenClass.isName(type) && a.expected.has(PlatParser.COMMA)) {
            a.insert(PlatParser.COMMA);
            return a.error(DiagnosticCode.E0100, a.afterPrevious(), "missing `,` between variants")
                    .fix("add `,`", a.afterPrevious(), ",");
        }
        if (TokenClass.isName(type) || type == PlatParser.COMMA) {
            return a.error(DiagnosticCode.E0123, a.span(0), "the variants of an enum come before its methods");
        }
        return null;
    }

    private static @Nullable Diagnostic member(Advice a) {
        int type = a.type(0);
        if (TokenClass.isName(type)) {
            Diagnostic known = ForeignWords.item(a.span(0));
            if (known != null) {
                a.delete(1);
                return known;
            }
            if (a.type(1) == PlatParser.COLON) {
                a.insert(PlatParser.LET);
                return a.error(DiagnosticCode.E0120, a.span(0), "a field begins with `let` or `var`")
                        .help("`let` is set once, in `init`; `var` can be assigned later")
                        .fix("write `let " + a.text(0) + "`", a.span(0), "let " + a.text(0));
            }
            if (a.type(1) == PlatParser.LPAREN) {
                a.insert(PlatParser.FN);
                return a.error(DiagnosticCode.E0120, a.span(0), "a method begins with `fn`")
                        .fix("write `fn " + a.text(0) + "`", a.span(0), "fn " + a.text(0));
            }
        }
        if (type == PlatParser.CONST) {
            return a.error(DiagnosticCode.E0123, a.span(0), "a constant stands outside of classes")
                    .help("move it before the class, or use `let` for a field");
        }
        if (type == PlatParser.CLASS || type == PlatParser.ENUM) {
            return a.error(DiagnosticCode.E0123, a.span(0), "a type cannot be declared inside another")
                    .help("move it outside of the class");
        }
        if (type == PlatParser.SEMI || type == PlatParser.COMMA) {
            a.delete(1);
            return a.error(DiagnosticCode.E0100, a.span(0), a.found() + " does not fit here")
                    .note("fields end in `;`, methods in their closing brace")
                    .fix("remove it", a.span(0), "");
        }
        return null;
    }

    private static @Nullable Diagnostic path(Advice a) {
        boolean use = a.in(PlatParser.UseDeclarationContext.class) || a.in(PlatParser.ModuleDeclarationContext.class);
        if (!use) {
            return null;
        }
        if (a.type(0) == PlatParser.DOT || a.type(0) == PlatParser.SLASH) {
            a.replace(PlatParser.COLONCOLON);
            return a.error(DiagnosticCode.E0119, a.span(0), "the parts of a path are joined by `::`")
                    .fix("write `::`", a.span(0), "::");
        }
        if (a.type(0) == PlatParser.STAR) {
            return a.error(DiagnosticCode.E0119, a.span(0), "names are imported one by one")
                    .help("write `use module::{first, second};`, or `use module;` and `module::first`");
        }
        if (a.type(0) == PlatParser.QUOTE) {
            return a.error(DiagnosticCode.E0119, a.span(0), "a module is named by its path, not by a string")
                    .help("write `use folder::module;`");
        }
        return null;
    }

    // ---- §3

    private static @Nullable Diagnostic types(Advice a) {
        int type = a.type(0);
        if (a.expected.type()) {
            if (type == PlatParser.LPAREN) {
                return a.error(DiagnosticCode.E0119, a.span(0), "a type cannot begin with `(`")
                        .help(
                                a.type(1) == PlatParser.RPAREN
                                        ? "the type of `()` is `Unit`; a function without `->` has it"
                                        : "Plat has no tuples: declare a class; a function type is `fn(A) -> B`");
            }
            if (type == PlatParser.LBRACK) {
                return a.error(DiagnosticCode.E0119, a.span(0), "a list type is written `List[T]`");
            }
            if (type == PlatParser.AMP || type == PlatParser.STAR) {
                return a.error(DiagnosticCode.E0119, a.span(0), "Plat has no pointer or reference types")
                        .help("objects are references by themselves: write the type alone");
            }
            if (type == PlatParser.MUT) {
                return a.error(DiagnosticCode.E0119, a.span(0), "types are not marked `mut`");
            }
        }
        if (type == PlatParser.COLON && a.in(PlatParser.FunctionTypeContext.class)) {
            a.deleteTo(PlatParser.COMMA, PlatParser.RPAREN);
            return a.error(DiagnosticCode.E0100, a.span(-1), "the parameters of a function type have no names")
                    .help("write the types alone: `fn(Int32) -> Bool`");
        }
        boolean afterType = a.in(PlatParser.NamedTypeContext.class) || a.context instanceof PlatParser.TypeContext;
        if (afterType && type == PlatParser.QUESTION) {
            return a.error(DiagnosticCode.E0119, a.span(0), "an optional type is written `Option<T>`")
                    .help("write `Option<" + a.text(-1) + ">`");
        }
        if (type == PlatParser.RBRACK
                && a.type(-1) == PlatParser.LBRACK
                && a.in(PlatParser.SquareArgumentsContext.class)) {
            return a.error(DiagnosticCode.E0119, a.span(-1).to(a.span(0)), "a list type is written `List[T]`")
                    .help("write `List[" + a.text(-2) + "]`");
        }
        return null;
    }

    // ---- §4

    private static @Nullable Diagnostic statements(Advice a) {
        int type = a.type(0);
        int before = a.type(-1);
        if (before == PlatParser.LET && type == PlatParser.MUT) {
            a.delete(1);
            return a.error(
                            DiagnosticCode.E0119,
                            a.span(-1).to(a.span(0)),
                            "a variable that changes is declared with `var`")
                    .fix("write `var`", a.span(-1).to(a.span(0)), "var");
        }
        boolean declares = a.in(PlatParser.LetStatementContext.class) || a.in(PlatParser.VarStatementContext.class);
        if (declares && (before == PlatParser.LET || before == PlatParser.VAR) && type == PlatParser.LPAREN) {
            return a.error(DiagnosticCode.E0119, a.span(0), "Plat has no tuples")
                    .help("return a class with named fields, and take its fields one by one");
        }
        if (a.in(PlatParser.VarStatementContext.class)
                && (type == PlatParser.LPAREN
                        || type == PlatParser.COLONCOLON
                        || TokenClass.isKeyword(before) && type == PlatParser.INT)
                && !a.expected.expression()) {
            return a.error(DiagnosticCode.E0100, a.span(0), "`var` takes a plain name")
                    .help("only `let` takes patterns apart");
        }
        if (declares
                && type == PlatParser.SEMI
                && !a.in(PlatParser.ArmsContext.class)
                && a.expected.has(PlatParser.ASSIGN)
                && !a.expected.expression()) {
            return a.error(DiagnosticCode.E0120, a.span(0), "a variable needs a value where it is declared")
                    .label("`= …` is missing before this")
                    .help("if it depends on a condition, write `let x = if (…) { … } else { … };`");
        }
        if (before == PlatParser.FN && TokenClass.isName(type) && insideFunction(a)) {
            return a.error(
                            DiagnosticCode.E0123,
                            a.span(-1).to(a.span(0)),
                            "a function cannot be declared inside another")
                    .help("move it outside, or write a lambda: `let " + a.text(0) + " = fn(…) { … };`");
        }
        if (insideFunction(a)
                && (type == PlatParser.CONST
                        || type == PlatParser.CLASS
                        || type == PlatParser.ENUM
                        || type == PlatParser.USE
                        || type == PlatParser.TYPE && TokenClass.isName(a.type(1)))) {
            return a.error(
                            DiagnosticCode.E0123,
                            a.span(0),
                            "`" + a.text(0) + "` declarations stand outside of functions")
                    .help(type == PlatParser.CONST ? "use `let` here" : "move it outside");
        }
        if (type == PlatParser.COLON
                && a.type(1) == PlatParser.LOOP | a.type(1) == PlatParser.WHILE | a.type(1) == PlatParser.FOR) {
            a.replace(PlatParser.SEMI);
            return a.error(
                            DiagnosticCode.E0100,
                            a.span(-1).to(a.span(0)),
                            "a label begins with `'` and ends in `:`, without a space")
                    .fix(
                            "write a label",
                            a.span(-1).to(a.span(0)),
                            "'" + (a.text(-1).startsWith("'") ? a.text(-1).substring(1) : a.text(-1)) + ":");
        }
        if (type == PlatParser.LABEL && !a.expected.has(PlatParser.LABEL)) {
            return a.error(
                    DiagnosticCode.E0100,
                    a.span(0),
                    "a label stands before a loop, with `:`, or after `break` or `continue`");
        }
        if (before == PlatParser.LABEL_DEFINITION) {
            return a.error(DiagnosticCode.E0100, a.span(-1), "a label can only stand before `loop`, `while` or `for`");
        }
        if (type == PlatParser.ELSE && before == PlatParser.SEMI) {
            return a.error(DiagnosticCode.E0100, a.span(0), "this `else` belongs to no `if`")
                    .secondary(a.span(-1), "the `;` ends the statement before it");
        }
        if (type == PlatParser.SEMI
                && (before == PlatParser.SEMI || before == PlatParser.LBRACE)
                && insideFunction(a)) {
            a.delete(1);
            return a.error(DiagnosticCode.E0100, a.span(0), "an empty statement")
                    .fix("remove the `;`", a.span(0), "");
        }
        return foreign(a);
    }

    /** A word of another language where a statement goes wrong: the word itself, or the one before. */
    private static @Nullable Diagnostic foreign(Advice a) {
        if (!insideFunction(a)) {
            return null;
        }
        if (a.type(-1) == PlatParser.NAME) {
            Diagnostic known = ForeignWords.statement(a.span(-1));
            if (known != null) {
                return known;
            }
        }
        if (a.type(0) == PlatParser.NAME && !a.expected.name()) {
            Diagnostic known = ForeignWords.statement(a.span(0));
            if (known != null) {
                return known;
            }
        }
        for (int back = 2; back <= 12 && a.at - back >= 0; back++) {
            int type = a.type(-back);
            if (type == PlatParser.SEMI || type == PlatParser.LBRACE || type == PlatParser.RBRACE) {
                if (a.type(1 - back) == PlatParser.NAME
                        && a.type(2 - back) == PlatParser.LPAREN
                        && a.type(0) == PlatParser.LBRACE) {
                    return ForeignWords.statement(a.span(1 - back));
                }
                return null;
            }
        }
        return null;
    }

    private static boolean insideFunction(Advice a) {
        for (ParserRuleContext at = a.context; at != null; at = at.getParent()) {
            if (at instanceof PlatParser.BlockContext block && block.LBRACE() != null) {
                return true;
            }
        }
        return false;
    }

    // ---- §5, §8

    private static @Nullable Diagnostic expressions(Advice a) {
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
        if (isRelation(type) && afterExpression && !a.expected.expression() && !a.expected.has(PlatParser.ARROW)) {
            return a.error(DiagnosticCode.E0110, a.span(0), "comparisons do not chain")
                    .help("join two comparisons with `and`: `a < b and b < c`")
                    .note("a generic call is written `name<Type>(…)`; types begin with a capital");
        }
        if (isAssignment(type) && afterExpression && a.expected.has(PlatParser.STAR) && !a.expected.has(type)) {
            return assignment(a);
        }
        if (type == PlatParser.AS && afterExpression) {
            a.delete(TokenClass.isName(a.type(1)) ? 2 : 1);
            return a.error(DiagnosticCode.E0119, a.span(0), "a conversion is written with `cast`")
                    .help("write `cast(value = …, target = " + (TokenClass.isName(a.type(1)) ? a.text(1) : "T") + ")`");
        }
        if (before == PlatParser.QUESTION && (TokenClass.beginsExpression(type) || type == PlatParser.LPAREN)) {
            return a.error(DiagnosticCode.E0119, a.span(-1), "Plat has no operator `? :`")
                    .help("write `if (condition) { a } else { b }`");
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
        if (a.expected.expression() && type == PlatParser.PIPE) {
            return a.error(DiagnosticCode.E0119, a.span(0), "a lambda is written `fn(x) { … }`");
        }
        if (type == PlatParser.ARROW
                && before == PlatParser.RPAREN
                && insideFunction(a)
                && !a.in(PlatParser.ArmsContext.class)) {
            return a.error(DiagnosticCode.E0119, a.span(0), "a lambda is written `fn(x) { … }`");
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
        if (a.in(PlatParser.ArmsContext.class) && a.expected.has(PlatParser.ARROW) && isRelation(type)) {
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
        if (TokenClass.isName(before)
                && (type == PlatParser.QUOTE || type == PlatParser.INT)
                && !a.onNewLine()
                && a.expected.has(PlatParser.LPAREN)) {
            return a.error(DiagnosticCode.E0120, a.span(0), "the arguments of a call stand in parentheses")
                    .help("write `" + a.text(-1) + "(…)`");
        }
        if (afterExpression && a.in(PlatParser.InterpolationContext.class) && TokenClass.beginsExpression(type)) {
            a.deleteTo(PlatParser.RBRACE);
            return a.error(DiagnosticCode.E0100, a.span(0), "an interpolation holds a single expression")
                    .help("end it with `}`, or put an operator before this");
        }
        Diagnostic found = lists(a);
        return found == null ? braces(a) : found;
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
        if (!insideFunction(a)) {
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

    private static boolean isRelation(int type) {
        return type == PlatParser.LT || type == PlatParser.LE || type == PlatParser.GT || type == PlatParser.GT_THEN_EQ;
    }

    private static boolean isAssignment(int type) {
        return type == PlatParser.ASSIGN || type >= PlatParser.PLUS_EQ && type <= PlatParser.SHL_EQ;
    }

    private static Diagnostic assignment(Advice a) {
        Diagnostic report = a.error(DiagnosticCode.E0112, a.span(0), "an assignment cannot stand inside an expression");
        if (a.in(PlatParser.ConditionContext.class) || a.in(PlatParser.GuardContext.class)) {
            return report.fix("to compare, write `==`", a.span(0), "==");
        }
        return report.help("assign in a statement of its own; to compare, write `==`");
    }
}
