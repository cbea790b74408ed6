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
 * Statements of other languages that have blocks of their own (`switch`, `try` with its `catch`, `do … while`): reported
 * once and replaced by damage as a whole, since nothing inside them would parse. Runs only on files that do not parse,
 * after {@link Brackets}: every bracket has its partner.
 */
final class ForeignConstructs {
    private final SourceFile file;
    private final DiagnosticSink sink;
    private final List<CommonToken> tokens;

    private ForeignConstructs(SourceFile file, DiagnosticSink sink, List<CommonToken> tokens) {
        this.file = file;
        this.sink = sink;
        this.tokens = tokens;
    }

    static void replace(SourceFile file, DiagnosticSink sink, List<CommonToken> tokens) {
        ForeignConstructs pass = new ForeignConstructs(file, sink, tokens);
        for (int i = 0; i < tokens.size(); i++) {
            if (pass.type(i) == PlatParser.NAME && pass.canBegin(i)) {
                pass.at(i);
            }
        }
    }

    private int type(int i) {
        return i < 0 || i >= tokens.size() ? Token.EOF : tokens.get(i).getType();
    }

    private Span span(int i) {
        return file.span(tokens.get(i).getStartIndex(), tokens.get(i).getStopIndex() + 1);
    }

    private String word(int i) {
        return TokenClass.isName(type(i)) || TokenClass.isKeyword(type(i)) ? span(i).text() : "";
    }

    /** Whether a statement, an arm's body or a value may begin at {@code i}. */
    private boolean canBegin(int i) {
        return switch (type(i - 1)) {
            case PlatParser.SEMI,
                    PlatParser.LBRACE,
                    PlatParser.RBRACE,
                    PlatParser.ARROW,
                    PlatParser.ASSIGN,
                    PlatParser.RETURN -> true;
            default -> false;
        };
    }

    private void at(int i) {
        switch (word(i)) {
            case "switch", "when" -> {
                int brace = block(i + 1);
                if (brace > 0 && brace > i + 1) {
                    damage(i, closing(brace), "write `match value { pattern -> result, _ -> other }`");
                }
            }
            case "try" -> {
                if (type(i + 1) == PlatParser.LBRACE) {
                    damage(
                            i,
                            handlersEnd(closing(i + 1)),
                            "expected failures are `Result`s: hand one on by a postfix `?`, handle it with `match`;"
                                    + " a panic is caught by `attempt(body = { … })`");
                }
            }
            case "do", "repeat" -> {
                if (type(i + 1) == PlatParser.LBRACE) {
                    damage(
                            i,
                            conditionEnd(closing(i + 1)),
                            "write `loop { …; if (done) { break; } }`, which ends in its middle or at its end");
                }
            }
            case "with", "using" -> {
                int brace = block(i + 1);
                if (brace > 0 && type(i + 1) != PlatParser.ASSIGN && type(i + 1) != PlatParser.DOT) {
                    damage(i, closing(brace), "what has to be given back is given back in a `defer { … }`");
                }
            }
            case "func", "function", "fun", "def" -> {
                int after = type(i + 1) == PlatParser.LPAREN ? type(closing(i + 1) + 1) : Token.EOF;
                if (after == PlatParser.LBRACE || after == PlatParser.ARROW) {
                    sink.report(
                            Diagnostic.at(DiagnosticCode.E0119, span(i), "`" + word(i) + "` is written `fn` in Plat")
                                    .fix("write `fn`", span(i), "fn"));
                    tokens.get(i).setType(PlatParser.FN);
                }
            }
            case "case" -> {
                boolean select = type(i - 1) == PlatParser.LBRACE
                        && (type(i - 2) == PlatParser.SELECT || type(i - 2) == PlatParser.BIASED);
                if (select) {
                    int end = closing(i - 1) - 1;
                    sink.report(Diagnostic.at(DiagnosticCode.E0119, span(i), "Plat has no `case`")
                            .help(
                                    "an arm of a `select` is `x = channel.recv() -> result,` or `channel.send(value = x) ->"
                                            + " result,`"));
                    int offset = tokens.get(i).getStartIndex();
                    tokens.subList(i, end + 1).clear();
                    int[] arm = {PlatParser.DAMAGED, PlatParser.ARROW, PlatParser.DAMAGED};
                    for (int k = 0; k < arm.length; k++) {
                        tokens.add(i + k, new RepairToken(arm[k], offset, false));
                    }
                }
            }
            case "unless" -> {
                int brace = block(i + 1);
                if (brace > 0 && type(i + 1) == PlatParser.LPAREN) {
                    damage(i, closing(brace), "write `if (not …) { … }`");
                }
            }
            case "guard" -> {
                if (type(i + 1) == PlatParser.LET) {
                    Span word = span(i).to(span(i + 1).atStart());
                    sink.report(Diagnostic.at(DiagnosticCode.E0119, span(i), "Plat has no `guard`")
                            .help("`let pattern = value else { … };` leaves where the pattern does not match")
                            .fix("remove it", word, ""));
                    tokens.remove(i);
                    endLetElse(i);
                }
            }
            case "foreach" -> {
                if (type(i + 1) == PlatParser.LPAREN) {
                    sink.report(Diagnostic.at(DiagnosticCode.E0119, span(i), "`foreach` is written `for` in Plat")
                            .fix("write `for`", span(i), "for"));
                    tokens.get(i).setType(PlatParser.FOR);
                }
            }
            default -> {}
        }
    }

