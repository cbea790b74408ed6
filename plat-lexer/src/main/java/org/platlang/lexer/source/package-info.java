/** Source files, spans and line maps. */
@NullMarked
package org.platlang.lexer.source;

import org.jspecify.annotations.NullMarked;
