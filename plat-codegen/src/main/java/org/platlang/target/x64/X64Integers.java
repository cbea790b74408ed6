package org.platlang.target.x64;

import org.platlang.ir.Opcode;
import org.platlang.ir.Value;
import org.platlang.mach.MachInst;
import org.platlang.mach.Operand;
import org.platlang.mach.RegClass;

/** Selection of integer arithmetic, shifts, counting of bits, and widening. */
final class X64Integers {
    private final X64Selection s;
    private final X64Memory memory;

    X64Integers(X64Selection s, X64Memory memory) {
        this.s = s;
        this.memory = memory;
    }

    void add(Value v) {
        Value x = v.arg(0);
        Value y = v.arg(1);
        int size = Math.max(4, v.type().bytes());
        if (v.type().bytes() >= 4) {
            if (tryScaledAdd(v, x, y, size) || tryScaledAdd(v, y, x, size)) {
                return;
            }
            // lea c(x,y), dst
            if (X64Selection.isImmediate(y)
                    && x.op() == Opcode.ADD
                    && s.isFoldable(x)
                    && !X64Selection.isImmediate(x.arg(1))) {
                int a = s.use(x.arg(0));
                int b = s.use(x.arg(1));
                s.emit(X64Op.LEA, size).defs(s.result(v)).uses(a, b).memory(0, 1, 1, (int) X64Selection.immediateOf(y));
                return;
            }
        }
        binary(X64Op.ADD, v);
    }

    /** {@code x + (y << 1..3)}: lea (x,y,scale), dst. */
    private boolean tryScaledAdd(Value v, Value x, Value y, int size) {
        if (y.op() != Opcode.SHL || !s.isFoldable(y) || !y.arg(1).isConst() || x.op().isConstant()) {
            return false;
        }
        long k = y.arg(1).intValue();
        if (k < 1 || k > 3) {
            return false;
        }
        int a = s.use(x);
        int b = s.use(y.arg(0));
        s.emit(X64Op.LEA, size).defs(s.result(v)).uses(a, b).memory(0, 1, 1 << (int) k, 0);
        return true;
    }

    void binary(X64Op op, Value v) {
        Value x = v.arg(0);
        Value y = v.arg(1);
        int size = Math.max(4, v.type().bytes());
        if (op.isCommutative() && (x.op().isConstant() || !y.op().isConstant() && s.foldableLoad(x, size))) {
            Value t = x;
            x = y;
            y = t;
        }
        if (X64Selection.isImmediate(y)) {
            int a = s.use(x);
            s.emit(op, size).defs(s.result(v)).uses(a).imm(X64Selection.immediateOf(y));
        } else if (s.foldableLoad(y, size)) {
            int a = s.use(x);
            memory.emit(op, size, memory.address(y), a).defs(s.result(v));
        } else {
            int a = s.use(x);
            int b = s.any(y);
            s.emit(op, size).defs(s.result(v)).uses(a, b);
        }
    }

    void multiply(Value v) {
        Value x = v.arg(0);
        Value y = v.arg(1);
        int size = Math.max(4, v.type().bytes());
        if (x.isConst()) {
            Value t = x;
            x = y;
            y = t;
        }
        if (!X64Selection.isImmediate(y)) {
            binary(X64Op.IMUL, v);
            return;
        }
        long c = y.intValue();
        if (c == 3 || c == 5 || c == 9) {
            int a = s.use(x);
            s.emit(X64Op.LEA, size).defs(s.result(v)).uses(a, a).memory(0, 1, (int) c - 1, 0);
        } else if (c > 0 && (c & c - 1) == 0) {
            int a = s.use(x);
            s.emit(X64Op.SHL, size).defs(s.result(v)).uses(a).imm(Long.numberOfTrailingZeros(c));
        } else if (s.foldableLoad(x, size)) {
            memory.emit(X64Op.IMUL_IMM, size, memory.address(x))
                    .defs(s.result(v))
                    .imm(c);
        } else {
            int a = s.any(x);
            s.emit(X64Op.IMUL_IMM, size).defs(s.result(v)).uses(a).imm(c);
        }
    }

    void multiplyHigh(X64Op op, Value v) {
        int a = s.use(v.arg(0));
        int b = s.use(v.arg(1));
        MachInst inst = s.emit(op, 8)
                .defs(Operand.fixed(s.result(v), X64Regs.RDX))
                .uses(Operand.fixed(a, X64Regs.RAX), Operand.late(b));
        inst.clobbers = 1L << X64Regs.RAX | 1L << X64Regs.RDX;
    }

    void divide(Value v, int resultReg) {
        int bytes = v.type().bytes();
        Value y = v.arg(1);
        int a = s.use(v.arg(0));
        int b = s.use(y);
        if (bytes < 4) {
            a = extended(a, bytes, X64Op.MOVSX);
            b = extended(b, bytes, X64Op.MOVSX);
        }
        boolean plain = bytes < 4 || y.isConst() && y.intValue() != -1;
        MachInst inst = s.emit(plain ? X64Op.IDIV_PLAIN : X64Op.IDIV, Math.max(4, bytes))
                .defs(Operand.fixed(s.result(v), resultReg))
                .uses(Operand.fixed(a, X64Regs.RAX), Operand.late(b));
        inst.clobbers = 1L << X64Regs.RAX | 1L << X64Regs.RDX;
    }

