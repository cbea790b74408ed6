package org.platlang.target.x64;

import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.platlang.abi.RuntimeAbi;
import org.platlang.asm.AsmWriter;
import org.platlang.asm.DebugInfo;
import org.platlang.asm.UnwindTables;
import org.platlang.mach.Loc;
import org.platlang.mach.MachBlock;
import org.platlang.mach.MachFunction;
import org.platlang.mach.MachInst;

/**
 * Text of allocated functions: the frame, the blocks in their layout with the jumps that remain, each instruction by
 * its {@link X64Op.Form}. Decides nothing about values.
 */
final class X64Emit {
    private final AsmWriter out;
    private final UnwindTables tables;
    private final DebugInfo debug;
    private final X64Writer w;
    private final X64CallSites sites;
    private final X64Asides asides;
    private final X64Branches branches;
    private final X64Pool pool;
    private final X64FrameCode frames;
    private int functionNumber;

    X64Emit(AsmWriter out, UnwindTables tables, DebugInfo debug) {
        this.out = out;
        this.tables = tables;
        this.debug = debug;
        this.w = new X64Writer(out);
        this.sites = new X64CallSites(out, tables);
        this.asides = new X64Asides(out, w, sites, debug);
        this.branches = new X64Branches(out, w, asides);
        this.pool = new X64Pool(out, w);
        this.frames = new X64FrameCode(out, w, sites, debug);
    }

    /** Writes the constants that functions have asked for. */
    void constants() {
        pool.constants();
    }

    void function(MachFunction f, boolean global) {
        int number = functionNumber++;
        // Not by +: its bootstrap costs start-up time.
        String start = ".Lf".concat(Integer.toString(number));
        String end = ".Le".concat(Integer.toString(number));
        w.frame = new X64Frame(f);
        sites.begin(start);
        debug.beginFunction();
        out.text("\t.p2align 4\n");
        if (global) {
            out.text("\t.globl ").symbol(f.name).line();
        }
        out.text("\t.type ").symbol(f.name).text(",@function\n");
        out.symbol(f.name).text(":\n").text(start).text(":\n\t.cfi_startproc\n");
        debug.location(f.position, out);
        boolean polls = f.callsPlat || w.frame.bytes > RuntimeAbi.STACK_LEAF_FRAME;
        if (polls) {
            frames.entryPoll(number);
        }
        w.framed = false;
        if (f.frameBlock == null) {
            frames.prologue();
        }
        blocks(f);
        asides.finish();
        if (polls) {
            frames.growStack(number, f.position);
        }
        out.text("\t.cfi_endproc\n").text(end).text(":\n");
        out.text("\t.size ").symbol(f.name).text(",.-").symbol(f.name).line();
        branches.tables();
        tables.function(start, end, f.position, w.frame.savedMask());
        debug.function(f.name, start, end, f.position);
    }

    private void blocks(MachFunction f) {
        branches.begin(f, functionNumber);
        ArrayList<MachBlock> order = new ArrayList<>(f.blocks.size());
        for (MachBlock b : f.blocks) {
            if (branches.isWritten(b)) {
                order.add(b);
            }
        }
        for (int i = 0; i < order.size(); i++) {
            block(order.get(i), i + 1 < order.size() ? order.get(i + 1) : null, i == 0, order.get(i) == f.frameBlock);
        }
    }

    private void block(MachBlock b, @Nullable MachBlock next, boolean entry, boolean makesFrame) {
        if (!entry) {
            if (b.loopHeader && !b.cold) {
                out.text("\t.p2align 4,,10\n");
            }
            branches.label(b);
        }
        if (makesFrame) {
            frames.prologue();
        }
        ArrayList<MachInst> insts = b.insts;
        for (int i = 0; i < insts.size(); i++) {
            MachInst inst = insts.get(i);
            debug.location(inst.position, out);
            instruction(inst, b, next);
        }
    }

