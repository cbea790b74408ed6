package org.platlang.lexer.diag;

import org.platlang.lexer.source.Span;

/** A place with a few words about it; the words may be empty (carets alone). */
public record Label(Span span, String text) {}
