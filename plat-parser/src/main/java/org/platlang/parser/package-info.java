/** Tokens to AST: grammar, recovery and the builder of the records. */
@NullMarked
package org.platlang.parser;

import org.jspecify.annotations.NullMarked;
