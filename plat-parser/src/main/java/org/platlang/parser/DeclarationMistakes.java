package org.platlang.parser;

import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.grammar.PlatParser;

/** Mistakes: files, functions, constants, paths (§2, §6). See {@link CommonMistakes}. */
final class DeclarationMistakes {
    private DeclarationMistakes() {}

    static @Nullable Diagnostic declarations(Advice a) {
        int type = a.type(0);
        if (type == PlatParser.INTERFACE) {
            return a.error(DiagnosticCode.E0118, a.span(0), "`interface` is reserved for a later version of Plat")
                    .help("share behaviour by a base class with `virtual` methods");
        }
        if (a.context instanceof PlatParser.ParameterContext && a.expected.has(PlatParser.COLON)) {
            if (TokenClass.isName(type)) {
                return typeBeforeName(a);
            }
            a.insert(PlatParser.COLON, PlatParser.DAMAGED);
            return a.error(DiagnosticCode.E0120, a.span(-1), "parameter `" + a.text(-1) + "` needs a type")
                    .help("write `" + a.text(-1) + ": Type`");
        }
        if (a.in(PlatParser.FunctionContext.class)
                && a.enclosingBracket() == PlatParser.LPAREN
                && a.expected.has(PlatParser.NAME)
                && (type == PlatParser.SELF
                        || (type == PlatParser.AMP || type == PlatParser.MUT)
                                && (a.type(1) == PlatParser.SELF || a.type(2) == PlatParser.SELF))) {
            int last = type == PlatParser.SELF ? 0 : a.type(1) == PlatParser.SELF ? 1 : 2;
            int comma = a.type(last + 1) == PlatParser.COMMA ? 1 : 0;
            a.delete(last + 1 + comma);
            Span all = a.span(0).to(a.span(last + comma));
            return a.error(DiagnosticCode.E0100, a.span(0).to(a.span(last)), "`self` is not declared as a parameter")
                    .note("every method of a class or enum has `self` without saying so")
                    .fix("remove it", all, "");
        }
        if (a.in(PlatParser.FunctionContext.class)
                && a.enclosingBracket() == PlatParser.LPAREN
                && a.expected.has(PlatParser.NAME)
                && (type == PlatParser.PUB
                        || type == PlatParser.LET
                        || type == PlatParser.VAR
                        || type == PlatParser.MUT)
                && TokenClass.isName(a.type(1))) {
            a.delete(1);
            return a.error(DiagnosticCode.E0122, a.span(0), "a parameter is not marked `" + a.text(0) + "`")
                    .note("a parameter is `name: Type`, and cannot be assigned")
                    .fix("remove it", a.span(0).to(a.span(1).atStart()), "");
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
            if (a.text(0).equals("throws") || a.text(0).equals("raises")) {
                a.deleteTo(PlatParser.LBRACE, PlatParser.ARROW);
                return a.error(DiagnosticCode.E0119, a.span(0), "what may fail returns a `Result`")
                        .help("write `-> Result<Unit, String>`, or with another type of value and error");
            }
            if (TokenClass.isName(type) && !a.text(0).equals("where")) {
                a.insert(PlatParser.ARROW);
                return a.error(DiagnosticCode.E0120, a.afterPrevious(), "missing `->` before the result type")
                        .fix("add `->`", a.afterPrevious(), " ->");
            }
        }
        boolean head = a.parent() instanceof PlatParser.FunctionContext && !CommonMistakes.insideFunction(a)
                || a.in(PlatParser.FunctionContext.class) && a.enclosingBracket() != PlatParser.LPAREN;
        if (head) {
            Diagnostic found = signature(a);
            if (found != null) {
                return found;
            }
        }
        boolean declaresType = a.type(-1) == PlatParser.CLASS
                || a.type(-1) == PlatParser.ENUM
                || a.type(-1) == PlatParser.TYPE
                || a.type(-1) == PlatParser.NEWTYPE;
        if (declaresType
                && (a.text(0).equals("List")
                        || a.text(0).equals("Dict")
                        || a.text(0).equals("Set"))) {
            a.replace(PlatParser.TYPE_NAME);
            return a.error(
                            DiagnosticCode.E0207,
                            a.span(0),
                            "`" + a.text(0) + "` is a built-in type and cannot be declared again")
                    .help("choose another name");
        }
        boolean typeParameters =
                a.in(PlatParser.TypeParametersContext.class) || a.in(PlatParser.TypeParameterContext.class);
        if (typeParameters && (a.text(0).equals("extends") || a.text(0).equals("implements"))) {
            a.replace(PlatParser.COLON);
            Span word = a.span(-1).atEnd().to(a.span(0));
            return a.error(DiagnosticCode.E0119, a.span(0), "`" + a.text(0) + "` is written `:` in Plat")
                    .fix("write `:`", word, ":");
        }
        if (type == PlatParser.ASSIGN
                && (a.in(PlatParser.TypeParametersContext.class) || a.in(PlatParser.TypeParameterContext.class))) {
            a.deleteTo(PlatParser.COMMA, PlatParser.GT, PlatParser.LPAREN, PlatParser.LBRACE);
            return a.error(DiagnosticCode.E0119, a.span(0), "a type parameter has no default");
        }
        if (a.enclosingBracket() == Token.EOF && a.in(PlatParser.ClassDeclarationContext.class)) {
            return MemberMistakes.classHeader(a);
        }
        if (a.enclosingBracket() == Token.EOF
                && a.in(PlatParser.EnumDeclarationContext.class)
                && type == PlatParser.COLON) {
            a.deleteTo(PlatParser.LBRACE);
            return a.error(DiagnosticCode.E0119, a.span(0), "an enum has no base class and no base type");
        }
        if (a.type(-1) == PlatParser.LPAREN
                && type == PlatParser.RPAREN
                && a.in(PlatParser.VariantContext.class)
                && a.enclosingBracket() == PlatParser.LPAREN) {
            Span both = a.span(-1).to(a.span(0));
            a.insert(PlatParser.DAMAGED);
            return a.error(DiagnosticCode.E0120, both, "a variant that carries nothing has no parentheses")
                    .fix("remove them", both, "");
        }
        if (a.enclosingBracket() == PlatParser.LBRACE && a.in(PlatParser.EnumDeclarationContext.class)) {
            return MemberMistakes.enumBody(a);
        }
        if (a.in(PlatParser.FieldContext.class) && type == PlatParser.SEMI && a.expected.has(PlatParser.COLON)) {
            a.insert(PlatParser.COLON, PlatParser.DAMAGED);
            return a.error(DiagnosticCode.E0120, a.span(-1), "field `" + a.text(-1) + "` needs a type")
                    .help("write `" + a.text(-1) + ": Type;`");
        }
        if (a.in(PlatParser.FieldContext.class) && type == PlatParser.ASSIGN && a.expected.has(PlatParser.COLON)) {
            a.insert(PlatParser.COLON, PlatParser.DAMAGED);
            return a.error(DiagnosticCode.E0120, a.span(-1), "field `" + a.text(-1) + "` needs a type")
                    .help("write `" + a.text(-1) + ": Type = …`");
        }
        if (a.in(PlatParser.FieldContext.class) && type == PlatParser.COMMA && a.expected.has(PlatParser.SEMI)) {
            a.replace(PlatParser.SEMI);
            return a.error(DiagnosticCode.E0100, a.span(0), "a field ends in `;`")
                    .fix("write `;`", a.span(0), ";");
        }
        if (a.context instanceof PlatParser.TestBlockContext && a.enclosingBracket() == PlatParser.LBRACE) {
            return a.error(
                            DiagnosticCode.E0123,
                            a.span(0),
                            "a " + a.context.getStart().getText() + " block holds functions only")
                    .help("put statements in a function: `fn "
                            + a.context.getStart().getText()
                            + "_name() { … }`");
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
            String literal = FileParts.typeOfLiteral(a.type(1));
            Diagnostic report = a.error(DiagnosticCode.E0120, a.span(-1), "`" + a.text(-1) + "` needs a type")
                    .help("write `" + a.text(-1) + ": Type = …`");
            return literal.isEmpty()
                    ? report
                    : report.fix("add `: " + literal + "`", a.span(-1).atEnd(), ": " + literal);
        }
        if (constant && type == PlatParser.SEMI && a.expected.has(PlatParser.ASSIGN)) {
            a.insert(PlatParser.ASSIGN, PlatParser.DAMAGED);
            return a.error(DiagnosticCode.E0120, a.span(0), "a constant needs a value")
                    .label("`= …` is missing before this");
        }
        if (a.expected.has(PlatParser.ASSIGN)
                && (a.text(0).equals("struct") || type == PlatParser.INTERFACE || type == PlatParser.ENUM)
                && TokenClass.isName(a.type(-1))
                && a.type(-2) == PlatParser.TYPE) {
            String word = type == PlatParser.ENUM ? "enum" : "class";
            Span written = a.span(-2).to(a.span(0));
            return a.error(
                            DiagnosticCode.E0119,
                            written,
                            (word.equals("enum") ? "an " : "a ") + word + " is declared with `" + word + "`")
                    .help("write `" + word + " " + a.text(-1) + " { … }`; its methods stand inside")
                    .fix("write `" + word + "`", written, word + " " + a.text(-1));
        }
        boolean member = a.context instanceof PlatParser.ClassDeclarationContext
                || a.context instanceof PlatParser.MemberContext;
        return member ? MemberMistakes.member(a) : path(a);
    }

