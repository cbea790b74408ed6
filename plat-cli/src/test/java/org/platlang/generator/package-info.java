/**
 * Random well-typed programs, as source text. A program depends on its seed alone, always ends, and prints a trace of what
 * it computes. It is made as a tree of {@link org.platlang.generator.Piece pieces}, so that it can be made smaller.
 *
 * <p>That programs end is by construction: loops have bounds of their own, functions call earlier ones only (or themselves
 * with less {@code fuel}), and {@link org.platlang.generator.Budget} keeps the product of all that small. The method is
 * that of Csmith (Yang, Chen, Eide, Regehr: "Finding and understanding bugs in C compilers", PLDI 2011), in a language
 * where nothing is undefined, so that no analysis has to keep programs away from it.
 */
@NullMarked
package org.platlang.generator;

import org.jspecify.annotations.NullMarked;
