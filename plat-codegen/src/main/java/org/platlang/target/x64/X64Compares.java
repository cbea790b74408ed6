package org.platlang.target.x64;

import java.util.List;
import org.platlang.ir.Edge;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;
import org.platlang.mach.MachInst;
import org.platlang.mach.Operand;
import org.platlang.mach.RegClass;

/**
 * Selection of comparisons and of what uses their flags: branches, conditional moves, 0 or 1 in a register. The two are
 * one machine instruction until emission, so nothing that changes the flags can come between them.
 */
final class X64Compares {
    /** What uses the flags of a comparison; the order of the ops of each kind. */
    enum Fuse {
        JUMP(X64Op.CMP_JUMP, X64Op.TEST_JUMP, X64Op.UCOMI_JUMP),
        SET(X64Op.CMP_SET, X64Op.TEST_SET, X64Op.UCOMI_SET),
        MOVE(X64Op.CMP_MOVE, X64Op.TEST_MOVE, X64Op.UCOMI_MOVE);

        final X64Op cmp;
        final X64Op test;
        final X64Op ucomi;

        Fuse(X64Op cmp, X64Op test, X64Op ucomi) {
            this.cmp = cmp;
            this.test = test;
            this.ucomi = ucomi;
        }
    }

    private final X64Selection s;
    private final X64Memory memory;

    X64Compares(X64Selection s, X64Memory memory) {
        this.s = s;
        this.memory = memory;
    }

    /** 0 or 1 in a register. */
    void set(Value v) {
        int r = s.result(v);
        MachInst set = compare(v, Fuse.SET, false, new int[0]);
        set.defs = set.cond >= X64Cond.FEQ ? new int[] {r, s.newVreg(RegClass.GENERAL)} : new int[] {r};
    }

    /** SELECT: a conditional move. */
    void select(Value v) {
        Value ifTrue = v.arg(1);
        Value ifFalse = v.arg(2);
        int t = s.use(ifTrue);
        int e = s.use(ifFalse);
        MachInst inst = condition(v.arg(0), Fuse.MOVE, false, new int[] {e, Operand.any(t)});
        if (inst.cond == X64Cond.FEQ) {
            // Two flags must agree; for inequality either one moves the value.
            inst.cond = X64Cond.FNE;
            inst.uses[0] = t;
            inst.uses[1] = Operand.any(e);
        }
        if (ifTrue.op().isConstant() || ifFalse.op().isConstant()) {
            inst.uses[1] = Operand.vreg(inst.uses[1]);
        }
        inst.defs = new int[] {s.result(v)};
        inst.moveSize = Math.max(4, v.type().bytes());
    }

    void branch(Value v) {
        Edge first = v.block().successor(0);
        Edge second = v.block().successor(1);
        int[] a = s.edgeArgs(first);
        int[] b = s.edgeArgs(second);
        condition(v.arg(0), Fuse.JUMP, false, new int[0]);
        s.setEdges(List.of(s.target(first), s.target(second)), List.of(a, b));
    }

    /** The condition {@code c}, an I8 of 0 or 1, fused with a use of its flags. */
    private MachInst condition(Value c, Fuse fuse, boolean negate, int[] leading) {
        Value x = c;
        boolean not = negate;
        while (x.op() == Opcode.XOR && x.arg(1).isConst(1) && s.isFoldable(x)) {
            x = x.arg(0);
            not = !not;
        }
        if (x.op().isCompare() && s.isFoldable(x)) {
            return compare(x, fuse, not, leading);
        }
        int cond = not ? X64Cond.E : X64Cond.NE;
        if (s.foldableLoad(x, 1)) {
            MachInst inst =
                    memory.emit(fuse.cmp, 1, memory.address(x), leading).imm(0).cond(cond);
            inst.memoryFirst = true;
            return inst;
        }
        if (x.op() == Opcode.AND && s.isFoldable(x)) {
            return test(x, 1, fuse, leading).cond(cond);
        }
        int r = s.use(x);
        return s.emit(fuse.test, 1).uses(X64Selection.append(leading, r)).cond(cond);
    }

