package org.platlang.bench;

import java.util.Arrays;
import java.util.List;

/** The aim of a program: Plat's time is at most {@code ratio} times the peer's. */
public record Aim(Language peer, double ratio) {

    /** Reads {@code go 0.1, tokio 1}; the empty text is no aim. */
    static List<Aim> parse(String text) {
        if (text.isBlank()) {
            return List.of();
        }
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .map(Aim::parseOne)
                .toList();
    }

    private static Aim parseOne(String text) {
        int space = text.indexOf(' ');
        String peer = space < 0 ? text : text.substring(0, space);
        Language language = Language.ofLabel(peer).orElseThrow(() -> new UsageException("no such language: " + peer));
        try {
            return new Aim(language, Double.parseDouble(text.substring(space + 1)));
        } catch (NumberFormatException e) {
            throw new UsageException("an aim is a language and a ratio, such as `go 0.8`, not `" + text + "`");
        }
    }
}
