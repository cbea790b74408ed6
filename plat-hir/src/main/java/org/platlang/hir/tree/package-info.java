/**
 * The typed, resolved, desugared tree (HIR). The checker builds it with type variables in it; {@link
 * org.platlang.hir.tree.HirProgram} is its monomorphic form, handed to code generation.
 *
 * <p>Conventions that hold for every node:
 *
 * <ul>
 *   <li>Statements are expressions of type Unit (or Never). Sub-expressions are evaluated left to right in the
 *       order of the record's components, unless the node says otherwise.
 *   <li>A node of type Never does not return; it may stand where any type is wanted. Apart from that, the type
 *       of a sub-expression is exactly what the node asks for: no conversion is left unsaid.
 *   <li>Where a value of type Unit is wanted, the node there has type Unit (or Never): dropped values are
 *       dropped by a {@code HirBlock}.
 *   <li>Panics say where: the node's span is the place named in the message and the backtrace.
 *   <li>Lists are unmodifiable and contain no nulls.
 * </ul>
 */
@NullMarked
package org.platlang.hir.tree;

import org.jspecify.annotations.NullMarked;
