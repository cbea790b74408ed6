package org.platlang.parser;

import org.jspecify.annotations.Nullable;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.grammar.PlatParser;

/** Mistakes: types (§3). See {@link CommonMistakes}. */
final class TypeMistakes {
    private TypeMistakes() {}

    static @Nullable Diagnostic types(Advice a) {
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
                return listType(a);
            }
            if (type == PlatParser.AMP || type == PlatParser.STAR) {
                return a.error(DiagnosticCode.E0119, a.span(0), "Plat has no pointer or reference types")
                        .help("objects are references by themselves: write the type alone");
            }
            if (type == PlatParser.MUT) {
                return a.error(DiagnosticCode.E0119, a.span(0), "types are not marked `mut`");
            }
        }
        boolean throwing =
                type == PlatParser.BANG || type == PlatParser.NAME && a.text(0).equals("throws");
        if (throwing
                && TokenClass.isName(a.type(-1))
                && (a.in(PlatParser.NamedTypeContext.class)
                        || a.context instanceof PlatParser.TypeContext
                        || a.parent() instanceof PlatParser.FunctionContext)) {
            a.deleteTo(PlatParser.LBRACE);
            return a.error(DiagnosticCode.E0119, a.span(0), "what may fail returns a `Result`")
                    .help("write `-> Result<" + a.text(-1) + ", String>`");
        }
        if (type == PlatParser.COLON && a.in(PlatParser.FunctionTypeContext.class)) {
            a.deleteTo(PlatParser.COMMA, PlatParser.RPAREN);
            return a.error(DiagnosticCode.E0100, a.span(-1), "the parameters of a function type have no names")
                    .help("write the types alone: `fn(Int32) -> Bool`");
        }
        boolean afterType = a.in(PlatParser.NamedTypeContext.class) || a.context instanceof PlatParser.TypeContext;
        if (afterType && type == PlatParser.QUESTION) {
            Span written = a.span(-1).to(a.span(0));
            return a.error(DiagnosticCode.E0119, written, "an optional type is written `Option<T>`")
                    .fix("write `Option<" + a.text(-1) + ">`", written, "Option<" + a.text(-1) + ">");
        }
        if (type == PlatParser.RBRACK
                && a.type(-1) == PlatParser.LBRACK
                && a.in(PlatParser.SquareArgumentsContext.class)) {
            Span written = a.span(-2).to(a.span(0));
            if (a.in(PlatParser.CollectionMemberContext.class)) {
                String literal = switch (a.text(-2)) {
                    case "Dict" -> "{}";
                    case "Set" -> "Set{}";
                    default -> "[]";
                };
                return a.error(
                                DiagnosticCode.E0119,
                                written,
                                "an empty " + a.text(-2) + " is written `" + literal + "`")
                        .fix("write `" + literal + "`", written, literal);
            }
            return a.error(DiagnosticCode.E0119, written, "a list type is written `List[T]`")
                    .fix("write `List[" + a.text(-2) + "]`", written, "List[" + a.text(-2) + "]");
        }
        return null;
    }

    /** `[T]`, `[]T`, `[T; n]`. */
    private static Diagnostic listType(Advice a) {
        boolean slice = a.type(1) == PlatParser.RBRACK && TokenClass.isName(a.type(2));
        boolean array = TokenClass.isName(a.type(1)) && a.type(2) == PlatParser.RBRACK;
        Span written = slice || array ? a.span(0).to(a.span(2)) : a.span(0);
        Diagnostic report = a.error(DiagnosticCode.E0119, written, "a list type is written `List[T]`");
        if (!slice && !array) {
            return report.help("write `List[Int32]` for a list of Int32");
        }
        String right = "List[" + (slice ? a.text(2) : a.text(1)) + "]";
        return report.fix("write `" + right + "`", written, right);
    }
}
