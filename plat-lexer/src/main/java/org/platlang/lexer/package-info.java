/** Source text to tokens: the lexer and the reports it makes. */
@NullMarked
package org.platlang.lexer;

import org.jspecify.annotations.NullMarked;
