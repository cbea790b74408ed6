/**
 * The x86-64 port: baseline instruction set (SSE2), SysV convention widened to several results. The classes mirror
 * those of every other port name for name: Target, Regs, Op, Abi, Select, Frame, Emit.
 */
@NullMarked
package org.platlang.target.x64;

import org.jspecify.annotations.NullMarked;
