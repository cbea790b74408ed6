package org.platlang.hir.tree;

/**
 * How an interpolated value is shown; the checker has made sure that it suits the type.
 *
 * @param fill code point that fills up to the width; a space unless given
 * @param align where the value stands; DEFAULT is right for numbers, left for everything else
 * @param plus show the sign of positive numbers too
 * @param alternate {@code #}: prefix {@code 0x}, {@code 0b}, {@code 0o}
 * @param zero fill with zeros between sign or prefix and digits
 * @param width in code points; 0 for none
 * @param precision decimals of floats, at most so many characters of Strings; -1 for none
 * @param form one of {@code x X b o e}; 0 for the plain one. {@code x X b o}: integers, two's complement;
 *     {@code e}: floats
 */
public record FormatSpec(
        int fill, Align align, boolean plus, boolean alternate, boolean zero, int width, int precision, char form) {

    /** Where the value stands in its width. */
    public enum Align {
        DEFAULT,
        LEFT,
        CENTER,
        RIGHT
    }
}
