package org.platlang.lexer;

import java.util.Arrays;
import java.util.HashSet;
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
    private SourceFile file = SourceFile.of("", "");
    private DiagnosticSink sink = new DiagnosticSink();
    private boolean endString;

    protected ModalLexer(CharStream input) {
        super(input);
    }

    /**
     * Names the text (that of the stream) and where to report.
     *
     * @param cut starts of strings known to be unclosed: they end with their line
     */
    final void begin(SourceFile file, DiagnosticSink sink, Set<Integer> cut) {
        this.file = file;
        this.sink = sink;
        this.cut = new HashSet<>(cut);
    }

    /** Start of the innermost string that is open; -1 if none is. After EOF: of the unclosed string. */
    final int openString() {
        return strings > 0 ? starts[strings - 1] : -1;
    }

    /** Whether the token just made stands inside an interpolation. */
    final boolean inInterpolation() {
        return open > 0;
    }

    @Override
    public int popMode() {
        return _modeStack.isEmpty() ? _mode : super.popMode();
    }

    @Override
    public Token nextToken() {
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
            case PlatLexer.GT -> {
                int next = _input.LA(1);
                if (next == '>' || next == '=') {
                    _type = PlatLexer.GT_JOINED;
                }
            }
            case PlatLexer.QUOTE -> {
                if (strings == starts.length) {
                    starts = Arrays.copyOf(starts, strings * 2);
                }
                starts[strings++] = _tokenStartCharIndex;
            }
            case PlatLexer.STRING_END -> strings--;
            case PlatLexer.STRING_TEXT -> cutAtLineEnd();
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
            case PlatLexer.BLOCK_COMMENT -> scanBlockComment();
            case PlatLexer.LINE_COMMENT -> {
                if (open > 0) {
                    LexicalErrors.lineCommentInInterpolation(sink, file, _tokenStartCharIndex);
                    _input.seek(_tokenStartCharIndex + 2);
                    _hitEOF = false;
                }
            }
            case PlatLexer.RAW_STRING -> scanRawString();
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

    private void scanBlockComment() {
        String text = file.text();
        int at = _input.index();
        int depth = 1;
        while (depth > 0) {
            if (at + 1 >= text.length()) {
                LexicalErrors.unclosedComment(sink, file, _tokenStartCharIndex, depth);
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
            at = file.length() - end.length();
            _type = PlatLexer.DAMAGED;
        }
        _input.seek(Math.max(_input.index(), at + end.length()));
    }

    /** One report for a run of characters that begin no token; they are left out. */
    private void scanBadCharacters() {
        String text = file.text();
        int start = _tokenStartCharIndex;
        int end = _input.index();
        if (text.charAt(start) > 0x7F) {
            while (end < text.length() && text.charAt(end) > 0x7F) {
                end++;
            }
        } else {
            while (end < text.length() && text.charAt(end) == text.charAt(start)) {
                end++;
            }
        }
        _input.seek(end);
        if (start != 0 || text.charAt(0) != '\uFEFF' || end != 1) { // a byte-order mark is no error
            LexicalErrors.badCharacters(sink, file, start, end);
        }
        _channel = HIDDEN;
    }
}
