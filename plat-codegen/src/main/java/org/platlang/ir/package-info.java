/**
 * The SSA form of Plat: typed scalars, blocks with parameters, one instruction set for every target.
 *
 * <p>{@link org.platlang.ir.Opcode} is the reference of the instructions, {@link org.platlang.ir.FunctionBuilder} the
 * way to make them (Braun et al. 2013), {@link org.platlang.ir.IrVerifier} the list of invariants.
 */
@NullMarked
package org.platlang.ir;

import org.jspecify.annotations.NullMarked;
