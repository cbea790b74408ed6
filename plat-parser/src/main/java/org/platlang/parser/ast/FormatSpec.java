package org.platlang.parser.ast;

import org.platlang.lexer.source.Span;

/**
 * A format specification (§5): {@code [[fill]<|^|>][+][#][0][width][.digits][x|X|b|o|e]}, never empty. Whether it suits
 * the type of the value is for the checker.
 *
 * @param fill code point; a space where none is written
 * @param plus {@code +}: show the sign of positive numbers
 * @param alternate {@code #}: show {@code 0x}, {@code 0b}, {@code 0o}
 * @param zero {@code 0}: pad with zeros after the sign
 * @param width in code points; -1 where none is written
 * @param digits after the dot; -1 where none are written
 */
public record FormatSpec(
        int fill,
        Alignment alignment,
        boolean plus,
        boolean alternate,
        boolean zero,
        int width,
        int digits,
        Style style,
        Span span) {

    /** Where the text stands within the width. */
    public enum Alignment {
        DEFAULT,
        LEFT,
        CENTER,
        RIGHT
    }

    /** The final letter. */
    public enum Style {
        PLAIN,
        HEX_LOWER,
        HEX_UPPER,
        BINARY,
        OCTAL,
        EXPONENT
    }
}
