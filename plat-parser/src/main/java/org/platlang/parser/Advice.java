package org.platlang.parser;

import java.util.List;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.SourceFile;
import org.platlang.lexer.source.Span;
import org.platlang.parser.grammar.PlatParser;

/**
 * Turns a place where parsing stopped into a report in a person's words, and a repair of the tokens there. Known
 * mistakes come first ({@link CommonMistakes}, {@link ForeignWords}); the rest is "expected …, found …".
 */
final class Advice {
    /** A change of the tokens: {@code removed} ones from the offending one on give way to new ones. */
    private record Repair(int removed, int[] types, int closing) {}

    final SourceFile file;
    final List<CommonToken> tokens;
    final int at;
    final ParserRuleContext context;
    final Expected expected;
    private final Diagnostic diagnostic;
    private @Nullable Repair repair;

    Advice(SourceFile file, List<CommonToken> tokens, FirstError.Failure failure) {
        this.file = file;
        this.tokens = tokens;
        this.at = failure.token();
        this.context = failure.context();
        this.expected = new Expected(failure.expected());
        Diagnostic known = CommonMistakes.explain(this);
        this.diagnostic = known != null ? known : general();
    }

    Diagnostic diagnostic() {
        return diagnostic;
    }

    /** Mends the tokens; false if nothing small is known to help. */
    boolean repair(List<CommonToken> into) {
        Repair todo = repair;
        if (todo == null || at + todo.removed() > into.size() - 1) {
            return false;
        }
        if (todo.closing() > at) {
            into.add(
                    todo.closing(),
                    new RepairToken(PlatParser.RPAREN, into.get(todo.closing()).getStartIndex(), false));
        }
        int offset = into.get(at).getStartIndex();
        into.subList(at, at + todo.removed()).clear();
        for (int i = 0; i < todo.types().length; i++) {
            into.add(at + i, new RepairToken(todo.types()[i], offset, false));
        }
        return true;
    }

    // ---- what the explanations ask and choose

    int type(int offset) {
        int i = at + offset;
        return i < 0 || i >= tokens.size() ? Token.EOF : tokens.get(i).getType();
    }

    String text(int offset) {
        int i = at + offset;
        if (i < 0 || i >= tokens.size()) {
            return "";
        }
        CommonToken token = tokens.get(i);
        return file.text().substring(token.getStartIndex(), Math.max(token.getStartIndex(), token.getStopIndex() + 1));
    }

    Span span(int offset) {
        CommonToken token = tokens.get(Math.max(0, Math.min(at + offset, tokens.size() - 1)));
        return file.span(token.getStartIndex(), Math.max(token.getStartIndex(), token.getStopIndex() + 1));
    }

    /** The place just after the token before. */
    Span afterPrevious() {
        return at == 0 ? span(0).atStart() : span(-1).atEnd();
    }

    boolean onNewLine() {
        return at > 0
                && file.line(tokens.get(at - 1).getStartIndex())
                        < file.line(tokens.get(at).getStartIndex());
    }

    /** Whether the rule being parsed, or one around it up to the nearest block, is of this kind. */
    boolean in(Class<? extends ParserRuleContext> rule) {
        for (ParserRuleContext at = context; at != null; at = at.getParent()) {
            if (rule.isInstance(at)) {
                return true;
            }
            if (at instanceof PlatParser.BlockContext || at instanceof PlatParser.BracesContext) {
                return false;
            }
        }
        return false;
    }

    Diagnostic error(DiagnosticCode code, Span span, String message) {
        return Diagnostic.at(code, span, message);
    }

    /** Puts tokens before the offending one. */
    void insert(int... types) {
        repair = new Repair(0, types, -1);
    }

    /** Puts a token in the place of the offending one. */
    void replace(int type) {
        repair = new Repair(1, new int[] {type}, -1);
    }

    /** Takes out this many tokens. */
    void delete(int count) {
        repair = count > 0 ? new Repair(count, new int[0], -1) : null;
    }

    /** Takes out what stands here up to the next token of a type outside of inner brackets. */
    void deleteTo(int... types) {
        int depth = 0;
        for (int i = at; i < tokens.size() - 1; i++) {
            int type = tokens.get(i).getType();
            if (depth == 0) {
                for (int wanted : types) {
                    if (type == wanted) {
                        delete(i - at);
                        return;
                    }
                }
            }
            if (TokenClass.isOpening(type)) {
                depth++;
            } else if (TokenClass.isClosing(type) && --depth < 0) {
                return;
            }
        }
    }

    /** After {@link #deleteTo}: puts tokens in the place of what is taken out. */
    void insertAfterDeleted(int... types) {
        repair = new Repair(repair == null ? 0 : repair.removed(), types, -1);
    }

