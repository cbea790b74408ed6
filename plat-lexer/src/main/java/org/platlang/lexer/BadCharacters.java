package org.platlang.lexer;

/** Characters that begin no token: how far they go together, and which token was probably meant. */
final class BadCharacters {
    private BadCharacters() {}

    /** The end of the run that begins at {@code start}: a word, a quoted text, an annotation, a comment, or the same kind of character. */
    static int end(String text, int start) {
        int code = text.codePointAt(start);
        int end = start + Character.charCount(code);
        if (Character.isLetter(code)) {
            while (end < text.length() && isWordPart(text.codePointAt(end))) {
                end += Character.charCount(text.codePointAt(end));
            }
            return end;
        }
        if (isOpeningQuote(code)) {
            for (int i = end; i < text.length() && !isLineEnd(text.charAt(i)); i++) {
                if (isClosingQuote(text.charAt(i))) {
                    return i + 1;
                }
            }
            return end;
        }
        if (code == '`') {
            int closing = text.indexOf('`', end);
            return closing >= 0 && closing < lineEnd(text, end) ? closing + 1 : end;
        }
        if (code == '@') {
            int word = annotationEnd(text, start);
            int closing = text.indexOf(')', word);
            boolean arguments =
                    word > end && text.startsWith("(", word) && closing >= 0 && closing < lineEnd(text, word);
            return arguments ? closing + 1 : word;
        }
        if (code == '#' && isFirstOnLine(text, start)) {
            while (end < text.length() && !isLineEnd(text.charAt(end))) {
                end++;
            }
            return end;
        }
        while (end < text.length() && text.codePointAt(end) == code) {
            end += Character.charCount(code);
        }
        return end;
    }

    /** Where the word begins that goes on at {@code at}. */
    static int wordStart(String text, int at) {
        int start = at;
        while (start > 0 && isWordPart(text.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    /** How much of the run to point at: of a comment only its sign. */
    static int reportedEnd(String text, int start, int end) {
        return switch (text.charAt(start)) {
            case '#' -> start + 1;
            case '@' -> annotationEnd(text, start);
            default -> end;
        };
    }

    /** Where the name after an `@` ends; just after the sign if none follows. */
    private static int annotationEnd(String text, int start) {
        int end = start + 1;
        while (end < text.length() && (isWordPart(text.charAt(end)) || text.charAt(end) == '.')) {
            end++;
        }
        return end;
    }

    private static int lineEnd(String text, int from) {
        int end = from;
        while (end < text.length() && !isLineEnd(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** The type of the token that was probably meant; BAD_CHAR if none, DAMAGED for a literal. */
    static int meant(String text, int start) {
        int code = text.codePointAt(start);
        return switch (code) {
            case 0x2013, 0x2014, 0x2212 -> PlatLexer.MINUS;
            case 0x2264, 0x2265 -> PlatLexer.LE;
            case 0x2260 -> PlatLexer.NE;
            case 0x2192 -> PlatLexer.ARROW;
            default -> {
                if (Character.isLetter(code)) {
                    yield PlatLexer.NAME;
                }
                boolean quoted = isOpeningQuote(code) || code == '`' && end(text, start) > start + 1;
                yield quoted ? PlatLexer.DAMAGED : PlatLexer.BAD_CHAR;
            }
        };
    }

    private static boolean isWordPart(int code) {
        return Character.isLetterOrDigit(code) || code == '_' || Character.getType(code) == Character.NON_SPACING_MARK;
    }

    private static boolean isOpeningQuote(int code) {
        return code == 0x201C || code == 0x201D || code == 0x201E || code == 0xAB || code == 0x2018 || code == 0x2019;
    }

    private static boolean isClosingQuote(int code) {
        return code == 0x201C || code == 0x201D || code == 0xBB || code == 0x2018 || code == 0x2019 || code == '"';
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }

    private static boolean isFirstOnLine(String text, int start) {
        int at = start;
        while (at > 0 && (text.charAt(at - 1) == ' ' || text.charAt(at - 1) == '\t')) {
            at--;
        }
        return at == 0 || isLineEnd(text.charAt(at - 1));
    }
}
