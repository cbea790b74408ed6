package org.platlang.parser;

import org.jspecify.annotations.Nullable;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.grammar.PlatParser;

/** Mistakes: classes and enums and what stands in them (§7, §8). See {@link CommonMistakes}. */
final class MemberMistakes {
    private MemberMistakes() {}

    static @Nullable Diagnostic classHeader(Advice a) {
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

    static @Nullable Diagnostic enumBody(Advice a) {
        int type = a.type(0);
        if (a.text(-1).equals("case") && TokenClass.isName(type)) {
            Span word = a.span(-1).to(a.span(0).atStart());
            a.insert(PlatParser.COMMA);
            return a.error(DiagnosticCode.E0119, a.span(-1), "a variant stands without `case`")
                    .fix("remove `case`", word, "");
        }
        if (type == PlatParser.LBRACE && TokenClass.isName(a.type(-1))) {
            Span fields = a.spanTo(PlatParser.RBRACE);
            a.deleteTo(PlatParser.COMMA, PlatParser.FN, PlatParser.RBRACE);
            return a.error(DiagnosticCode.E0119, a.span(0), "the fields of a variant stand in parentheses")
                    .fix(
                            "write `(…)`",
                            fields,
                            "("
                                    + fields.text()
                                            .substring(
                                                    1, Math.max(1, fields.text().length() - 1))
                                            .strip() + ")");
        }
        if (a.type(-1) == PlatParser.PUB && TokenClass.isName(type)) {
            a.deleteTo(PlatParser.FN, PlatParser.RBRACE);
            a.insertAfterDeleted(
                    PlatParser.FN,
                    PlatParser.NAME,
                    PlatParser.LPAREN,
                    PlatParser.RPAREN,
                    PlatParser.LBRACE,
                    PlatParser.RBRACE);
            return a.error(DiagnosticCode.E0122, a.span(-1), "a variant is not marked `pub`")
                    .note("the variants of an enum are seen wherever the enum is")
                    .fix("remove it", a.span(-1).to(a.span(0).atStart()), "");
        }
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
            a.deleteTo(PlatParser.FN, PlatParser.RBRACE);
            return a.error(DiagnosticCode.E0123, a.span(0), "the variants of an enum come before its methods")
                    .help("move the methods to the end of the enum");
        }
        return null;
    }

    static @Nullable Diagnostic member(Advice a) {
        int type = a.type(0);
        if (TokenClass.isName(type)) {
            String word = a.text(0);
            if (word.equals("deinit") || word.equals("destructor") || word.equals("finalize")) {
                return a.error(DiagnosticCode.E0119, a.span(0), "Plat has no destructors")
                        .help("memory is freed by itself; close other things with `defer { … }` where they are used");
            }
            if (word.equals("constructor") && a.type(1) == PlatParser.LPAREN) {
                a.replace(PlatParser.INIT);
                return a.error(DiagnosticCode.E0119, a.span(0), "a constructor is named `init`")
                        .fix("write `init`", a.span(0), "init");
            }
            if ((word.equals("get") || word.equals("set")) && TokenClass.isName(a.type(1))) {
                a.replace(PlatParser.FN);
                return a.error(DiagnosticCode.E0119, a.span(0), "Plat has no properties")
                        .note("a method is called with parentheses, a field without")
                        .fix("write a method", a.span(0), "fn");
            }
            Diagnostic known = ForeignWords.item(a.span(0));
            if (known != null) {
                a.delete(1);
                return known;
            }
            if (a.type(1) == PlatParser.COLON) {
                Span field = a.endField();
                a.insert(PlatParser.LET);
                Diagnostic report = a.error(
                                DiagnosticCode.E0120,
                                a.span(0),
                                field.equals(a.span(0))
                                        ? "a field begins with `let` or `var`"
                                        : "a field begins with `let` or `var` and ends in `;`")
                        .help("`let` is set once, in `init`; `var` can be assigned later");
                String text = field.text().endsWith(",")
                        ? field.text().substring(0, field.text().length() - 1)
                        : field.text();
                String right = "let " + text + (field.equals(a.span(0)) ? "" : ";");
                return report.fix("write `" + right + "`", field, right);
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
}
