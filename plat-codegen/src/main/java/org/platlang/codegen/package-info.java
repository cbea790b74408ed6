@NullMarked
package org.platlang.codegen;

import org.jspecify.annotations.NullMarked;