    /** The brace that opens a block after the head at {@code i}; 0 if the statement ends before one. */
    private int block(int i) {
        for (int at = i; at < tokens.size(); at++) {
            int type = type(at);
            if (type == PlatParser.LBRACE) {
                return at;
            }
            if (type == PlatParser.SEMI || TokenClass.isClosing(type) || TokenClass.beginsStatementOnly(type)) {
                return 0;
            }
            if (TokenClass.isOpening(type)) {
                at = closing(at);
            }
        }
        return 0;
    }

    /** The bracket that closes the one at {@code opening}. */
    private int closing(int opening) {
        int depth = 0;
        for (int at = opening; at < tokens.size(); at++) {
            if (TokenClass.isOpening(type(at))) {
                depth++;
            } else if (TokenClass.isClosing(type(at)) && --depth == 0) {
                return at;
            }
        }
        return tokens.size() - 2;
    }

    /** The end of the last `catch`, `else` or `finally` block that follows. */
    private int handlersEnd(int end) {
        String next = word(end + 1);
        if (ForeignWords.isHandler(next) || next.equals("else")) {
            int brace = block(end + 2);
            return brace > 0 ? handlersEnd(closing(brace)) : end;
        }
        return end;
    }

    /** Puts the `;` after the `else` block of the `let` at {@code i}. */
    private void endLetElse(int i) {
        for (int at = i; at < tokens.size() && type(at) != PlatParser.SEMI; at++) {
            if (type(at) == PlatParser.ELSE && type(at + 1) == PlatParser.LBRACE) {
                int end = closing(at + 1);
                if (type(end + 1) != PlatParser.SEMI) {
                    tokens.add(
                            end + 1,
                            new RepairToken(PlatParser.SEMI, tokens.get(end).getStopIndex() + 1, false));
                }
                return;
            }
        }
    }

    /** The end of `while (…)` or `until (…)` after a body. */
    private int conditionEnd(int end) {
        boolean condition = type(end + 1) == PlatParser.WHILE || word(end + 1).equals("until");
        if (!condition) {
            return end;
        }
        int at = end + 1;
        while (type(at + 1) != PlatParser.SEMI && !TokenClass.isClosing(type(at + 1)) && type(at + 1) != Token.EOF) {
            at = TokenClass.isOpening(type(at + 1)) ? closing(at + 1) : at + 1;
        }
        return at;
    }

    /** Tokens [from, to] become damage, which is a statement where one is meant. */
    private void damage(int from, int to, String help) {
        Span word = span(from);
        sink.report(Diagnostic.at(DiagnosticCode.E0119, word, "Plat has no `" + word.text() + "`")
                .help(help));
        boolean value = type(from - 1) == PlatParser.ASSIGN
                || type(from - 1) == PlatParser.ARROW
                || type(from - 1) == PlatParser.RETURN;
        int end = tokens.get(to).getStopIndex() + 1;
        tokens.subList(from, to + 1).clear();
        tokens.add(from, new RepairToken(PlatParser.DAMAGED, word.start(), false));
        if (!value && type(from + 1) != PlatParser.SEMI) {
            tokens.add(from + 1, new RepairToken(PlatParser.SEMI, end, false));
        }
    }
}
