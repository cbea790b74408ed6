package org.platlang.parser;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.platlang.lexer.TokenArray;
import org.platlang.lexer.Tokenizer.DocComment;

/** The documentation comments of a file, by the token they stand before: {@code ///} lines, and the {@code //!} lines. */
final class Documentation {
    private final String ofFile;
    private final Map<Integer, String> byStart;

    private Documentation(String ofFile, Map<Integer, String> byStart) {
        this.ofFile = ofFile;
        this.byStart = byStart;
    }

    static Documentation of(TokenArray tokens, List<DocComment> comments) {
        if (comments.isEmpty()) {
            return new Documentation("", Map.of());
        }
        String text = tokens.file().text();
        StringBuilder ofFile = new StringBuilder();
        Map<Integer, String> byStart = new HashMap<>();
        for (DocComment comment : comments) {
            String line = line(text, comment);
            if (text.charAt(comment.start() + 2) == '!') {
                appendLine(ofFile, line);
            } else {
                int start = tokens.get(comment.next()).getStartIndex();
                String before = byStart.getOrDefault(start, "");
                byStart.put(start, before.isEmpty() ? line : before + "\n" + line);
            }
        }
        return new Documentation(ofFile.toString(), byStart);
    }

    private static String line(String text, DocComment comment) {
        int from = comment.start() + 3;
        if (from < comment.end() && text.charAt(from) == ' ') {
            from++;
        }
        return text.substring(from, comment.end());
    }

    private static void appendLine(StringBuilder lines, String line) {
        if (lines.length() > 0) {
            lines.append('\n');
        }
        lines.append(line);
    }

    /** The {@code //!} lines. */
    String ofFile() {
        return ofFile;
    }

    /** The {@code ///} lines before the declaration whose first token begins at {@code start}; empty if none. */
    String before(int start) {
        return byStart.isEmpty() ? "" : byStart.getOrDefault(start, "");
    }
}
