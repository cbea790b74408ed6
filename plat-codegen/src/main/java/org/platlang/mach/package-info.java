/**
 * Machine code before it is text: functions of instructions over virtual registers, the operand constraints that
 * register allocation obeys, frame layout, and {@link org.platlang.mach.Target}, the only door to a port.
 */
@NullMarked
package org.platlang.mach;

import org.jspecify.annotations.NullMarked;
