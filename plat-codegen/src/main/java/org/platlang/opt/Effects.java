package org.platlang.opt;

import org.platlang.ir.Aux;
import org.platlang.ir.Value;

/** Questions about what an instruction does, in the one place that answers them. */
final class Effects {
    private Effects() {}

    /** True where any memory that is not IMMUTABLE may have changed behind it. Stores are asked about by kind. */
    static boolean clobbersMemory(Value v) {
        return v.op().isCall() && v.call().effect().ordinal() > Aux.CallEffect.READS.ordinal();
    }

    /** True where it may be executed where the program would not have, arguments being available. */
    static boolean isSpeculatable(Value v) {
        return switch (v.op().effect()) {
            case PURE -> v.op() != org.platlang.ir.Opcode.PARAM;
            case TRAPS -> v.arg(1).isConst() && !v.arg(1).isConst(0);
            case CALLS -> v.op().isCall() && v.call().effect() == Aux.CallEffect.PURE;
            case READS, WRITES, ALLOCATES, PROJECTS, POLLS, ENDS -> false;
        };
    }
}
