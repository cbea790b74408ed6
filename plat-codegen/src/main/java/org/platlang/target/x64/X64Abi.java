package org.platlang.target.x64;

import java.util.List;
import org.platlang.ir.IrType;
import org.platlang.mach.RegClass;

/**
 * The calling convention: SysV AMD64 widened to eight results of each class. Runtime functions take their declared
 * arguments one register later, because the stub puts the worker first.
 */
final class X64Abi {
    private static final int[] ARGS = {X64Regs.RDI, X64Regs.RSI, X64Regs.RDX, X64Regs.RCX, X64Regs.R8, X64Regs.R9};
    private static final int[] RESULTS = {
        X64Regs.RAX, X64Regs.RDX, X64Regs.RCX, X64Regs.RSI, X64Regs.RDI, X64Regs.R8, X64Regs.R9, X64Regs.R10
    };
    private static final int FLOAT_REGS = 8;

    private X64Abi() {}

    static RegClass classOf(IrType type) {
        return type.isFloat() ? RegClass.FLOAT : RegClass.GENERAL;
    }

    /**
     * Where the arguments of these types travel: a register number, or {@code ~k} for the k-th 8-byte word of the stack
     * arguments.
     *
     * @param skipped general registers that are taken already: 1 for a runtime function, else 0
     */
    static int[] arguments(List<IrType> types, int skipped) {
        int[] where = new int[types.size()];
        int general = skipped;
        int floating = 0;
        int stack = 0;
        for (int i = 0; i < where.length; i++) {
            if (types.get(i).isFloat()) {
                where[i] = floating < FLOAT_REGS ? X64Regs.XMM0 + floating++ : ~stack++;
            } else {
                where[i] = general < ARGS.length ? ARGS[general++] : ~stack++;
            }
        }
        return where;
    }

    /** The registers of the results of these types. */
    static int[] results(List<IrType> types) {
        int[] where = new int[types.size()];
        int general = 0;
        int floating = 0;
        for (int i = 0; i < where.length; i++) {
            where[i] = types.get(i).isFloat() ? X64Regs.XMM0 + floating++ : RESULTS[general++];
        }
        return where;
    }
}
