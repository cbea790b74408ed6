package org.platlang.parser;

import java.util.List;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.diag.DiagnosticSink;
import org.platlang.lexer.source.SourceFile;
import org.platlang.lexer.source.Span;
import org.platlang.parser.grammar.PlatParser;

/**
 * Operators of other languages: reported with what Plat writes, and replaced by it, so that parsing goes on undisturbed.
 * Runs only on files that do not parse; none of the sequences occurs in one that does.
 */
final class ForeignOperators {
    private final SourceFile file;
    private final DiagnosticSink sink;
    private final List<CommonToken> tokens;

    private ForeignOperators(SourceFile file, DiagnosticSink sink, List<CommonToken> tokens) {
        this.file = file;
        this.sink = sink;
        this.tokens = tokens;
    }

    static void replace(SourceFile file, DiagnosticSink sink, List<CommonToken> tokens) {
        ForeignOperators pass = new ForeignOperators(file, sink, tokens);
        for (int i = 0; i < tokens.size(); i++) {
            pass.at(i);
        }
    }

    private int type(int i) {
        return i < 0 || i >= tokens.size() ? Token.EOF : tokens.get(i).getType();
    }

    private boolean pair(int i, int first, int second) {
        return type(i) == first && type(i + 1) == second && TokenClass.touch(tokens.get(i), tokens.get(i + 1));
    }

    private void at(int i) {
        int before = type(i - 1);
        boolean afterExpression = TokenClass.endsExpression(before);
        if (pair(i, PlatParser.AMP, PlatParser.AMP)) {
            merge(i, PlatParser.AND, "`&&` is written `and`", "and");
        } else if (afterExpression && pair(i, PlatParser.PIPE, PlatParser.PIPE)) {
            merge(i, PlatParser.OR, "`||` is written `or`", "or");
        } else if (pair(i, PlatParser.ASSIGN, PlatParser.GT) && isLambda(i)) {
            report(Diagnostic.at(DiagnosticCode.E0119, span(i, i + 1), "a lambda is written `fn(x) { … }`")
                    .help("its parameter types may be left out where the context gives them: `f = fn(x) { x * 2 }`"));
            join(i, PlatParser.ARROW);
        } else if (pair(i, PlatParser.ASSIGN, PlatParser.GT)) {
            if (inDict(i)) {
                merge(i, PlatParser.COLON, "`=>` is written `:` in a Dict", ":");
            } else {
                merge(i, PlatParser.ARROW, "`=>` is written `->`", "->");
            }
        } else if (pair(i, PlatParser.EQ, PlatParser.ASSIGN)) {
            merge(i, PlatParser.EQ, "`===` is written `==`", "==");
        } else if (pair(i, PlatParser.NE, PlatParser.ASSIGN)) {
            merge(i, PlatParser.NE, "`!==` is written `!=`, or `! ==` to unwrap and compare", "!=");
        } else if (pair(i, PlatParser.STAR, PlatParser.STAR)) {
            Span span = span(i, i + 1);
            report(Diagnostic.at(DiagnosticCode.E0119, span, "Plat has no operator `**`")
                    .help("for a power write `x.pow(exponent = n)`"));
            join(i, PlatParser.STAR);
        } else if (pair(i, PlatParser.DOTDOT, PlatParser.DOT) && spread(i)) {
            // reported
        } else if (pair(i, PlatParser.DOTDOT, PlatParser.DOT)) {
            merge(i, PlatParser.DOTDOT, "`...` is written `..` (end left out) or `..=` (end included)", "..");
        } else if (pair(i, PlatParser.COLON, PlatParser.ASSIGN)) {
            Span span = span(i, i + 1);
            if (inForHead(i)) {
                return; // the head is one mistake, which the parser reports
            }
            Diagnostic report = Diagnostic.at(DiagnosticCode.E0119, span, "Plat has no operator `:=`")
                    .help("declare with `let name = …;` or `var name = …;`, assign with `name = …;`");
            int first = i - 1;
            while (TokenClass.isName(type(first)) && type(first - 1) == PlatParser.COMMA) {
                first -= 2;
            }
            if (first < i - 1 && first > 0 && TokenClass.isName(type(first)) && beginsStatement(first)) {
                report(Diagnostic.at(
                                DiagnosticCode.E0119,
                                span(first, first).to(span),
                                "Plat has no operator `:=`, and a statement declares a single variable")
                        .help("return a class with named fields; what may fail returns a `Result`, taken apart by"
                                + " `match`, handed on by `?`"));
                join(i, PlatParser.ASSIGN);
                tokens.subList(first, i - 1).clear();
                tokens.add(
                        first, new RepairToken(PlatParser.LET, tokens.get(first).getStartIndex(), false));
                return;
            }
            boolean alone = i >= 2 && TokenClass.isName(before) && beginsStatement(i - 1);
            report(
                    alone
                            ? report.fix(
                                    "declare it with `let`",
                                    span(i - 1, i - 1).to(span),
                                    "let " + span(i - 1, i - 1).text() + " =")
                            : report);
            join(i, PlatParser.ASSIGN);
        } else if ((pair(i, PlatParser.COLONCOLON, PlatParser.LT)
                || pair(i, PlatParser.COLONCOLON, PlatParser.TYPE_LT))) {
            Span span = span(i, i);
            report(Diagnostic.at(DiagnosticCode.E0119, span, "type arguments follow the name directly")
                    .fix("remove `::`", span, ""));
            tokens.remove(i);
            tokens.get(i).setType(PlatParser.TYPE_LT);
        } else if (type(i) == PlatParser.BANG && !afterExpression && before != Token.EOF) {
            Span span = span(i, i);
            report(Diagnostic.at(DiagnosticCode.E0119, span, "`!` before a value is written `not`")
                    .note("after a value `!` unwraps it")
                    .fix("write `not`", span, "not "));
            tokens.get(i).setType(PlatParser.NOT);
        } else if (pair(i, PlatParser.PLUS, PlatParser.PLUS)
                || pair(i, PlatParser.MINUS, PlatParser.MINUS) && afterExpression && endsStatement(type(i + 2))) {
            step(i);
        } else if (afterExpression
                && pair(i, PlatParser.GT_THEN_GT, PlatParser.GT_THEN_GT)
                && type(i + 2) == PlatParser.GT
                && !closesTypeArguments(i)) {
            Span span = span(i, i + 2);
            report(Diagnostic.at(DiagnosticCode.E0119, span, "Plat has no operator `>>>`")
                    .help("write `x.shift_right_logical(by = n)`"));
            tokens.remove(i);
        }
    }