    /** `Int32 a` where `a: Int32` is meant; all that are left of the list, with one report. */
    private static Diagnostic typeBeforeName(Advice a) {
        Span first = a.span(-1).to(a.span(0));
        Diagnostic report = a.error(DiagnosticCode.E0119, first, "the type of a parameter comes after its name");
        int pairs = 0;
        StringBuilder right = new StringBuilder();
        while (TokenClass.isName(a.type(3 * pairs - 1)) && TokenClass.isName(a.type(3 * pairs))) {
            right.append(pairs == 0 ? "" : ", ")
                    .append(a.text(3 * pairs))
                    .append(": ")
                    .append(a.text(3 * pairs - 1));
            pairs++;
            if (a.type(3 * pairs - 2) != PlatParser.COMMA) {
                break;
            }
        }
        Span all = a.span(-1).to(a.span(3 * pairs - 3));
        report = report.fix("write `" + right + "`", all, right.toString());
        a.deleteTo(PlatParser.RPAREN);
        a.insertAfterDeleted(PlatParser.COLON, PlatParser.DAMAGED);
        return report;
    }

    /** A function whose head or body is written as elsewhere. */
    private static @Nullable Diagnostic signature(Advice a) {
        int type = a.type(0);
        if (a.expected.has(PlatParser.LBRACE) && type == PlatParser.SEMI) {
            return a.error(DiagnosticCode.E0120, a.span(0), "a function needs a body in braces")
                    .help("write `{ … }`; Plat has no abstract or forward declarations");
        }
        if (a.expected.has(PlatParser.LBRACE) && type == PlatParser.ASSIGN) {
            Span body = a.spanTo(PlatParser.SEMI);
            Diagnostic report = a.error(DiagnosticCode.E0119, a.span(0), "the body of a function stands in braces");
            return body.text().endsWith(";")
                    ? report.fix(
                            "write a block",
                            body,
                            "{ "
                                    + body.text()
                                            .substring(1, body.text().length() - 1)
                                            .strip() + " }")
                    : report.help("write `{ value }`");
        }
        if (a.expected.has(PlatParser.LBRACE) && a.text(0).equals("where")) {
            a.deleteTo(PlatParser.LBRACE);
            return a.error(DiagnosticCode.E0119, a.span(0), "Plat has no `where`")
                    .help("bounds stand with their type parameter: `fn name<T: Ordered + Text>(…)`");
        }
        if (a.expected.has(PlatParser.LPAREN) && type == PlatParser.LBRACE) {
            a.insert(PlatParser.LPAREN, PlatParser.RPAREN);
            return a.error(
                            DiagnosticCode.E0120,
                            a.afterPrevious(),
                            "function `" + a.text(-1) + "` has no parameter list")
                    .fix("write `()`", a.afterPrevious(), "()");
        }
        if (a.expected.has(PlatParser.LPAREN) && type == PlatParser.LBRACK) {
            Span list = a.spanTo(PlatParser.RBRACK);
            return a.error(DiagnosticCode.E0119, a.span(0), "type parameters are declared in angle brackets")
                    .fix(
                            "write `<…>`",
                            list,
                            "<"
                                    + list.text()
                                            .substring(
                                                    1, Math.max(1, list.text().length() - 1)) + ">");
        }
        if (type == PlatParser.DOT && a.type(-2) == PlatParser.FN && TokenClass.isName(a.type(-1))) {
            return a.error(DiagnosticCode.E0119, a.span(-1).to(a.span(0)), "a type gets no methods from outside")
                    .help(
                            "a method stands inside its class or enum; for other types write a function with a parameter");
        }
        if (a.type(-1) == PlatParser.FN && a.expected.name()) {
            if (type == PlatParser.INIT && a.in(PlatParser.ClassDeclarationContext.class)) {
                return a.error(DiagnosticCode.E0118, a.span(-1).to(a.span(0)), "`init` is declared without `fn`")
                        .fix("write `init`", a.span(-1).to(a.span(0)), "init");
            }
            if (type >= PlatParser.EQ && type <= PlatParser.PERCENT || CommonMistakes.isRelation(type)) {
                return a.error(DiagnosticCode.E0119, a.span(0), "operators cannot be declared")
                        .help("give the method a name, such as `add`; `==` uses `fn equals(other: C) -> Bool`");
            }
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
}