    private void instruction(MachInst inst, MachBlock b, @Nullable MachBlock next) {
        X64Op op = (X64Op) inst.op;
        int size = inst.size;
        String m = op.mnemonic;
        switch (op.form) {
            case NOTHING -> {}
            case MOVE -> move(inst);
            case MOVE_BETWEEN -> {
                out.text(size == 4 ? "\tmovd " : "\tmovq ");
                w.loc(inst.useLocs[0], size).comma().loc(inst.defLocs[0], size).end();
            }
            case EXCHANGE ->
                w.op(m, 8)
                        .loc(inst.defLocs[0], 8)
                        .comma()
                        .loc(inst.defLocs[1], 8)
                        .end();
            case CONSTANT -> pool.constant(inst);
            case SYMBOL -> pool.symbolAddress(inst);
            case FLOAT_CONSTANT -> pool.floatConstant(inst);
            case LOAD -> {
                switch (size) {
                    case 1, 2 -> out.text(size == 1 ? "\tmovzbl " : "\tmovzwl ");
                    default -> w.op(m, size);
                }
                w.memory(inst).comma().loc(inst.defLocs[0], Math.max(4, size)).end();
            }
            case LOAD_SIGNED -> {
                out.character('\t').text(m).character(X64Writer.suffix(inst.sourceSize));
                out.character(X64Writer.suffix(size)).character(' ');
                w.memory(inst).comma().loc(inst.defLocs[0], size).end();
            }
            case STORE -> {
                w.op(m, size);
                if (inst.hasImm) {
                    out.character('$').decimal(inst.imm);
                } else {
                    w.loc(inst.useLocs[0], size);
                }
                w.comma().memory(inst).end();
            }
            case FLOAT_LOAD ->
                w.floatOp(m, size).memory(inst).comma().loc(inst.defLocs[0], 8).end();
            case FLOAT_STORE ->
                w.floatOp(m, size).loc(inst.useLocs[0], 8).comma().memory(inst).end();
            case ADDRESS ->
                w.op(m, size).memory(inst).comma().loc(inst.defLocs[0], size).end();
            case ONE -> w.op(m, size).loc(inst.defLocs[0], size).end();
            case TWO ->
                w.op(m, size)
                        .source(inst, 1, size)
                        .comma()
                        .loc(inst.defLocs[0], size)
                        .end();
            case THREE -> {
                w.op(m, size);
                out.character('$')
                        .decimal(size == 4 ? (int) inst.imm : inst.imm)
                        .character(',');
                if (inst.hasMemory) {
                    w.memory(inst);
                } else {
                    w.loc(inst.useLocs[0], size);
                }
                w.comma().loc(inst.defLocs[0], size).end();
            }
            case SHIFT -> {
                w.op(m, size);
                if (inst.hasImm) {
                    out.character('$').decimal(inst.imm);
                } else {
                    out.text("%cl");
                }
                w.comma().loc(inst.defLocs[0], size).end();
            }
            case MUL_HIGH -> w.op(m, size).loc(inst.useLocs[1], size).end();
            case DIVIDE -> asides.divide(inst, op);
            case EXTEND -> extend(inst);
            case BIT_SCAN ->
                w.op(m, size)
                        .loc(inst.useLocs[1], size)
                        .comma()
                        .loc(inst.defLocs[0], size)
                        .end();
            case COMPARE_JUMP -> {
                branches.comparison(inst, op, 0);
                branches.conditionalJump(inst.cond, b, next);
            }
            case COMPARE_SET -> {
                branches.comparison(inst, op, 0);
                branches.set(inst);
            }
            case COMPARE_MOVE -> {
                branches.comparison(inst, op, 2);
                branches.conditionalMove(inst);
            }
            case FLOAT_ONE -> {
                breakDependency(inst);
                w.floatOp(m, size)
                        .source(inst, 0, 8)
                        .comma()
                        .loc(inst.defLocs[0], 8)
                        .end();
            }
            case FLOAT_TWO ->
                w.floatOp(m, size)
                        .source(inst, 1, 8)
                        .comma()
                        .loc(inst.defLocs[0], 8)
                        .end();
            case FLOAT_MASK -> pool.mask(inst);
            case FLOAT_RESIZE -> {
                breakDependency(inst);
                out.text(size == 8 ? "\tcvtss2sd " : "\tcvtsd2ss ");
                w.source(inst, 0, 8).comma().loc(inst.defLocs[0], 8).end();
            }
            case FLOAT_FROM_INT -> {
                w.zero(inst.defLocs[0]);
                out.character('\t').text(m).character(X64Writer.floatSuffix(size));
                out.character(X64Writer.suffix(inst.sourceSize)).character(' ');
                w.source(inst, 0, inst.sourceSize)
                        .comma()
                        .loc(inst.defLocs[0], 8)
                        .end();
            }
            case FLOAT_TO_INT -> asides.floatToInt(inst);
            case VECTOR_MOVE -> {
                boolean registers = Loc.isReg(inst.useLocs[0]) && Loc.isReg(inst.defLocs[0]);
                out.text(registers ? "\tmovaps " : "\tmovups ");
                w.loc(inst.useLocs[0], 8).comma().loc(inst.defLocs[0], 8).end();
            }
            case VECTOR_LOAD -> {
                out.text("\tmovups ");
                w.memory(inst).comma().loc(inst.defLocs[0], 8).end();
            }
            case BARRIER -> asides.barrier(inst);
            case VECTOR_STORE -> {
                out.text("\tmovups ");
                w.loc(inst.useLocs[0], 8).comma().memory(inst).end();
            }
            case VECTOR_TWO -> {
                out.character('\t').text(m).character(' ');
                w.loc(inst.useLocs[1], 8).comma().loc(inst.defLocs[0], 8).end();
            }
            case VECTOR_SPLAT -> {
                out.text("\tunpcklpd ");
                w.loc(inst.defLocs[0], 8).comma().loc(inst.defLocs[0], 8).end();
            }
            case CALL -> {
                String callee = inst.symbol;
                if (callee == null) {
                    throw new IllegalStateException("call without symbol");
                }
                out.text("\tcall ").symbol(callee).line();
                sites.returnPoint(w.frame, inst, landingPad(inst, b));
            }
            case CALL_INDIRECT -> {
                out.text("\tcall *").text(X64Regs.name(inst.useLocs[0], 8)).line();
                sites.returnPoint(w.frame, inst, landingPad(inst, b));
            }
            case POLL -> asides.poll(inst);
            case JUMP -> branches.jumpTo(b.succs.get(0), next);
            case TABLE -> branches.tableJump(inst, b);
            case RETURN -> frames.epilogue();
            case TRAP -> out.text("\tud2\n");
        }
    }

