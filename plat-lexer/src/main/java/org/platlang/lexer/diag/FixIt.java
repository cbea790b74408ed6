package org.platlang.lexer.diag;

import org.platlang.lexer.source.Span;

/**
 * A change that mends the program, fit to be applied by a tool: replace {@code span} by {@code replacement}.
 *
 * @param title what it does, as an imperative: "write `1.0`"
 */
public record FixIt(String title, Span span, String replacement) {}
