package org.platlang.target.x64;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.platlang.abi.RuntimeAbi;
import org.platlang.ir.Aux;
import org.platlang.ir.IrType;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;
import org.platlang.mach.MachBlock;
import org.platlang.mach.MachInst;
import org.platlang.mach.Operand;

/** Selection of what the calling convention rules: parameters, calls, results. */
final class X64Calls {
    private final X64Selection s;
    private final X64Memory memory;

    X64Calls(X64Selection s, X64Memory memory) {
        this.s = s;
        this.memory = memory;
    }

    /** The incoming registers and stack words of the parameters asked for: the first instructions of the entry. */
    void entryParams() {
        List<Value> params = s.f.params();
        ArrayList<IrType> types = new ArrayList<>(params.size());
        for (Value p : params) {
            types.add(p.type());
        }
        int[] where = X64Abi.arguments(types, 0);
        int n = 0;
        int[] defs = new int[params.size()];
        for (int i = 0; i < where.length; i++) {
            Value p = params.get(i);
            if (s.isAsked(p) && where[i] >= 0) {
                defs[n++] = Operand.fixed(s.ask(p), where[i]);
            }
        }
        if (n > 0) {
            s.emit(X64Op.PARAMS, 8).defs(Arrays.copyOf(defs, n));
        }
        for (int i = 0; i < where.length; i++) {
            Value p = params.get(i);
            if (s.isAsked(p) && where[i] < 0) {
                s.emit(types.get(i).isFloat() ? X64Op.FLOAD : X64Op.LOAD, 8)
                        .defs(s.ask(p))
                        .memory(MachInst.INCOMING_BASE, MachInst.NO_REG, 1, 8 * ~where[i]);
            }
        }
    }

    /**
     * A call; {@code skipped} argument registers at the beginning belong to the runtime. The address of an indirect call
     * travels in rax, which carries no argument.
     */
    void call(Value v, int skipped) {
        Aux.Call info = v.call();
        s.mf.hasCalls = true;
        if (skipped == 0 || runsPlat(info.symbol())) {
            s.mf.callsPlat = true;
        }
        boolean indirect = v.op() == Opcode.CALL_INDIRECT;
        int first = indirect ? 1 : 0;
        int n = v.argCount();
        ArrayList<IrType> types = new ArrayList<>(n);
        for (int i = first; i < n; i++) {
            types.add(v.arg(i).type());
        }
        int[] where = X64Abi.arguments(types, skipped);
        int[] uses = new int[n];
        int used = 0;
        if (indirect) {
            uses[used++] = Operand.fixed(s.use(v.arg(0)), X64Regs.RAX);
        }
        for (int i = first; i < n; i++) {
            int at = where[i - first];
            if (at < 0) {
                int word = ~at;
                if (skipped != 0) {
                    throw new IllegalStateException("too many arguments for runtime function " + info.symbol());
                }
                s.mf.outgoingBytes = Math.max(s.mf.outgoingBytes, 8 * (word + 1));
                X64Address a = new X64Address();
                a.disp = 8L * word;
                memory.storeTo(a, v.arg(i)).base = MachInst.STACK_BASE;
            } else {
                uses[used++] = Operand.fixed(s.use(v.arg(i)), at);
            }
        }
        int[] results = X64Abi.results(info.results());
        int[] defs = new int[results.length];
        int defined = 0;
        if (results.length > 0 && s.isAsked(v)) {
            defs[defined++] = Operand.fixed(s.ask(v), results[0]);
        }
        for (Value p = v.next(); p != null && p.op() == Opcode.PROJ && p.arg(0) == v; p = p.next()) {
            if (s.isAsked(p)) {
                defs[defined++] = Operand.fixed(s.ask(p), results[(int) p.intValue()]);
            }
        }
        MachInst call = indirect
                ? s.emit(X64Op.CALL_INDIRECT, 8)
                : s.emit(X64Op.CALL, 8).symbol(info.symbol());
        call.uses = Arrays.copyOf(uses, used);
        call.defs = Arrays.copyOf(defs, defined);
        call.clobbers = X64Regs.CALLER_SAVED;
        if (v.isGuarded()) {
            s.current.raiser = call;
        }
    }

    /** True of a runtime function that may run task bodies on the caller's stack (await in place, scope exit). */
    private static boolean runsPlat(String symbol) {
        return RuntimeAbi.find(symbol)
                .filter(f -> f.kind() == RuntimeAbi.Kind.ASM)
                .isPresent();
    }

    void returnValues(Value v) {
        int n = v.argCount();
        ArrayList<IrType> types = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            types.add(v.arg(i).type());
        }
        int[] where = X64Abi.results(types);
        int[] uses = new int[n];
        for (int i = 0; i < n; i++) {
            uses[i] = Operand.fixed(s.use(v.arg(i)), where[i]);
        }
        s.emit(X64Op.RET, 8).uses(uses);
        s.setEdges(List.of(), List.of());
    }

    /**
     * A poll keeps all registers where it returns. A guarded one may go on in a landing pad instead, where only the
     * callee-saved ones are left: it is a call like any other then, in a cold block of its own.
     */
    void poll(Value v) {
        s.mf.hasCalls = true;
        if (!v.isGuarded()) {
            s.emit(X64Op.POLL, 8).symbol(s.f.isMasked() ? "plat_poll_masked" : "plat_poll");
            return;
        }
        MachBlock rest = s.splitHere();
        MachBlock pad = s.takeUnwindEdge(rest);
        MachBlock slow = s.mf.newBlock();
        slow.loopDepth = s.current.loopDepth;
        slow.cold = true;
        MachInst call = s.emit(X64Op.CALL, 8).symbol("plat_poll");
        call.clobbers = X64Regs.CALLER_SAVED;
        s.emit(X64Op.JUMP, 8);
        s.takeSequence(slow);
        slow.raiser = call;
        slow.succs = List.of(rest, pad);
        slow.succArgs = List.of(new int[0], new int[0]);
        // Poison is all ones; rsp itself may be below the true limit, in the reserve.
        MachInst test = s.emit(X64Op.CMP_JUMP, 8)
                .memory(MachInst.WORKER_BASE, MachInst.NO_REG, 1, RuntimeAbi.WORKER_STACK_LIMIT)
                .imm(-1)
                .cond(X64Cond.E);
        test.memoryFirst = true;
        s.setEdges(List.of(slow, rest), List.of(new int[0], new int[0]));
        s.tail.add(0, rest);
        s.outOfLine.add(slow);
    }
}