    /** The comparison {@code c} itself, fused with a use of its flags. */
    private MachInst compare(Value c, Fuse fuse, boolean negate, int[] leading) {
        if (c.op().isFloatCompare()) {
            return floatCompare(c, fuse, negate, leading);
        }
        Value x = c.arg(0);
        Value y = c.arg(1);
        Opcode op = c.op();
        int size = x.type().bytes();
        if (x.op().isConstant() && !y.op().isConstant()) {
            Value t = x;
            x = y;
            y = t;
            op = op.swapped();
        }
        int cond = X64Cond.ofInt(op);
        if (negate) {
            cond = X64Cond.negate(cond);
        }
        if (X64Selection.isImmediate(y)) {
            long imm = X64Selection.immediateOf(y);
            if (imm == 0 && x.op() == Opcode.AND && s.isFoldable(x) && cond != X64Cond.B && cond != X64Cond.A) {
                return test(x, size, fuse, leading).cond(cond);
            }
            if (s.foldableLoad(x, size)) {
                MachInst inst = memory.emit(fuse.cmp, size, memory.address(x), leading)
                        .imm(imm)
                        .cond(cond);
                inst.memoryFirst = true;
                return inst;
            }
            if (imm == 0) {
                int[] uses = X64Selection.append(leading, s.use(x));
                return s.emit(fuse.test, size).uses(uses).cond(cond);
            }
            int[] uses = X64Selection.append(leading, s.any(x));
            return s.emit(fuse.cmp, size).uses(uses).imm(imm).cond(cond);
        }
        if (s.foldableLoad(y, size)) {
            return memory.emit(fuse.cmp, size, memory.address(y), X64Selection.append(leading, s.use(x)))
                    .cond(cond);
        }
        if (s.foldableLoad(x, size)) {
            // cmp %y, mem: the condition is about x first, as written.
            MachInst inst = memory.emit(fuse.cmp, size, memory.address(x), X64Selection.append(leading, s.use(y)))
                    .cond(cond);
            inst.memoryFirst = true;
            return inst;
        }
        int a = s.use(x);
        int b = s.any(y);
        return s.emit(fuse.cmp, size)
                .uses(X64Selection.append(X64Selection.append(leading, a), b))
                .cond(cond);
    }

    /** {@code test} of the operands of an AND. */
    private MachInst test(Value and, int size, Fuse fuse, int[] leading) {
        Value x = and.arg(0);
        Value y = and.arg(1);
        if (x.op().isConstant()) {
            Value t = x;
            x = y;
            y = t;
        }
        if (X64Selection.isImmediate(y)) {
            int a = s.any(x);
            return s.emit(fuse.test, size).uses(X64Selection.append(leading, a)).imm(X64Selection.immediateOf(y));
        }
        int a = s.use(x);
        int b = s.use(y);
        return s.emit(fuse.test, size).uses(X64Selection.append(X64Selection.append(leading, a), b));
    }

    /**
     * Unordered operands set CF, ZF and PF, so A and AE are false for them: less is greater with the operands
     * exchanged, and a negated branch (BE, B) is taken for them.
     */
    private MachInst floatCompare(Value c, Fuse fuse, boolean negate, int[] leading) {
        Value x = c.arg(0);
        Value y = c.arg(1);
        Opcode op = c.op();
        if (op == Opcode.FLT || op == Opcode.FLE) {
            Value t = x;
            x = y;
            y = t;
            op = op.swapped();
        }
        int cond = switch (op) {
            case FGT -> X64Cond.A;
            case FGE -> X64Cond.AE;
            case FEQ -> X64Cond.FEQ;
            case FNE -> X64Cond.FNE;
            default -> throw new IllegalArgumentException(op.text());
        };
        if (negate) {
            cond = X64Cond.negate(cond);
        }
        int size = x.type().bytes();
        if (s.foldableLoad(y, size)) {
            return memory.emit(fuse.ucomi, size, memory.address(y), X64Selection.append(leading, s.use(x)))
                    .cond(cond);
        }
        int a = s.use(x);
        int b = s.any(y);
        return s.emit(fuse.ucomi, size)
                .uses(X64Selection.append(X64Selection.append(leading, a), b))
                .cond(cond);
    }
}