    /** From here to the next token of a type outside of inner brackets, that token included; this token if none comes. */
    Span spanTo(int wanted) {
        int depth = 0;
        for (int i = at; i < tokens.size() - 1; i++) {
            int type = tokens.get(i).getType();
            if (TokenClass.isClosing(type)) {
                depth--;
            }
            if (type == wanted && depth <= 0) {
                return span(0).to(span(i - at));
            }
            if (TokenClass.isOpening(type)) {
                depth++;
            }
            if (depth < 0) {
                break;
            }
        }
        return span(0);
    }

    /** The brackets around this place with what they hold; the opening one alone if they are not closed. */
    Span spanOfBrackets() {
        int opening = enclosingBracketIndex();
        if (opening < 0) {
            return span(0);
        }
        int depth = 0;
        for (int i = opening; i < tokens.size() - 1; i++) {
            int type = tokens.get(i).getType();
            if (TokenClass.isOpening(type)) {
                depth++;
            } else if (TokenClass.isClosing(type) && --depth == 0) {
                return span(opening - at).to(span(i - at));
            }
        }
        return span(opening - at);
    }

    /** From here to before the brace of a block; this token if none comes. */
    Span spanToBrace() {
        int depth = 0;
        for (int i = at; i < tokens.size() - 1; i++) {
            int type = tokens.get(i).getType();
            if (depth == 0 && type == PlatParser.LBRACE) {
                return i == at ? span(0) : span(0).to(span(i - at - 1));
            }
            if (TokenClass.isOpening(type)) {
                depth++;
            } else if (TokenClass.isClosing(type) && --depth < 0) {
                break;
            }
        }
        return span(0);
    }

    /**
     * A field that begins here and ends in a comma, or in nothing, as elsewhere: the tokens get the `;` it lacks. Returns
     * the whole field with its end; only the first token if the field ends well.
     */
    Span endField() {
        int depth = 0;
        for (int i = at; i < tokens.size() - 1; i++) {
            int type = tokens.get(i).getType();
            if (depth == 0 && type == PlatParser.COMMA) {
                tokens.get(i).setType(PlatParser.SEMI);
                return span(0).to(span(i - at));
            }
            if (depth == 0 && type == PlatParser.RBRACE) {
                tokens.add(i, new RepairToken(PlatParser.SEMI, tokens.get(i).getStartIndex(), false));
                return span(0).to(span(i - at - 1));
            }
            if (depth == 0 && (type == PlatParser.SEMI || type == PlatParser.ASSIGN)) {
                break;
            }
            if (TokenClass.isOpening(type)) {
                depth++;
            } else if (TokenClass.isClosing(type)) {
                depth--;
            }
        }
        return span(0);
    }

    /** Puts parentheses around what stands here up to the brace of a block. */
    void parenthesiseToBrace() {
        int depth = 0;
        for (int i = at; i < tokens.size() - 1; i++) {
            int type = tokens.get(i).getType();
            if (depth == 0 && i > at && type == PlatParser.LBRACE) {
                repair = new Repair(0, new int[] {PlatParser.LPAREN}, i);
                return;
            }
            if (type == PlatParser.SEMI) {
                return;
            }
            if (TokenClass.isOpening(type)) {
                depth++;
            } else if (TokenClass.isClosing(type) && --depth < 0) {
                return;
            }
        }
    }

    /** The innermost bracket that is open here; EOF if none is. */
    int enclosingBracket() {
        int i = enclosingBracketIndex();
        return i < 0 ? Token.EOF : tokens.get(i).getType();
    }

    private int enclosingBracketIndex() {
        int depth = 0;
        for (int i = at - 1; i >= 0; i--) {
            int type = tokens.get(i).getType();
            if (TokenClass.isClosing(type)) {
                depth++;
            } else if (TokenClass.isOpening(type)) {
                if (depth == 0) {
                    return i;
                }
                depth--;
            }
        }
        return -1;
    }

    /** The offset of the bracket that the closing one at {@code closing} ends; {@code closing} if there is none. */
    int openingOf(int closing) {
        int depth = 0;
        for (int i = closing; at + i >= 0; i--) {
            if (TokenClass.isClosing(type(i))) {
                depth++;
            } else if (TokenClass.isOpening(type(i)) && --depth == 0) {
                return i;
            }
        }
        return closing;
    }

