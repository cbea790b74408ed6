/** The compiler as other programs use it. */
@NullMarked
package org.platlang.driver;

import org.jspecify.annotations.NullMarked;
