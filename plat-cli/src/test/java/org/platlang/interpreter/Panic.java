package org.platlang.interpreter;

import org.platlang.lexer.source.Span;

/** A panic on its way out. */
final class Panic extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Span place;

    Panic(String message, Span place) {
        super(message, null, false, false);
        this.place = place;
    }

    String text() {
        return String.valueOf(getMessage());
    }

    Span place() {
        return place;
    }
}
