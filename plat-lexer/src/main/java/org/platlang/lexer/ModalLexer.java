package org.platlang.lexer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.Lexer;
import org.antlr.v4.runtime.Token;
import org.platlang.lexer.diag.DiagnosticSink;
import org.platlang.lexer.source.SourceFile;

/**
 * What the lexer grammar cannot say (its header has the list). Invariants: {@code open} interpolations are open, and
 * {@code depths[0..open)} are the bracket depths inside each; {@code strings} strings are open, the innermost began at
 * {@code starts[strings - 1]}.
 */
abstract class ModalLexer extends Lexer {
    private int[] depths = new int[8];
    private int open;
    private int[] starts = new int[8];
    private int strings;
    private Set<Integer> cut = Set.of();
    private Set<Integer> ends = Set.of();
    private Map<Integer, Integer> nested = Map.of();
    private SourceFile file = SourceFile.of("", "");
    private DiagnosticSink sink = new DiagnosticSink();
    private final List<Integer> skipped = new ArrayList<>(0);
    private final Set<String> badWords = new HashSet<>(0);
    private boolean endString;
    private boolean endInterpolation;
    private int unclosedToEnd = -1;

    protected ModalLexer(CharStream input) {
        super(input);
    }

    /**
     * Names the text (that of the stream) and where to report.
     *
     * @param cut starts of strings known to be unclosed: they end with their line
     * @param ends quotes known to end a string, though an interpolation in it is not closed
     */
    final void begin(SourceFile file, DiagnosticSink sink, Set<Integer> cut, Set<Integer> ends) {
        this.file = file;
        this.sink = sink;
        this.cut = cut;
        this.ends = ends;
    }

    /** Start of the innermost string that is open; -1 if none is. After EOF: of the unclosed string. */
    final int openString() {
        return strings > 0 ? starts[strings - 1] : -1;
    }

    /** Start of the comment or raw string that runs over the end of the text; -1 if none does. */
    final int unclosedToEnd() {
        return unclosedToEnd;
    }

    /** Closes the innermost open string or interpolation: the type of the token that would have; EOF if none is open. */
    final int closeInnermost() {
        if (strings > open) {
            strings--;
            return PlatLexer.STRING_END;
        }
        if (open > 0) {
            open--;
            return PlatLexer.RBRACE;
        }
        return Token.EOF;
    }

    @Override
    public int popMode() {
        return _modeStack.isEmpty() ? _mode : super.popMode();
    }

    @Override
    public Token nextToken() {
        if (endInterpolation) {
            endInterpolation = false;
            LexicalErrors.unclosedInterpolation(sink, file, starts[strings - 1], _input.index());
            _type = PlatLexer.RBRACE;
            _channel = Token.DEFAULT_CHANNEL;
            _tokenStartCharIndex = _input.index();
            return emit();
        }
        if (endString) {
            endString = false;
            _type = PlatLexer.STRING_END;
            _channel = Token.DEFAULT_CHANNEL;
            _tokenStartCharIndex = _input.index();
            return emit();
        }
        return super.nextToken();
    }

