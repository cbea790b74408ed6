package org.platlang.parser;

import org.jspecify.annotations.Nullable;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.grammar.PlatParser;

/** Mistakes: statements (§4). See {@link CommonMistakes}. */
final class StatementMistakes {
    private StatementMistakes() {}

    static @Nullable Diagnostic statements(Advice a) {
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
        if (declares
                && type == PlatParser.COMMA
                && TokenClass.isName(before)
                && a.expected.has(PlatParser.COLON)
                && !a.expected.expression()
                && !a.in(PlatParser.ArmsContext.class)) {
            a.deleteTo(PlatParser.ASSIGN, PlatParser.SEMI);
            return a.error(DiagnosticCode.E0119, a.span(0), "a `" + a.text(-2) + "` declares a single variable")
                    .help("Plat has no tuples: return a class with named fields, and take its fields one by one");
        }
        if (declares
                && type == PlatParser.LBRACK
                && a.type(1) == PlatParser.RBRACK
                && TokenClass.isName(a.type(2))
                && TokenClass.isName(before)
                && a.expected.has(PlatParser.COLON)
                && !a.expected.expression()) {
            String element = ForeignDeclarations.platType(a.text(2));
            String list = "List[" + (element.isEmpty() ? a.text(2) : element) + "]";
            Span written = a.span(-1).atEnd().to(a.span(2));
            Diagnostic report = a.error(
                            DiagnosticCode.E0119, a.span(0).to(a.span(2)), "a list type is written `List[T]`")
                    .fix("write `: " + list + "`", written, ": " + list);
            a.deleteTo(PlatParser.ASSIGN, PlatParser.SEMI);
            a.insertAfterDeleted(PlatParser.COLON, PlatParser.DAMAGED);
            return report;
        }
        if (declares
                && TokenClass.isName(type)
                && TokenClass.isName(before)
                && a.expected.has(PlatParser.COLON)
                && !a.expected.expression()) {
            a.insert(PlatParser.COLON);
            return a.error(DiagnosticCode.E0120, a.afterPrevious(), "missing `:` before the type")
                    .fix("add `:`", a.afterPrevious(), ":");
        }
        if (declares
                && type == PlatParser.COMMA
                && a.enclosingBracket() == PlatParser.LBRACE
                && a.expected.has(PlatParser.SEMI)
                && !a.in(PlatParser.ArmsContext.class)) {
            a.deleteTo(PlatParser.SEMI);
            return a.error(DiagnosticCode.E0119, a.span(0), "each variable is declared by a `let` or `var` of its own")
                    .help("write `let a = 1; let b = 2;`");
        }
        Diagnostic variable = ForeignDeclarations.variable(a);
        if (variable != null) {
            return variable;
        }
        if (CommonMistakes.insideFunction(a)
                && a.expected.statement()
                && (type == PlatParser.PUB || type == PlatParser.MUT)
                && (a.type(1) == PlatParser.LET || a.type(1) == PlatParser.VAR)) {
            a.delete(1);
            return a.error(DiagnosticCode.E0122, a.span(0), "a variable is not marked `" + a.text(0) + "`")
                    .fix("remove it", a.span(0).to(a.span(1).atStart()), "");
        }
        if (before == PlatParser.FN && TokenClass.isName(type) && CommonMistakes.insideFunction(a)) {
            return a.error(
                            DiagnosticCode.E0123,
                            a.span(-1).to(a.span(0)),
                            "a function cannot be declared inside another")
                    .help("move it outside, or write a lambda: `let " + a.text(0) + " = fn(…) { … };`");
        }
        if (CommonMistakes.insideFunction(a)
                && (type == PlatParser.CONST
                        || type == PlatParser.CLASS
                        || type == PlatParser.ENUM
                        || type == PlatParser.USE
                        || type == PlatParser.TYPE && TokenClass.isName(a.type(1)))) {
            Diagnostic report = a.error(
                    DiagnosticCode.E0123, a.span(0), "`" + a.text(0) + "` declarations stand outside of functions");
            return type == PlatParser.CONST
                    ? report.help("use `let` here").fix("write `let`", a.span(0), "let")
                    : report.help("move it outside");
        }
        if (before == PlatParser.TASK_LOCAL && TokenClass.isName(type) && CommonMistakes.insideFunction(a)) {
            return a.error(
                            DiagnosticCode.E0123,
                            a.span(-1).to(a.span(0)),
                            "`task_local` declarations stand outside of functions")
                    .help("move it outside, and bind it here: `with_local(" + a.text(0) + " = …, body = { … })`");
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
        if (type == PlatParser.LABEL
                && a.type(1) == PlatParser.COLON
                && (a.type(2) == PlatParser.LOOP || a.type(2) == PlatParser.WHILE || a.type(2) == PlatParser.FOR)) {
            Span written = a.span(0).to(a.span(1));
            a.delete(2);
            return a.error(DiagnosticCode.E0100, written, "a label includes its colon, without a space")
                    .fix("write `" + a.text(0) + ":`", written, a.text(0) + ":");
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
                && CommonMistakes.insideFunction(a)) {
            a.delete(1);
            return a.error(DiagnosticCode.E0100, a.span(0), "an empty statement")
                    .fix("remove the `;`", a.span(0), "");
        }
        return foreign(a);
    }

    /** A word of another language where a statement goes wrong: the word itself, or the one before. */
    private static @Nullable Diagnostic foreign(Advice a) {
        if (!CommonMistakes.insideFunction(a)) {
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
}