    /** Whether three `<` are open here: what is wrong about the statement is something else. */
    private boolean closesTypeArguments(int i) {
        int open = 0;
        for (int j = i - 1; j >= 0; j--) {
            switch (type(j)) {
                case PlatParser.LT, PlatParser.TYPE_LT -> {
                    if (++open == 3) {
                        return true;
                    }
                }
                case PlatParser.GT, PlatParser.GT_THEN_GT -> open--;
                case PlatParser.SEMI, PlatParser.LBRACE, PlatParser.RBRACE -> {
                    return false;
                }
                default -> {}
            }
        }
        return false;
    }

    /** Whether a `=>` stands in an argument or in the value of a variable, where no arm of a `match` can. */
    private boolean isLambda(int i) {
        int depth = 0;
        for (int j = i - 1; j >= 0; j--) {
            int type = type(j);
            if (TokenClass.isClosing(type)) {
                depth++;
            } else if (TokenClass.isOpening(type) && --depth < 0) {
                return type == PlatParser.LPAREN;
            } else if (depth == 0 && (type == PlatParser.SEMI || type == PlatParser.COMMA)) {
                return false;
            } else if (depth == 0 && (type == PlatParser.LET || type == PlatParser.VAR)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a `for` stands before this in the same statement. */
    private boolean beginsStatement(int i) {
        int before = type(i - 1);
        return before == PlatParser.SEMI || before == PlatParser.LBRACE || before == PlatParser.RBRACE;
    }

    private boolean inForHead(int i) {
        int depth = 0;
        for (int j = i - 1; j >= 0 && i - j < 40; j--) {
            int type = type(j);
            if (type == PlatParser.LBRACE || type == PlatParser.RBRACE) {
                return false;
            }
            if (type == PlatParser.FOR) {
                return depth >= 0;
            }
            if (TokenClass.isClosing(type)) {
                depth--;
            } else if (TokenClass.isOpening(type)) {
                depth++;
            }
        }
        return false;
    }

    /** Whether the innermost open bracket is a brace where a value begins. */
    private boolean inDict(int i) {
        int depth = 0;
        for (int at = i - 1; at > 0; at--) {
            if (TokenClass.isClosing(type(at))) {
                depth++;
            } else if (TokenClass.isOpening(type(at)) && depth-- == 0) {
                int before = type(at - 1);
                return type(at) == PlatParser.LBRACE
                        && (before == PlatParser.ASSIGN
                                || before == PlatParser.LPAREN
                                || before == PlatParser.COMMA
                                || before == PlatParser.RETURN);
            }
        }
        return false;
    }

    /** `...` that hands over or takes many arguments; false if it is a range. */
    private boolean spread(int i) {
        int after = type(i + 2);
        boolean taking = after == PlatParser.RPAREN || after == PlatParser.COMMA;
        boolean giving = !TokenClass.endsExpression(type(i - 1));
        if (!taking && !giving) {
            return false;
        }
        report(Diagnostic.at(DiagnosticCode.E0119, span(i, i + 1), "Plat has no `...` for many values")
                .help(
                        taking
                                ? "a parameter that takes many is a List: `xs: List[T]`"
                                : "join lists with `a.concat(other = b)`"));
        tokens.remove(i + 1);
        tokens.remove(i);
        return true;
    }

    private static boolean endsStatement(int type) {
        return type == PlatParser.SEMI || type == PlatParser.RPAREN || type == PlatParser.RBRACE;
    }

    /** `x++`, `x--`. */
    private void step(int i) {
        boolean plus = type(i) == PlatParser.PLUS;
        Span span = span(i, i + 1);
        if (inForHead(i)) {
            return; // a head of three parts is one mistake, which the parser reports
        }
        String written = plus ? "+= 1" : "-= 1";
        report(Diagnostic.at(DiagnosticCode.E0119, span, "Plat has no operator `" + span.text() + "`")
                .help("write `x " + written + "`, as a statement of its own"));
        tokens.remove(i + 1);
        tokens.remove(i);
        if (!TokenClass.endsExpression(type(i - 1)) && !TokenClass.beginsExpression(type(i))) {
            tokens.add(i, new RepairToken(PlatParser.DAMAGED, span.start(), false));
        }
    }

    private void merge(int i, int type, String message, String replacement) {
        Span span = span(i, i + 1);
        report(Diagnostic.at(DiagnosticCode.E0119, span, message)
                .fix("write `" + replacement + "`", span, replacement));
        join(i, type);
    }

    private void join(int i, int type) {
        tokens.get(i).setType(type);
        tokens.get(i).setStopIndex(tokens.get(i + 1).getStopIndex());
        tokens.remove(i + 1);
    }

    private void report(Diagnostic diagnostic) {
        sink.report(diagnostic);
    }

    private Span span(int first, int last) {
        return file.span(tokens.get(first).getStartIndex(), tokens.get(last).getStopIndex() + 1);
    }
}
