/** The optimizer: one file per pass, put together by {@code Pipeline}. */
@NullMarked
package org.platlang.opt;

import org.jspecify.annotations.NullMarked;
