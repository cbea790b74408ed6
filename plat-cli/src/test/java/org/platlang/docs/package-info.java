/** The programs in the documentation, compiled. */
@NullMarked
package org.platlang.docs;

import org.jspecify.annotations.NullMarked;
