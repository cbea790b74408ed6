/** Fuzzing of the compiler: damaged programs must be refused in the user's language, never by a Java exception. */
@NullMarked
package org.platlang.fuzz;

import org.jspecify.annotations.NullMarked;