    @Override
    public Token emit() {
        switch (_type) {
            case PlatLexer.GT -> _type = greater((char) Math.max(0, _input.LA(1)), _input.LA(2) == '=');
            case PlatLexer.QUOTE -> openString(_tokenStartCharIndex);
            case PlatLexer.STRING_END -> strings--;
            case PlatLexer.STRING_TEXT -> {
                cutAtLineEnd();
                Directions.checkString(sink, file, _tokenStartCharIndex, _input.index());
            }
            case PlatLexer.INTERPOLATION_OPEN -> {
                if (open == depths.length) {
                    depths = Arrays.copyOf(depths, open * 2);
                }
                depths[open++] = 0;
                pushMode(DEFAULT_MODE);
            }
            case PlatLexer.LPAREN, PlatLexer.LBRACK, PlatLexer.LBRACE -> {
                if (open > 0) {
                    depths[open - 1]++;
                }
            }
            case PlatLexer.RPAREN, PlatLexer.RBRACK -> {
                if (open > 0 && depths[open - 1] > 0) {
                    depths[open - 1]--;
                }
            }
            case PlatLexer.RBRACE -> closeBrace();
            case PlatLexer.COLON -> {
                if (open > 0 && depths[open - 1] == 0) {
                    _type = PlatLexer.FORMAT_COLON;
                    mode(PlatLexer.FORMAT);
                }
            }
            case PlatLexer.FORMAT_NEWLINE -> {
                LexicalErrors.unclosedInterpolation(sink, file, starts[strings - 1], _tokenStartCharIndex);
                _type = PlatLexer.RBRACE;
                closeBrace();
            }
            case PlatLexer.FORMAT_SPEC -> cutAtQuote();
            case PlatLexer.BLOCK_COMMENT -> {
                scanBlockComment();
                Directions.check(sink, file, _tokenStartCharIndex, _input.index(), "this comment");
            }
            case PlatLexer.LINE_COMMENT -> {
                Directions.check(sink, file, _tokenStartCharIndex, _input.index(), "this comment");
                if (open > 0) {
                    LexicalErrors.lineCommentInInterpolation(sink, file, _tokenStartCharIndex);
                    _input.seek(_tokenStartCharIndex + 2);
                    _hitEOF = false;
                    skipped.add(_tokenStartCharIndex + 2);
                }
            }
            case PlatLexer.RAW_STRING -> {
                scanRawString();
                Directions.check(sink, file, _tokenStartCharIndex, _input.index(), "this raw string");
            }
            case PlatLexer.BAD_ESCAPE -> {
                LexicalErrors.badEscape(sink, file, _tokenStartCharIndex, _input.index());
                _type = PlatLexer.STRING_TEXT;
            }
            case PlatLexer.BAD_NUMBER -> {
                LexicalErrors.badNumber(sink, file, _tokenStartCharIndex, _input.index());
                _type = PlatLexer.DAMAGED;
            }
            case PlatLexer.CHAR_LITERAL -> {
                LexicalErrors.charLiteral(sink, file, _tokenStartCharIndex, _input.index());
                _type = PlatLexer.DAMAGED;
            }
            case PlatLexer.LABEL -> scanQuotedText();
            case PlatLexer.SHEBANG -> {
                if (_tokenStartCharIndex != 0) {
                    LexicalErrors.shebang(sink, file, _tokenStartCharIndex);
                }
            }
            case PlatLexer.BAD_CHAR -> scanBadCharacters();
            default -> {}
        }
        return super.emit();
    }

    /** The type of a `>` by what follows it directly: {@code next}, then perhaps a `=`. */
    static int greater(char next, boolean thenEquals) {
        if (next == '>') {
            return thenEquals ? PlatLexer.GT_THEN_GT_EQ : PlatLexer.GT_THEN_GT;
        }
        return next == '=' ? PlatLexer.GT_THEN_EQ : PlatLexer.GT;
    }

    /** The quote begins a string; unless it is known to end one, whose interpolation is then closed first. */
    private void openString(int start) {
        if (open > 0 && ends.contains(start)) {
            LexicalErrors.unclosedInterpolation(sink, file, starts[strings - 1], start);
            popMode();
            _input.seek(start);
            _hitEOF = false;
            _type = PlatLexer.RBRACE;
            depths[open - 1] = 0;
            closeBrace();
            return;
        }
        if (open > 0) {
            if (nested.isEmpty()) {
                nested = new HashMap<>();
            }
            nested.put(start, starts[strings - 1]);
        }
        if (strings == starts.length) {
            starts = Arrays.copyOf(starts, strings * 2);
        }
        starts[strings++] = start;
    }

    /** Start of the string in whose interpolation the string at {@code start} begins; -1 if it is in none. */
    final int enclosingString(int start) {
        return nested.getOrDefault(start, -1);
    }

