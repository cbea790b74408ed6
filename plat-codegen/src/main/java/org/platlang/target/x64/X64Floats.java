package org.platlang.target.x64;

import org.platlang.ir.Opcode;
import org.platlang.ir.Value;
import org.platlang.mach.MachInst;
import org.platlang.mach.Operand;

/** Selection of floating arithmetic and of conversions from and to floats. */
final class X64Floats {
    private final X64Selection s;
    private final X64Memory memory;

    X64Floats(X64Selection s, X64Memory memory) {
        this.s = s;
        this.memory = memory;
    }

    void binary(X64Op op, Value v) {
        Value x = v.arg(0);
        Value y = v.arg(1);
        int size = v.type().bytes();
        if (op.isCommutative() && (x.op() == Opcode.FCONST || s.foldableLoad(x, size)) && y.op() != Opcode.FCONST) {
            Value t = x;
            x = y;
            y = t;
        }
        if (s.foldableLoad(y, size)) {
            int a = s.use(x);
            memory.emit(op, size, memory.address(y), a).defs(s.result(v));
        } else {
            int a = s.use(x);
            int b = s.any(y);
            s.emit(op, size).defs(s.result(v)).uses(a, b);
        }
    }

    /** {@code op} of a float of {@code sourceSize}, from a register, slot or memory. */
    void fromFloatSource(X64Op op, Value v, int sourceSize) {
        Value x = v.arg(0);
        MachInst inst;
        if (s.foldableLoad(x, sourceSize)) {
            inst = memory.emit(op, v.type().bytes(), memory.address(x));
        } else {
            int a = s.any(x);
            inst = s.emit(op, v.type().bytes()).uses(a);
        }
        inst.defs = new int[] {s.result(v)};
        inst.sourceSize = sourceSize;
    }

    void fromInt(Value v) {
        Value x = v.arg(0);
        int from = x.type().bytes();
        MachInst inst;
        if (from >= 4 && s.foldableLoad(x, from)) {
            inst = memory.emit(X64Op.CVT_FROM_INT, v.type().bytes(), memory.address(x));
        } else {
            int a = s.any(x);
            inst = s.emit(X64Op.CVT_FROM_INT, v.type().bytes()).uses(a);
        }
        inst.defs = new int[] {s.result(v)};
        inst.sourceSize = from;
    }

    void bitcast(Value v) {
        int x = s.use(v.arg(0));
        boolean from = v.arg(0).type().isFloat();
        boolean to = v.type().isFloat();
        X64Op op = from == to ? (to ? X64Op.FMOV : X64Op.MOV) : to ? X64Op.MOVQ_TO_FLOAT : X64Op.MOVQ_FROM_FLOAT;
        s.emit(op, v.type().bytes()).defs(s.result(v)).uses(x);
    }

    void toInt(Value v) {
        s.emitAfterUse(X64Op.CVT_TO_INT, v, Operand.late(s.use(v.arg(0)))).sourceSize =
                v.arg(0).type().bytes();
    }
}
