/**
 * Types as the checker and everything after it see them: immutable, resolved, compared by {@link
 * org.platlang.hir.type.Types#same}. Aliases are gone; classes and enums refer to the symbol of their
 * declaration.
 */
@NullMarked
package org.platlang.hir.type;

import org.jspecify.annotations.NullMarked;