    /** A new register with the low {@code bytes} of {@code r} widened to 32 bits. */
    private int extended(int r, int bytes, X64Op op) {
        int e = s.newVreg(RegClass.GENERAL);
        s.emit(op, 4).defs(e).uses(r).sourceSize = bytes;
        return e;
    }

    void shift(X64Op op, Value v) {
        int bytes = v.type().bytes();
        int width = v.type().bits();
        int size = Math.max(4, bytes);
        Value count = v.arg(1);
        int x = s.use(v.arg(0));
        if (bytes < 4 && op != X64Op.SHL) {
            x = extended(x, bytes, op == X64Op.SAR ? X64Op.MOVSX : X64Op.MOVZX);
        }
        if (count.isConst()) {
            s.emit(op, size).defs(s.result(v)).uses(x).imm(count.intValue() & (width - 1));
            return;
        }
        int c = s.use(count);
        if (bytes < 4) {
            int masked = s.newVreg(RegClass.GENERAL);
            s.emit(X64Op.AND, 4).defs(masked).uses(c).imm(width - 1);
            c = masked;
        }
        MachInst inst = s.emit(op, size).defs(s.result(v)).uses(x, Operand.fixed(c, X64Regs.RCX));
        inst.clobbers = 1L << X64Regs.RCX;
    }

    void leadingZeros(Value v) {
        int bytes = v.type().bytes();
        int size = Math.max(4, bytes);
        int bits = size * 8;
        int x = s.use(v.arg(0));
        if (bytes < 4) {
            x = extended(x, bytes, X64Op.MOVZX);
        }
        int none = s.immediate(size, 2 * bits - 1);
        int highest = s.newVreg(RegClass.GENERAL);
        s.emit(X64Op.BSR, size).defs(highest).uses(none, x);
        // bits - 1 - highest; 2 * bits - 1 becomes bits
        if (bytes < 4) {
            int clz = s.newVreg(RegClass.GENERAL);
            s.emit(X64Op.XOR, 4).defs(clz).uses(highest).imm(bits - 1);
            s.emit(X64Op.SUB, 4).defs(s.result(v)).uses(clz).imm(bits - v.type().bits());
        } else {
            s.emit(X64Op.XOR, size).defs(s.result(v)).uses(highest).imm(bits - 1);
        }
    }

    void trailingZeros(Value v) {
        int bytes = v.type().bytes();
        int size = Math.max(4, bytes);
        int x = s.use(v.arg(0));
        if (bytes < 4) {
            int stop = s.newVreg(RegClass.GENERAL);
            s.emit(X64Op.OR, 4).defs(stop).uses(x).imm(1L << v.type().bits());
            x = stop;
        }
        int none = s.immediate(size, v.type().bits());
        s.emit(X64Op.BSF, size).defs(s.result(v)).uses(none, x);
    }

    /** Adds neighbouring groups of 1, 2, 4 bits, then all bytes by a multiplication (Warren, Hacker's Delight, 5-1). */
    void populationCount(Value v) {
        int bytes = v.type().bytes();
        int size = Math.max(4, bytes);
        int x = s.use(v.arg(0));
        if (bytes < 4) {
            x = extended(x, bytes, X64Op.MOVZX);
        }
        long ones = size == 8 ? -1L : 0xFFFF_FFFFL;
        int m1 = s.immediate(size, 0x5555_5555_5555_5555L & ones);
        int m2 = s.immediate(size, 0x3333_3333_3333_3333L & ones);
        int m4 = s.immediate(size, 0x0F0F_0F0F_0F0F_0F0FL & ones);
        int sum = s.immediate(size, 0x0101_0101_0101_0101L & ones);
        int a = two(X64Op.SUB, size, x, two(X64Op.AND, size, shifted(size, x, 1), m1));
        int b = two(X64Op.ADD, size, two(X64Op.AND, size, a, m2), two(X64Op.AND, size, shifted(size, a, 2), m2));
        int c = two(X64Op.AND, size, two(X64Op.ADD, size, b, shifted(size, b, 4)), m4);
        int d = two(X64Op.IMUL, size, c, sum);
        s.emit(X64Op.SHR, size).defs(s.result(v)).uses(d).imm(size * 8L - 8);
    }

    private int two(X64Op op, int size, int x, int y) {
        int r = s.newVreg(RegClass.GENERAL);
        s.emit(op, size).defs(r).uses(x, y);
        return r;
    }

    private int shifted(int size, int x, int by) {
        int r = s.newVreg(RegClass.GENERAL);
        s.emit(X64Op.SHR, size).defs(r).uses(x).imm(by);
        return r;
    }

    void extend(Value v, boolean signed) {
        Value x = v.arg(0);
        int from = x.type().bytes();
        int size = Math.max(4, v.type().bytes());
        if (s.foldableLoad(x, from)) {
            if (signed) {
                MachInst inst = memory.emit(X64Op.LOAD_SIGNED, size, memory.address(x));
                inst.sourceSize = from;
                inst.defs = new int[] {s.result(v)};
            } else {
                memory.emit(X64Op.LOAD, from, memory.address(x)).defs(s.result(v)); // loads clear the rest
            }
            return;
        }
        int a = s.any(x);
        MachInst inst = s.emit(signed ? X64Op.MOVSX : X64Op.MOVZX, size)
                .defs(s.result(v))
                .uses(a);
        inst.sourceSize = from;
    }

    void truncate(Value v) {
        int x = s.use(v.arg(0));
        s.emit(X64Op.MOV, 8).defs(s.result(v)).uses(x);
    }
}