    private String landingPad(MachInst call, MachBlock b) {
        return call == b.raiser ? branches.labelOf(b.succs.get(b.succs.size() - 1)) : "";
    }

    private void move(MachInst inst) {
        int to = inst.defLocs[0];
        int from = inst.useLocs[0];
        if (X64Writer.isFloatReg(to) || X64Writer.isFloatReg(from)) {
            boolean registers = Loc.isReg(to) && Loc.isReg(from);
            out.text(registers ? "\tmovaps " : "\tmovsd ");
        } else {
            out.text("\tmovq ");
        }
        w.loc(from, 8).comma().loc(to, 8).end();
    }

    private void extend(MachInst inst) {
        int from = inst.sourceSize;
        int size = inst.size;
        boolean signed = inst.op == X64Op.MOVSX;
        if (!signed && from == 4) {
            out.text("\tmovl ");
            w.loc(inst.useLocs[0], 4).comma().loc(inst.defLocs[0], 4).end();
            return;
        }
        int to = signed ? size : 4;
        out.text(signed ? "\tmovs" : "\tmovz")
                .character(X64Writer.suffix(from))
                .character(X64Writer.suffix(to))
                .character(' ');
        w.loc(inst.useLocs[0], from).comma().loc(inst.defLocs[0], to).end();
    }

    private void breakDependency(MachInst inst) {
        if (inst.hasMemory || inst.useLocs[0] != inst.defLocs[0]) {
            w.zero(inst.defLocs[0]);
        }
    }
}