    /** Index of the next token, from here on, outside of inner brackets, that ends an element or closes the bracket. */
    private int elementEnd() {
        int depth = 0;
        for (int i = at; i < tokens.size() - 1; i++) {
            int type = tokens.get(i).getType();
            if (TokenClass.isOpening(type)) {
                depth++;
            } else if (TokenClass.isClosing(type)) {
                if (depth == 0) {
                    return i;
                }
                depth--;
            } else if (depth == 0 && (type == PlatParser.COMMA || type == PlatParser.SEMI)) {
                return i;
            }
        }
        return tokens.size() - 1;
    }

    // ---- the general case

    private Diagnostic general() {
        int type = type(0);
        boolean newExpression = TokenClass.beginsExpression(type) && TokenClass.endsExpression(type(-1));
        if (expected.has(PlatParser.SEMI) && !expected.item() && missingSemicolon(newExpression)) {
            insert(PlatParser.SEMI);
            return SyntaxReports.missingSemicolon(afterPrevious());
        }
        int bracket = enclosingBracket();
        boolean inList = bracket == PlatParser.LPAREN || bracket == PlatParser.LBRACK;
        if (expected.has(PlatParser.COMMA)
                && newExpression
                && (inList || onNewLine() || !expected.has(PlatParser.SEMI))) {
            insert(PlatParser.COMMA);
            return error(DiagnosticCode.E0100, afterPrevious(), "missing `,`")
                    .label("put a `,` here")
                    .fix("add `,`", afterPrevious(), ",");
        }
        if ((expected.expression() || expected.type() || expected.pattern()) && endsSomething(type)) {
            insert(PlatParser.DAMAGED);
            return missing();
        }
        if (inList && expected.has(PlatParser.COMMA)) {
            delete(elementEnd() - at);
        }
        return unexpected();
    }

    /** Whether a `;` was forgotten: the next thing begins a statement, or stands on a line of its own, or the block ends. */
    private boolean missingSemicolon(boolean newExpression) {
        int type = type(0);
        int bracket = enclosingBracket();
        if (bracket == PlatParser.LPAREN || bracket == PlatParser.LBRACK) {
            return false;
        }
        return type == PlatParser.RBRACE
                || type == Token.EOF
                || TokenClass.beginsStatementOnly(type)
                || newExpression
                        && (onNewLine()
                                || type(1) == PlatParser.LPAREN
                                || type(1) == PlatParser.DOT
                                || type(-1) == PlatParser.RBRACE
                                || TokenClass.isKeyword(type))
                || onNewLine() && (TokenClass.beginsItem(type, type(1)) || type == PlatParser.LBRACE);
    }

    /** A token after which an expression, type or pattern cannot come any more. */
    private static boolean endsSomething(int type) {
        return TokenClass.isClosing(type)
                || TokenClass.beginsStatementOnly(type)
                || switch (type) {
                    case PlatParser.SEMI,
                            PlatParser.COMMA,
                            PlatParser.ASSIGN,
                            PlatParser.ARROW,
                            PlatParser.COLON,
                            PlatParser.ELSE,
                            PlatParser.IN,
                            PlatParser.FORMAT_COLON,
                            Token.EOF -> true;
                    default -> false;
                };
    }

    private Diagnostic missing() {
        String what = expected.expression() ? "an expression" : expected.pattern() ? "a pattern" : "a type";
        return error(DiagnosticCode.E0100, span(0), "expected " + what + ", found " + found())
                .label(what + " is missing before this");
    }

    private Diagnostic unexpected() {
        String words = expected.words();
        if (TokenClass.isKeyword(type(0)) && (expected.name() || expected.pattern())) {
            return keywordAsName();
        }
        if (words.isEmpty()) {
            return error(DiagnosticCode.E0100, span(0), found() + " does not fit here");
        }
        return error(DiagnosticCode.E0100, span(0), "expected " + words + ", found " + found());
    }

    private Diagnostic keywordAsName() {
        return keywordAsName(0);
    }

    /** The keyword at an offset stands where only a name can. */
    Diagnostic keywordAsName(int offset) {
        return error(DiagnosticCode.E0118, span(offset), "`" + text(offset) + "` is a keyword and cannot be a name")
                .help("choose another name, such as `" + text(offset) + "_`");
    }

    /** The offending token as shown in a sentence. */
    String found() {
        return switch (type(0)) {
            case Token.EOF -> "the end of the file";
            case PlatParser.QUOTE, PlatParser.RAW_STRING -> "a string";
            case PlatParser.STRING_END -> "the end of the string";
            case PlatParser.DAMAGED -> "something malformed";
            default ->
                at < tokens.size() && TokenClass.isKeyword(type(0)) ? "keyword `" + text(0) + "`" : "`" + text(0) + "`";
        };
    }

    @Nullable
    ParserRuleContext parent() {
        return context.getParent();
    }
}
