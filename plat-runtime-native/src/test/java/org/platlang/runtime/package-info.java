@NullMarked
package org.platlang.runtime;

import org.jspecify.annotations.NullMarked;
