/**
 * From typed, monomorphic HIR to SSA.
 *
 * <p>{@link org.platlang.lower.Layouts} says which machine scalars make up a value of a type and where they lie in
 * objects and list elements; {@link org.platlang.lower.Descriptors} and {@link org.platlang.lower.StringPool} make the
 * static data; {@link org.platlang.lower.Lowering} is the way in.
 */
@NullMarked
package org.platlang.lower;

import org.jspecify.annotations.NullMarked;
