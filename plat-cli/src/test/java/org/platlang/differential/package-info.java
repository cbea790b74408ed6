/**
 * Random programs as the interpreter of HIR understands them, beside what their executables do at -O0 and -O2. A
 * disagreement is a bug in one of them; it is shrunk to a program a person can read.
 */
@NullMarked
package org.platlang.differential;

import org.jspecify.annotations.NullMarked;
