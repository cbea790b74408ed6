package org.platlang.target.x64;

import java.util.List;
import java.util.Optional;
import org.platlang.abi.RuntimeAbi;
import org.platlang.ir.Aux;
import org.platlang.ir.Value;
import org.platlang.mach.MachBlock;
import org.platlang.mach.MachInst;
import org.platlang.mach.Operand;
import org.platlang.mach.RegClass;

/** Selection of ALLOC. */
final class X64Allocation {
    private final X64Selection s;

    X64Allocation(X64Selection s) {
        this.s = s;
    }

    /**
     * Small objects: the next free cell of the worker's run of their size class; the run's memory is zero, so only the
     * header is stored. A used-up run and large objects: the runtime, which sets the header itself.
     */
    void allocate(Value v) {
        Aux.Alloc alloc = (Aux.Alloc) v.aux();
        int object = s.result(v);
        s.mf.hasCalls = true;
        if (alloc.size() > RuntimeAbi.ALLOC_INLINE_MAX || s.current.cold) {
            MachInst call = callAlloc(alloc, object);
            if (v.isGuarded()) {
                s.current.raiser = call;
            }
            return;
        }
        int granule = RuntimeAbi.ALLOC_GRANULE;
        int granules = (Math.max(alloc.size(), RuntimeAbi.ALLOC_LEAST) + granule - 1) / granule;
        int run = RuntimeAbi.WORKER_RUNS + (granules - 1) * 16;
        MachBlock rest = s.splitHere(object);
        Optional<MachBlock> pad = v.isGuarded() ? Optional.of(s.takeUnwindEdge(rest)) : Optional.empty();

        MachBlock fast = s.mf.newBlock();
        fast.loopDepth = s.current.loopDepth;
        int next = s.newVreg(RegClass.GENERAL);
        int end = s.newVreg(RegClass.GENERAL);
        s.emit(X64Op.STORE, 8).uses(end).memory(MachInst.WORKER_BASE, MachInst.NO_REG, 1, run);
        if (alloc.header() != 0) {
            s.emit(X64Op.STORE, 8).uses(next).memory(0, MachInst.NO_REG, 1, 0).imm(alloc.header());
        } else {
            int desc = descriptor(alloc);
            s.emit(X64Op.STORE, 8).uses(desc, next).memory(1, MachInst.NO_REG, 1, 0);
        }
        s.emit(X64Op.JUMP, 8);
        s.takeSequence(fast);
        fast.succs = List.of(rest);
        fast.succArgs = List.of(new int[] {next});

        MachBlock slow = s.mf.newBlock();
        slow.loopDepth = s.current.loopDepth;
        slow.cold = true;
        int made = s.newVreg(RegClass.GENERAL);
        MachInst call = callAlloc(alloc, made);
        s.emit(X64Op.JUMP, 8);
        s.takeSequence(slow);
        if (pad.isPresent()) {
            slow.raiser = call;
            slow.succs = List.of(rest, pad.get());
            slow.succArgs = List.of(new int[] {made}, new int[0]);
        } else {
            slow.succs = List.of(rest);
            slow.succArgs = List.of(new int[] {made});
        }

        s.emit(X64Op.LOAD, 8).defs(next).memory(MachInst.WORKER_BASE, MachInst.NO_REG, 1, run);
        s.emit(X64Op.LEA, 8).defs(end).uses(next).memory(0, MachInst.NO_REG, 1, granules * granule);
        s.emit(X64Op.CMP_JUMP, 8)
                .uses(end)
                .memory(MachInst.WORKER_BASE, MachInst.NO_REG, 1, run + 8)
                .cond(X64Cond.A);
        s.setEdges(List.of(slow, fast), List.of(new int[0], new int[0]));
        s.tail.add(0, fast);
        s.tail.add(1, rest);
        s.outOfLine.add(slow);
    }

    private MachInst callAlloc(Aux.Alloc alloc, int object) {
        int header = alloc.header() != 0 ? s.immediate(8, alloc.header()) : descriptor(alloc);
        int size = s.immediate(8, alloc.size());
        MachInst call = s.emit(X64Op.CALL, 8)
                .symbol("plat_alloc")
                .uses(Operand.fixed(header, X64Regs.RSI), Operand.fixed(size, X64Regs.RDX))
                .defs(Operand.fixed(object, X64Regs.RAX));
        call.clobbers = X64Regs.CALLER_SAVED;
        return call;
    }

    private int descriptor(Aux.Alloc alloc) {
        int desc = s.newVreg(RegClass.GENERAL);
        MachInst lea =
                new MachInst(X64Op.LEA_SYMBOL, 8).symbol(alloc.descriptor()).defs(desc);
        s.mf.setRemat(desc, lea);
        s.sequence.add(lea);
        return desc;
    }
}
