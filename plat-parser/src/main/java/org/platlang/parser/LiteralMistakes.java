package org.platlang.parser;

import org.jspecify.annotations.Nullable;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.grammar.PlatParser;

/** Mistakes: lambdas, instances and collections, as other languages write them. See {@link CommonMistakes}. */
final class LiteralMistakes {
    private LiteralMistakes() {}

    /** `P { x: 0 }`. */
    static Diagnostic instanceInBraces(Advice a) {
        Span braces = a.spanTo(PlatParser.RBRACE);
        Diagnostic report =
                a.error(DiagnosticCode.E0119, a.span(-1).to(braces), "an instance is made by calling `init`");
        String inside = braces.text()
                .substring(1, Math.max(1, braces.text().length() - 1))
                .strip();
        boolean simple = inside.indexOf('{') < 0 && inside.indexOf('"') < 0 && inside.indexOf('?') < 0;
        if (!simple || inside.isEmpty()) {
            return report.help("write `" + a.text(-1) + ".init(name = value)`");
        }
        String call = a.text(-1) + ".init(" + inside.replaceAll(" *: *", " = ") + ")";
        return report.fix("write `" + call + "`", a.span(-1).to(braces), call);
    }

    /** Collections as other languages make, index and copy them. */
    static @Nullable Diagnostic collection(Advice a) {
        int type = a.type(0);
        int before = a.type(-1);
        if (a.context instanceof PlatParser.CollectionMemberContext && type == PlatParser.LPAREN
                || before == PlatParser.SET && type == PlatParser.LPAREN) {
            return a.error(DiagnosticCode.E0119, a.span(0), "an empty collection is a literal")
                    .help("write `[]` for a List, `{}` for a Dict, `Set{}` for a Set");
        }
        if (a.context instanceof PlatParser.CollectionMemberContext && type == PlatParser.LBRACE) {
            boolean dict = a.text(-1).equals("Dict");
            Diagnostic report = a.error(
                    DiagnosticCode.E0119,
                    a.span(-1),
                    dict ? "a Dict literal has no name before its brace" : "a List literal has square brackets");
            return dict
                    ? report.fix("remove `Dict`", a.span(-1), "")
                    : report.help("write `[…]`; the braces of a Set follow the word `Set`, those of a Dict no word");
        }
        if (type == PlatParser.COMMA && a.type(-3) == PlatParser.BANG && before != PlatParser.BANG
                || a.in(PlatParser.IndexPostfixContext.class) && type == PlatParser.COMMA) {
            a.deleteTo(PlatParser.RBRACK);
            return a.error(DiagnosticCode.E0119, a.span(0), "an index is a single value")
                    .help(
                            "a list is written `[1, 2]`, without a word before it; an element of a list of lists is `xs[i]![j]`");
        }
        if (type == PlatParser.COLON && a.in(PlatParser.IndexPostfixContext.class)) {
            a.deleteTo(PlatParser.RBRACK);
            return a.error(DiagnosticCode.E0119, a.span(0), "Plat has no slices `[a:b]`")
                    .help("write `list.slice(start = a, end = b)`, of a String `text.substring(start = a, end = b)`");
        }
        if (type == PlatParser.COLON && a.in(PlatParser.ListLiteralContext.class)) {
            Span all = a.spanOfBrackets();
            Diagnostic report = a.error(DiagnosticCode.E0119, a.span(0), "a Dict is written in braces");
            a.deleteTo(PlatParser.RBRACK);
            return all.text().startsWith("[") && all.text().endsWith("]")
                    ? report.fix(
                            "write `{…}`",
                            all,
                            "{" + all.text().substring(1, all.text().length() - 1) + "}")
                    : report.help("write `{key: value}`");
        }
        if (before == PlatParser.LBRACK
                && (a.type(-2) == PlatParser.SET || a.type(-2) == PlatParser.LIST)
                && (type == PlatParser.INT || type == PlatParser.FLOAT || type == PlatParser.QUOTE)) {
            boolean set = a.type(-2) == PlatParser.SET;
            Span brackets = a.spanOfBrackets();
            String inside =
                    brackets.text().substring(1, Math.max(1, brackets.text().length() - 1));
            String right = set ? "Set{" + inside + "}" : "[" + inside + "]";
            Span written = a.span(-2).to(brackets);
            return a.error(
                            DiagnosticCode.E0119,
                            written,
                            set ? "a Set is written in braces" : "a List has no name before it")
                    .fix("write `" + right + "`", written, right);
        }
        if (before == PlatParser.RBRACK
                && a.type(-2) == PlatParser.LBRACK
                && TokenClass.isName(type)
                && !a.onNewLine()) {
            return a.error(DiagnosticCode.E0119, a.span(-2).to(a.span(0)), "a list is written `[a, b]`")
                    .help("its type stands where it goes: `let xs: List[Int32] = [1, 2];`");
        }
        return null;
    }

    /** Functions without a name as other languages write them. */
    static @Nullable Diagnostic lambda(Advice a) {
        int type = a.type(0);
        int before = a.type(-1);
        if (a.expected.expression() && type == PlatParser.PIPE) {
            return lambdaIsWritten(a, a.span(0));
        }
        if (type == PlatParser.ARROW
                && (before == PlatParser.RPAREN || TokenClass.isName(before))
                && CommonMistakes.insideFunction(a)
                && !a.in(PlatParser.ArmsContext.class)
                && !a.in(PlatParser.SelectArmsContext.class)) {
            return lambdaIsWritten(a, a.span(0));
        }
        if (type == PlatParser.COLON && before == PlatParser.NAME && a.in(PlatParser.ParenthesesContext.class)) {
            return lambdaIsWritten(a, a.span(-2).to(a.span(0)));
        }
        boolean body = a.in(PlatParser.LambdaContext.class) || a.parent() instanceof PlatParser.LambdaContext;
        if (body && a.expected.has(PlatParser.LBRACE) && before == PlatParser.RPAREN) {
            a.deleteTo(PlatParser.COMMA, PlatParser.RPAREN, PlatParser.SEMI);
            a.insertAfterDeleted(PlatParser.LBRACE, PlatParser.RBRACE);
            return a.error(DiagnosticCode.E0120, a.span(0), "the body of a lambda stands in braces")
                    .help("write `fn(x) { value }`");
        }
        boolean trailing = type == PlatParser.LBRACE
                && (a.enclosingBracket() == PlatParser.LPAREN || a.expected.has(PlatParser.SEMI))
                && (TokenClass.isName(before) && a.type(-2) == PlatParser.DOT || before == PlatParser.RPAREN)
                && CommonMistakes.insideFunction(a)
                && !a.onNewLine();
        if (trailing && (a.spanTo(PlatParser.RBRACE).text().contains("->") || a.type(-2) == PlatParser.DOT)) {
            Diagnostic report = a.error(DiagnosticCode.E0119, a.span(0), "a lambda is an argument like any other")
                    .help("write `name(f = fn(x) { … })`, with the name of the parameter");
            a.deleteTo(PlatParser.COMMA, PlatParser.RPAREN, PlatParser.SEMI);
            return report;
        }
        return null;
    }

    private static Diagnostic lambdaIsWritten(Advice a, Span at) {
        return a.error(DiagnosticCode.E0119, at, "a lambda is written `fn(x) { … }`")
                .help("its parameter types may be left out where the context gives them: `f = fn(x) { x * 2 }`");
    }
}
