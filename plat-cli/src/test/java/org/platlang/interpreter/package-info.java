/**
 * What a program means, said a second time: an interpreter of the monomorphic HIR that shares no code with lowering,
 * passes, code generation or the runtime. Where it disagrees with an executable, one of the two is wrong.
 *
 * <p>Values are Java objects: {@code Long} for integers of every width (sign-extended) and Durations, {@code Float},
 * {@code Double}, {@code Boolean}, {@code String}, and the classes of {@link org.platlang.interpreter.Values}. It is
 * written to be read, not to be fast, and knows a single task: programs that spawn are {@link
 * org.platlang.interpreter.NotInterpreted}.
 */
@NullMarked
package org.platlang.interpreter;

import org.jspecify.annotations.NullMarked;
