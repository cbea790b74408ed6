/** Diagnostics as data, and the renderers that alone turn them into text. */
@NullMarked
package org.platlang.lexer.diag;

import org.jspecify.annotations.NullMarked;
