package org.platlang.opt.rules;

import org.platlang.ir.Aux;
import org.platlang.ir.Block;
import org.platlang.ir.IrType;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;

/** Rules of addresses: constants go into the offset of an access. */
public final class MemoryRules {
    private MemoryRules() {}

    /** Rewrites an indexed access in place or by a successor; returns whether it did. {@code v} may be removed. */
    public static boolean rewrite(Value v) {
        if (v.op() != Opcode.LOAD_INDEXED && v.op() != Opcode.STORE_INDEXED) {
            return false;
        }
        Aux.Mem m = v.mem();
        Value index = v.arg(1);
        if (index.isConst() && fits(m, index.intValue())) { // base + c * stride + offset
            Aux.Mem fixed = new Aux.Mem(offset(m, index.intValue()), 0, m.kind());
            Block b = v.block();
            if (v.op() == Opcode.LOAD_INDEXED) {
                Value load = b.insertBefore(v, Opcode.LOAD, v.type(), fixed, v.position(), v.arg(0));
                if (v.useCount() > 0) {
                    v.replaceAllUses(load);
                }
            } else {
                b.insertBefore(v, Opcode.STORE, IrType.VOID, fixed, v.position(), v.arg(0), v.arg(2));
            }
            v.remove();
            return true;
        }
        if (index.op() != Opcode.ADD) {
            return false;
        }
        if (isSumWithConstant(index) && fits(m, index.arg(1).intValue())) { // index x + c
            v.setArg(1, index.arg(0));
            v.setAux(new Aux.Mem(offset(m, index.arg(1).intValue()), m.stride(), m.kind()));
            return true;
        }
        for (int i = 0; i < 2; i++) { // index (x + c) + y = (x + y) + c; x + y is often there already
            Value x = index.arg(i);
            Value y = index.arg(1 - i);
            if (isSumWithConstant(x) && fits(m, x.arg(1).intValue())) {
                v.setArg(1, Make.binary(v, Opcode.ADD, x.arg(0), y));
                v.setAux(new Aux.Mem(offset(m, x.arg(1).intValue()), m.stride(), m.kind()));
                return true;
            }
        }
        return false;
    }

    private static boolean isSumWithConstant(Value v) {
        return v.op() == Opcode.ADD && v.arg(1).isConst();
    }

    private static boolean fits(Aux.Mem m, long c) {
        return Math.abs(c) < (1 << 20) && m.stride() < (1 << 8) && Math.abs(offset(m, c)) < (1 << 29);
    }

    private static int offset(Aux.Mem m, long c) {
        return (int) (m.offset() + c * m.stride());
    }
}