    private void closeBrace() {
        if (open > 0) {
            if (depths[open - 1] == 0) {
                open--;
                popMode();
            } else {
                depths[open - 1]--;
            }
        }
    }

    /** A string known to be unclosed ends with its line: the text token is shortened, a closing quote follows. */
    private void cutAtLineEnd() {
        if (!cut.isEmpty() && cut.contains(openString())) {
            for (int i = _tokenStartCharIndex; i < _input.index(); i++) {
                char c = file.text().charAt(i);
                if (c == '\n' || c == '\r') {
                    _input.seek(i);
                    _hitEOF = false;
                    popMode();
                    endString = true;
                    return;
                }
            }
        }
    }

    /** A format that runs to the end of its line lacks its brace; a quote in it then ends the string. */
    private void cutAtQuote() {
        int next = _input.LA(1);
        int quote = file.text().indexOf('"', _tokenStartCharIndex);
        if (next != '}' && quote > _tokenStartCharIndex && quote < _input.index()) {
            _input.seek(quote);
            _hitEOF = false;
            endInterpolation = true;
        }
    }

    private void scanBlockComment() {
        String text = file.text();
        int at = _input.index();
        int depth = 1;
        while (depth > 0) {
            if (at + 1 >= text.length()) {
                LexicalErrors.unclosedComment(sink, file, _tokenStartCharIndex, depth);
                unclosedToEnd = _tokenStartCharIndex;
                at = text.length();
                break;
            }
            if (text.charAt(at) == '*' && text.charAt(at + 1) == '/') {
                depth--;
                at += 2;
            } else if (text.charAt(at) == '/' && text.charAt(at + 1) == '*') {
                depth++;
                at += 2;
            } else {
                at++;
            }
        }
        _input.seek(at);
    }

    /** The opening is {@code r##"}: the end is the next quote with as many {@code #}. */
    private void scanRawString() {
        int hashes = _input.index() - _tokenStartCharIndex - 2;
        String end = "\"" + "#".repeat(hashes);
        int at = file.text().indexOf(end, _input.index());
        if (at < 0) {
            LexicalErrors.unclosedRawString(sink, file, _tokenStartCharIndex, _input.index(), end);
            unclosedToEnd = _tokenStartCharIndex;
            at = file.length() - end.length();
            _type = PlatLexer.DAMAGED;
            skipped.add(file.length());
        }
        _input.seek(Math.max(_input.index(), at + end.length()));
    }

    /** Text in single quotes looks like a label, but for the quote that closes it in the same line. */
    private void scanQuotedText() {
        String text = file.text();
        for (int at = _input.index(); at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\'') {
                LexicalErrors.charLiteral(sink, file, _tokenStartCharIndex, at + 1);
                _input.seek(at + 1);
                _type = PlatLexer.DAMAGED;
                return;
            }
            if (c == '\n' || c == '\r' || c == ';' || c == ':' || c == '{' || c == '}') {
                return;
            }
        }
    }

    /** One report for a run of characters that begin no token; what they were meant for takes their place. */
    private void scanBadCharacters() {
        String text = file.text();
        int start = _tokenStartCharIndex;
        int end = BadCharacters.end(text, start);
        _input.seek(end);
        boolean byteOrderMark = start == 0 && text.charAt(0) == '\uFEFF' && end == 1;
        if (byteOrderMark) {
            _channel = HIDDEN;
            return;
        }
        boolean letters = Character.isLetter(text.codePointAt(start));
        if (!letters || badWords.add(text.substring(BadCharacters.wordStart(text, start), end))) {
            LexicalErrors.badCharacters(sink, file, start, BadCharacters.reportedEnd(text, start, end));
        }
        int meant = BadCharacters.meant(text, start);
        if (meant == PlatLexer.BAD_CHAR) {
            _channel = HIDDEN;
            skipped.add(end);
        } else {
            _type = meant;
        }
    }

    /** Ends of runs of characters that were left out: an error just after one is explained by it. */
    final List<Integer> skipped() {
        return skipped;
    }
}
