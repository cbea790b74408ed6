package org.platlang.target.x64;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * its {@link X64Op.Form}, and behind the function's last block the seldom parts of single instructions (stack growth,
 * polls, division of MIN by -1, conversion out of range). Decides nothing about values.
 */
final class X64Emit {
    /** A part of an instruction that is executed seldom, written behind the function. */
    private record Aside(X64Op op, MachInst inst, int label) {}

    private static final String LIMIT =
            RuntimeAbi.WORKER_STACK_LIMIT == 0 ? "" : Integer.toString(RuntimeAbi.WORKER_STACK_LIMIT);

    private final AsmWriter out;
    private final UnwindTables tables;
    private final DebugInfo debug;
    /** Floating constants by size and bits, with the numbers of their labels; addresses for moves into slots. */
    private final Map<Long, Integer> doubles = new LinkedHashMap<>();

    private final Map<Long, Integer> floats = new LinkedHashMap<>();
    private final Map<String, Integer> addresses = new LinkedHashMap<>();
    private boolean masks;

    private int functionNumber;
    private int nextAside;
    private String start = "";
    private X64Frame frame;
    private final List<Aside> asides = new ArrayList<>();
    private MachBlock[] forward = new MachBlock[0];
    private final List<JumpTable> jumpTables = new ArrayList<>();
    private int nextTable;

    private record JumpTable(int label, MachInst inst, List<MachBlock> targets) {}

    X64Emit(AsmWriter out, UnwindTables tables, DebugInfo debug) {
        this.out = out;
        this.tables = tables;
        this.debug = debug;
        this.frame = new X64Frame(new MachFunction(""));
    }

    // Functions.

    void function(MachFunction f, boolean global) {
        int number = functionNumber++;
        // Not by +: its bootstrap costs start-up time.
        start = ".Lf".concat(Integer.toString(number));
        String end = ".Le".concat(Integer.toString(number));
        frame = new X64Frame(f);
        asides.clear();
        jumpTables.clear();
        debug.beginFunction();
        out.text("\t.p2align 4\n");
        if (global) {
            out.text("\t.globl ").symbol(f.name).line();
        }
        out.text("\t.type ").symbol(f.name).text(",@function\n");
        out.symbol(f.name).text(":\n").text(start).text(":\n\t.cfi_startproc\n");
        debug.location(f.position, out);
        boolean polls = f.callsPlat || frame.bytes > RuntimeAbi.STACK_LEAF_FRAME;
        if (polls) {
            entryPoll(number);
        }
        prologue();
        forwardJumps(f);
        ArrayList<MachBlock> order = new ArrayList<>(f.blocks.size());
        for (MachBlock b : f.blocks) {
            if (forward[b.id] == b) {
                order.add(b);
            }
        }
        for (int i = 0; i < order.size(); i++) {
            block(order.get(i), i + 1 < order.size() ? order.get(i + 1) : null, i == 0);
        }
        for (int i = 0; i < asides.size(); i++) {
            aside(asides.get(i));
        }
        if (polls) {
            growStack(number, f.position);
        }
        out.text("\t.cfi_endproc\n").text(end).text(":\n");
        out.text("\t.size ").symbol(f.name).text(",.-").symbol(f.name).line();
        for (JumpTable t : jumpTables) {
            jumpTable(t);
        }
        tables.function(start, end, f.position);
        debug.function(f.name, start, end, f.position);
    }

    /** Small frames fit into the reserve below the limit, so that comparing {@code rsp} itself suffices. */
    private void entryPoll(int number) {
        if (frame.bytes <= RuntimeAbi.STACK_SMALL_FRAME) {
            out.text("\tcmpq ").text(LIMIT).text("(%r15),%rsp\n");
        } else {
            out.text("\tleaq -").decimal(frame.bytes).text("(%rsp),%rax\n");
            out.text("\tcmpq ").text(LIMIT).text("(%r15),%rax\n");
        }
        out.text("\tjbe .Lm").decimal(number).text("\n.Ln").decimal(number).text(":\n");
    }

    private void growStack(int number, int position) {
        out.text(".Lm").decimal(number).text(":\n");
        if (frame.bytes > 0) {
            out.text("\t.cfi_def_cfa_offset 8\n");
            for (int r : frame.saved) {
                out.text("\t.cfi_restore ").decimal(X64Regs.dwarf(r)).line();
            }
        }
        debug.location(position, out);
        out.text("\tmovl $").decimal(frame.bytes).text(",%eax\n\tcall plat_morestack\n");
        returnPoint(0, position);
        out.text("\tjmp .Ln").decimal(number).line();
    }

    private void prologue() {
        int cfa = 8;
        for (int r : frame.saved) {
            cfa += 8;
            out.text("\tpushq ")
                    .text(X64Regs.name(r, 8))
                    .text("\n\t.cfi_def_cfa_offset ")
                    .decimal(cfa);
            out.text("\n\t.cfi_offset ")
                    .decimal(X64Regs.dwarf(r))
                    .text(",-")
                    .decimal(cfa)
                    .line();
        }
        if (frame.locals > 0) {
            out.text("\tsubq $").decimal(frame.locals).text(",%rsp\n\t.cfi_def_cfa_offset ");
            out.decimal(cfa + frame.locals).line();
        }
    }

    private void epilogue() {
        if (frame.bytes == 0) {
            out.text("\tret\n");
            return;
        }
        out.text("\t.cfi_remember_state\n");
        int cfa = frame.bytes + 8;
        if (frame.locals > 0) {
            cfa -= frame.locals;
            out.text("\taddq $")
                    .decimal(frame.locals)
                    .text(",%rsp\n\t.cfi_def_cfa_offset ")
                    .decimal(cfa)
                    .line();
        }
        for (int i = frame.saved.length - 1; i >= 0; i--) {
            cfa -= 8;
            out.text("\tpopq ").text(X64Regs.name(frame.saved[i], 8));
            out.text("\n\t.cfi_def_cfa_offset ").decimal(cfa).line();
        }
        out.text("\tret\n\t.cfi_restore_state\n");
    }

    /** Where jumps to a block end up: past blocks that hold nothing but a jump. */
    private void forwardJumps(MachFunction f) {
        forward = new MachBlock[f.blockCount()];
        for (MachBlock b : f.blocks) {
            MachBlock t = b;
            int steps = 0;
            while (isJump(t) && t != f.blocks.get(0) && steps++ < f.blocks.size()) {
                t = t.succs.get(0);
            }
            forward[b.id] = t;
        }
    }

    private static boolean isJump(MachBlock b) {
        return b.insts.size() == 1 && b.insts.get(0).op == X64Op.JUMP;
    }

    private void block(MachBlock b, @org.jspecify.annotations.Nullable MachBlock next, boolean entry) {
        if (!entry) {
            if (b.loopHeader && !b.cold) {
                out.text("\t.p2align 4,,10\n");
            }
            label(b);
        }
        ArrayList<MachInst> insts = b.insts;
        for (int i = 0; i < insts.size(); i++) {
            MachInst inst = insts.get(i);
            debug.location(inst.position, out);
            instruction(inst, b, next);
        }
    }

    private void label(MachBlock b) {
        out.text(".Lb").decimal(functionNumber).character('_').decimal(b.id).text(":\n");
    }

    private void target(MachBlock b) {
        out.text(".Lb").decimal(functionNumber).character('_').decimal(b.id);
    }

    private void returnPoint(int frameBytes, int position) {
        int r = tables.nextLabel();
        out.text(".Lr").decimal(r).text(":\n");
        tables.callSite(r, start, frameBytes, position);
    }

    // Operands.

    private static char suffix(int size) {
        return switch (size) {
            case 1 -> 'b';
            case 2 -> 'w';
            case 4 -> 'l';
            default -> 'q';
        };
    }

    private static char floatSuffix(int size) {
        return size == 4 ? 's' : 'd';
    }

    private X64Emit op(String mnemonic, char suffix) {
        out.character('\t').text(mnemonic).character(suffix).character(' ');
        return this;
    }

    private X64Emit loc(int loc, int size) {
        if (Loc.isReg(loc)) {
            out.text(X64Regs.name(loc, size));
        } else {
            out.decimal(frame.slotOffset(loc)).text("(%rsp)");
        }
        return this;
    }

    private X64Emit comma() {
        out.character(',');
        return this;
    }

    private void end() {
        out.line();
    }

    private X64Emit memory(MachInst inst) {
        String symbol = inst.symbol;
        if (symbol != null) {
            out.symbol(symbol);
            if (inst.disp != 0) {
                out.text(inst.disp > 0 ? "+" : "").decimal(inst.disp);
            }
            out.text("(%rip)");
            return this;
        }
        int disp = inst.disp;
        String base;
        switch (inst.base) {
            case MachInst.NO_REG -> base = "";
            case MachInst.WORKER_BASE -> base = "%r15";
            case MachInst.STACK_BASE -> base = "%rsp";
            case MachInst.INCOMING_BASE -> {
                base = "%rsp";
                disp += frame.incomingOffset();
            }
            default -> base = X64Regs.name(inst.useLocs[inst.base], 8);
        }
        if (disp != 0 || base.isEmpty() && inst.index < 0) {
            out.decimal(disp);
        }
        if (base.isEmpty() && inst.index < 0) {
            return this;
        }
        out.character('(').text(base);
        if (inst.index >= 0) {
            out.character(',')
                    .text(X64Regs.name(inst.useLocs[inst.index], 8))
                    .character(',')
                    .decimal(inst.scale);
        }
        out.character(')');
        return this;
    }

    /** The source after the first {@code done} uses: the immediate, memory, or the next use. */
    private X64Emit source(MachInst inst, int done, int size) {
        if (inst.hasMemory && inst.op != X64Op.LEA) {
            return memory(inst);
        }
        if (inst.hasImm) {
            out.character('$').decimal(size == 4 ? (int) inst.imm : inst.imm);
            return this;
        }
        return loc(inst.useLocs[done], size);
    }

    private static boolean isFloatReg(int loc) {
        return loc >= X64Regs.XMM0;
    }

    private void zero(int floatReg) {
        out.text("\txorps ");
        loc(floatReg, 8).comma().loc(floatReg, 8).end();
    }

    // Instructions.

    private void instruction(MachInst inst, MachBlock b, @org.jspecify.annotations.Nullable MachBlock next) {
        X64Op op = (X64Op) inst.op;
        int size = inst.size;
        String m = op.mnemonic;
        switch (op.form) {
            case NOTHING -> {}
            case MOVE -> move(inst);
            case MOVE_BETWEEN -> {
                out.text(size == 4 ? "\tmovd " : "\tmovq ");
                loc(inst.useLocs[0], size).comma().loc(inst.defLocs[0], size).end();
            }
            case EXCHANGE ->
                op(m, 'q')
                        .loc(inst.defLocs[0], 8)
                        .comma()
                        .loc(inst.defLocs[1], 8)
                        .end();
            case CONSTANT -> constant(inst);
            case SYMBOL -> symbolAddress(inst);
            case FLOAT_CONSTANT -> floatConstant(inst);
            case LOAD -> {
                switch (size) {
                    case 1, 2 -> out.text(size == 1 ? "\tmovzbl " : "\tmovzwl ");
                    default -> op(m, suffix(size));
                }
                memory(inst).comma().loc(inst.defLocs[0], Math.max(4, size)).end();
            }
            case LOAD_SIGNED -> {
                out.character('\t').text(m).character(suffix(inst.sourceSize));
                out.character(suffix(size)).character(' ');
                memory(inst).comma().loc(inst.defLocs[0], size).end();
            }
            case STORE -> {
                op(m, suffix(size));
                if (inst.hasImm) {
                    out.character('$').decimal(inst.imm);
                } else {
                    loc(inst.useLocs[0], size);
                }
                comma().memory(inst).end();
            }
            case FLOAT_LOAD ->
                op(m, floatSuffix(size))
                        .memory(inst)
                        .comma()
                        .loc(inst.defLocs[0], 8)
                        .end();
            case FLOAT_STORE ->
                op(m, floatSuffix(size))
                        .loc(inst.useLocs[0], 8)
                        .comma()
                        .memory(inst)
                        .end();
            case ADDRESS ->
                op(m, suffix(size))
                        .memory(inst)
                        .comma()
                        .loc(inst.defLocs[0], size)
                        .end();
            case ONE -> op(m, suffix(size)).loc(inst.defLocs[0], size).end();
            case TWO ->
                op(m, suffix(size))
                        .source(inst, 1, size)
                        .comma()
                        .loc(inst.defLocs[0], size)
                        .end();
            case THREE -> {
                op(m, suffix(size));
                out.character('$')
                        .decimal(size == 4 ? (int) inst.imm : inst.imm)
                        .character(',');
                if (inst.hasMemory) {
                    memory(inst);
                } else {
                    loc(inst.useLocs[0], size);
                }
                comma().loc(inst.defLocs[0], size).end();
            }
            case SHIFT -> {
                op(m, suffix(size));
                if (inst.hasImm) {
                    out.character('$').decimal(inst.imm);
                } else {
                    out.text("%cl");
                }
                comma().loc(inst.defLocs[0], size).end();
            }
            case MUL_HIGH -> op(m, suffix(size)).loc(inst.useLocs[1], size).end();
            case DIVIDE -> divide(inst, op);
            case EXTEND -> extend(inst);
            case BIT_SCAN ->
                op(m, suffix(size))
                        .loc(inst.useLocs[1], size)
                        .comma()
                        .loc(inst.defLocs[0], size)
                        .end();
            case COMPARE_JUMP -> {
                comparison(inst, op, 0);
                conditionalJump(inst.cond, b, next);
            }
            case COMPARE_SET -> {
                comparison(inst, op, 0);
                set(inst);
            }
            case COMPARE_MOVE -> {
                comparison(inst, op, 2);
                conditionalMove(inst);
            }
            case FLOAT_ONE -> {
                breakDependency(inst);
                op(m, floatSuffix(size))
                        .source(inst, 0, 8)
                        .comma()
                        .loc(inst.defLocs[0], 8)
                        .end();
            }
            case FLOAT_TWO ->
                op(m, floatSuffix(size))
                        .source(inst, 1, 8)
                        .comma()
                        .loc(inst.defLocs[0], 8)
                        .end();
            case FLOAT_MASK -> {
                masks = true;
                op(m, floatSuffix(size));
                out.text(op == X64Op.FNEG ? ".Lsign" : ".Labs").decimal(size).text("(%rip)");
                comma().loc(inst.defLocs[0], 8).end();
            }
            case FLOAT_RESIZE -> {
                breakDependency(inst);
                out.text(size == 8 ? "\tcvtss2sd " : "\tcvtsd2ss ");
                source(inst, 0, 8).comma().loc(inst.defLocs[0], 8).end();
            }
            case FLOAT_FROM_INT -> {
                zero(inst.defLocs[0]);
                out.character('\t').text(m).character(floatSuffix(size));
                out.character(suffix(inst.sourceSize)).character(' ');
                source(inst, 0, inst.sourceSize).comma().loc(inst.defLocs[0], 8).end();
            }
            case FLOAT_TO_INT -> floatToInt(inst);
            case VECTOR_MOVE -> {
                boolean registers = Loc.isReg(inst.useLocs[0]) && Loc.isReg(inst.defLocs[0]);
                out.text(registers ? "\tmovaps " : "\tmovups ");
                loc(inst.useLocs[0], 8).comma().loc(inst.defLocs[0], 8).end();
            }
            case VECTOR_LOAD -> {
                out.text("\tmovups ");
                memory(inst).comma().loc(inst.defLocs[0], 8).end();
            }
            case VECTOR_STORE -> {
                out.text("\tmovups ");
                loc(inst.useLocs[0], 8).comma().memory(inst).end();
            }
            case VECTOR_TWO -> {
                out.character('\t').text(m).character(' ');
                loc(inst.useLocs[1], 8).comma().loc(inst.defLocs[0], 8).end();
            }
            case VECTOR_SPLAT -> {
                out.text("\tunpcklpd ");
                loc(inst.defLocs[0], 8).comma().loc(inst.defLocs[0], 8).end();
            }
            case CALL -> {
                String callee = inst.symbol;
                if (callee == null) {
                    throw new IllegalStateException("call without symbol");
                }
                out.text("\tcall ").symbol(callee).line();
                returnPoint(frame.bytes, inst.position);
            }
            case POLL -> {
                // Poison is all ones; rsp itself may be below the true limit, in the reserve.
                int n = nextAside++;
                out.text("\tcmpq $-1,").text(LIMIT).text("(%r15)\n\tje .La");
                out.decimal(n).text("\n.Lk").decimal(n).text(":\n");
                asides.add(new Aside(op, inst, n));
            }
            case JUMP -> jump(forward[b.succs.get(0).id], next);
            case TABLE -> {
                int n = nextTable++;
                int t1 = inst.defLocs[0];
                int t2 = inst.defLocs[1];
                out.text("\tleaq .Lt")
                        .decimal(n)
                        .text("(%rip),")
                        .text(X64Regs.name(t1, 8))
                        .text("\n\tmovslq (");
                out.text(X64Regs.name(t1, 8)).character(',').text(X64Regs.name(inst.useLocs[0], 8));
                out.text(",4),").text(X64Regs.name(t2, 8)).text("\n\taddq ").text(X64Regs.name(t1, 8));
                out.character(',')
                        .text(X64Regs.name(t2, 8))
                        .text("\n\tjmp *")
                        .text(X64Regs.name(t2, 8))
                        .line();
                jumpTables.add(new JumpTable(n, inst, b.succs));
            }
            case RETURN -> epilogue();
            case TRAP -> out.text("\tud2\n");
        }
    }

    private void move(MachInst inst) {
        int to = inst.defLocs[0];
        int from = inst.useLocs[0];
        if (isFloatReg(to) || isFloatReg(from)) {
            boolean registers = Loc.isReg(to) && Loc.isReg(from);
            out.text(registers ? "\tmovaps " : "\tmovsd ");
        } else {
            out.text("\tmovq ");
        }
        loc(from, 8).comma().loc(to, 8).end();
    }

    private void constant(MachInst inst) {
        int to = inst.defLocs[0];
        long value = inst.size == 4 ? inst.imm & 0xFFFF_FFFFL : inst.imm;
        if (!Loc.isReg(to)) {
            constantToSlot(value, to);
        } else if (value == 0) {
            out.text("\txorl ");
            loc(to, 4).comma().loc(to, 4).end();
        } else if (value == (value & 0xFFFF_FFFFL)) {
            out.text("\tmovl $").decimal(value).character(',');
            loc(to, 4).end();
        } else {
            out.text(value == (int) value ? "\tmovq $" : "\tmovabsq $")
                    .decimal(value)
                    .character(',');
            loc(to, 8).end();
        }
    }

    private void constantToSlot(long value, int slot) {
        int at = frame.slotOffset(slot);
        if (value == (int) value) {
            out.text("\tmovq $").decimal(value).character(',').decimal(at).text("(%rsp)\n");
        } else {
            out.text("\tmovl $").decimal((int) value).character(',').decimal(at).text("(%rsp)\n");
            out.text("\tmovl $")
                    .decimal((int) (value >> 32))
                    .character(',')
                    .decimal(at + 4)
                    .text("(%rsp)\n");
        }
    }

    private void symbolAddress(MachInst inst) {
        String symbol = inst.symbol;
        if (symbol == null) {
            throw new IllegalStateException("address without symbol");
        }
        int to = inst.defLocs[0];
        if (Loc.isReg(to)) {
            out.text("\tleaq ").symbol(symbol).text("(%rip),");
            loc(to, 8).end();
            return;
        }
        Integer n = addresses.get(symbol);
        if (n == null) {
            n = addresses.size();
            addresses.put(symbol, n);
        }
        out.text("\tmovq .Lx").decimal(n).text("(%rip),%xmm15\n\tmovq %xmm15,");
        loc(to, 8).end();
    }

    private void floatConstant(MachInst inst) {
        int to = inst.defLocs[0];
        if (!Loc.isReg(to)) {
            constantToSlot(inst.imm, to);
        } else if (inst.imm == 0) {
            zero(to);
        } else {
            Map<Long, Integer> pool = inst.size == 8 ? doubles : floats;
            Integer n = pool.get(inst.imm);
            if (n == null) {
                n = pool.size();
                pool.put(inst.imm, n);
            }
            op("movs", floatSuffix(inst.size));
            out.text(inst.size == 8 ? ".Ld" : ".Ls").decimal(n).text("(%rip),");
            loc(to, 8).end();
        }
    }

    private void divide(MachInst inst, X64Op op) {
        int size = inst.size;
        int divisor = inst.useLocs[1];
        int n = -1;
        if (op == X64Op.IDIV) {
            n = nextAside++;
            op("cmp", suffix(size));
            out.text("$-1,");
            loc(divisor, size).end();
            out.text("\tje .La").decimal(n).line();
        }
        out.text(size == 8 ? "\tcqto\n" : "\tcltd\n");
        op("idiv", suffix(size)).loc(divisor, size).end();
        if (n >= 0) {
            out.text(".Lk").decimal(n).text(":\n");
            asides.add(new Aside(op, inst, n));
        }
    }

    private void extend(MachInst inst) {
        int from = inst.sourceSize;
        int size = inst.size;
        boolean signed = inst.op == X64Op.MOVSX;
        if (!signed && from == 4) {
            out.text("\tmovl ");
            loc(inst.useLocs[0], 4).comma().loc(inst.defLocs[0], 4).end();
            return;
        }
        int to = signed ? size : 4;
        out.text(signed ? "\tmovs" : "\tmovz")
                .character(suffix(from))
                .character(suffix(to))
                .character(' ');
        loc(inst.useLocs[0], from).comma().loc(inst.defLocs[0], to).end();
    }

    private void breakDependency(MachInst inst) {
        if (inst.hasMemory || inst.useLocs[0] != inst.defLocs[0]) {
            zero(inst.defLocs[0]);
        }
    }

    // Comparisons.

    /** AT&amp;T order: second operand first. */
    private void comparison(MachInst inst, X64Op op, int first) {
        int size = inst.size;
        if (op.mnemonic.charAt(0) == 'u') {
            op(op.mnemonic, floatSuffix(size));
        } else {
            op(op.mnemonic, suffix(size));
        }
        if (inst.hasMemory) {
            if (inst.memoryFirst) {
                if (inst.hasImm) {
                    out.character('$').decimal(inst.imm);
                } else {
                    loc(inst.useLocs[first], size);
                }
                comma().memory(inst).end();
            } else {
                memory(inst).comma().loc(inst.useLocs[first], size).end();
            }
        } else if (inst.hasImm) {
            out.character('$').decimal(inst.imm).character(',');
            loc(inst.useLocs[first], size).end();
        } else {
            int second = inst.useLocs.length > first + 1 ? first + 1 : first;
            loc(inst.useLocs[second], size)
                    .comma()
                    .loc(inst.useLocs[first], size)
                    .end();
        }
    }

    private void conditionalJump(int cond, MachBlock b, @org.jspecify.annotations.Nullable MachBlock next) {
        MachBlock then = forward[b.succs.get(0).id];
        MachBlock other = forward[b.succs.get(1).id];
        if (then == other) {
            jump(then, next);
        } else if (cond == X64Cond.FEQ || cond == X64Cond.FNE) {
            MachBlock differs = cond == X64Cond.FEQ ? other : then;
            MachBlock equal = cond == X64Cond.FEQ ? then : other;
            jcc(X64Cond.P, differs);
            if (next == equal) {
                jcc(X64Cond.NE, differs);
            } else {
                jcc(X64Cond.E, equal);
                jump(differs, next);
            }
        } else if (next == then) {
            jcc(X64Cond.negate(cond), other);
        } else {
            jcc(cond, then);
            jump(other, next);
        }
    }

    private void jcc(int cond, MachBlock to) {
        out.text("\tj").text(X64Cond.name(cond)).character(' ');
        target(to);
        end();
    }

    private void jump(MachBlock to, @org.jspecify.annotations.Nullable MachBlock next) {
        if (to != next) {
            out.text("\tjmp ");
            target(to);
            end();
        }
    }

    private void setcc(int cond, int reg) {
        out.text("\tset")
                .text(X64Cond.name(cond))
                .character(' ')
                .text(X64Regs.name(reg, 1))
                .line();
    }

    private void set(MachInst inst) {
        int to = inst.defLocs[0];
        if (inst.cond == X64Cond.FEQ || inst.cond == X64Cond.FNE) {
            boolean equal = inst.cond == X64Cond.FEQ;
            int parity = inst.defLocs[1];
            setcc(equal ? X64Cond.E : X64Cond.NE, to);
            setcc(equal ? X64Cond.NP : X64Cond.P, parity);
            out.text(equal ? "\tandb " : "\torb ");
            loc(parity, 1).comma().loc(to, 1).end();
        } else {
            setcc(inst.cond, to);
        }
    }

    private void conditionalMove(MachInst inst) {
        int to = inst.defLocs[0];
        int from = inst.useLocs[1];
        if (isFloatReg(to)) {
            int n = nextAside++;
            if (inst.cond == X64Cond.FNE) {
                int move = nextAside++;
                out.text("\tjp .La")
                        .decimal(move)
                        .text("\n\tje .La")
                        .decimal(n)
                        .text("\n.La")
                        .decimal(move)
                        .text(":\n");
            } else {
                out.text("\tj")
                        .text(X64Cond.name(X64Cond.negate(inst.cond)))
                        .text(" .La")
                        .decimal(n)
                        .line();
            }
            out.text(Loc.isReg(from) ? "\tmovaps " : "\tmovsd ");
            loc(from, 8).comma().loc(to, 8).end();
            out.text(".La").decimal(n).text(":\n");
            return;
        }
        int size = inst.moveSize;
        if (inst.cond == X64Cond.FNE) {
            cmov(X64Cond.NE, from, to, size);
            cmov(X64Cond.P, from, to, size);
        } else {
            cmov(inst.cond, from, to, size);
        }
    }

    private void cmov(int cond, int from, int to, int size) {
        out.text("\tcmov").text(X64Cond.name(cond)).character(suffix(size)).character(' ');
        loc(from, size).comma().loc(to, size).end();
    }

    /** The instruction gives MIN where it cannot convert, and only there the comparison with 1 overflows. */
    private void floatToInt(MachInst inst) {
        int size = inst.size;
        int to = inst.defLocs[0];
        int n = nextAside++;
        out.text("\tcvtts").character(floatSuffix(inst.sourceSize)).text("2si ");
        loc(inst.useLocs[0], 8).comma().loc(to, size).end();
        op("cmp", suffix(size));
        out.text("$1,");
        loc(to, size).end();
        out.text("\tjo .La").decimal(n).text("\n.Lk").decimal(n).text(":\n");
        asides.add(new Aside(X64Op.CVT_TO_INT, inst, n));
    }

    // Behind the function.

    private void aside(Aside a) {
        MachInst inst = a.inst;
        debug.location(inst.position, out);
        out.text(".La").decimal(a.label).text(":\n");
        switch (a.op) {
            case POLL -> {
                out.text("\tcall plat_poll\n");
                returnPoint(frame.bytes, inst.position);
            }
            case IDIV -> {
                // x / -1 is -x, x % -1 is 0
                op("neg", suffix(inst.size)).loc(X64Regs.RAX, inst.size).end();
                out.text("\txorl %edx,%edx\n");
            }
            case CVT_TO_INT -> {
                // NaN: 0. Else by the sign, t = 1 if positive: -t with the top bit flipped is MAX or MIN.
                int size = inst.size;
                int to = inst.defLocs[0];
                op("ucomis", floatSuffix(inst.sourceSize))
                        .loc(inst.useLocs[0], 8)
                        .comma()
                        .loc(inst.useLocs[0], 8)
                        .end();
                out.text("\tmovl $0,");
                loc(to, 4).end();
                out.text("\tjp .Lk").decimal(a.label).line();
                op("movmskp", floatSuffix(inst.sourceSize))
                        .loc(inst.useLocs[0], 8)
                        .comma()
                        .loc(to, 4)
                        .end();
                out.text("\tandl $1,");
                loc(to, 4).end();
                out.text("\txorl $1,");
                loc(to, 4).end();
                op("neg", suffix(size)).loc(to, size).end();
                op("btc", suffix(size));
                out.character('$').decimal(size * 8L - 1).character(',');
                loc(to, size).end();
            }
            default -> throw new IllegalStateException("nothing aside for " + a.op);
        }
        out.text("\tjmp .Lk").decimal(a.label).line();
    }

    private void jumpTable(JumpTable t) {
        out.text("\t.section .rodata\n\t.balign 4\n.Lt").decimal(t.label).text(":\n");
        for (int k : t.inst.table) {
            out.text("\t.long ");
            target(forward[t.targets.get(k).id]);
            out.text("-.Lt").decimal(t.label).line();
        }
        out.text("\t.text\n");
    }

    /** Writes the constants that functions have asked for. */
    void constants() {
        if (!doubles.isEmpty()) {
            out.text("\t.section .rodata.cst8,\"aM\",@progbits,8\n\t.balign 8\n");
            for (Map.Entry<Long, Integer> e : doubles.entrySet()) {
                out.text(".Ld")
                        .decimal(e.getValue())
                        .text(":\t.quad ")
                        .hex(e.getKey())
                        .line();
            }
        }
        if (!floats.isEmpty()) {
            out.text("\t.section .rodata.cst4,\"aM\",@progbits,4\n\t.balign 4\n");
            for (Map.Entry<Long, Integer> e : floats.entrySet()) {
                out.text(".Ls")
                        .decimal(e.getValue())
                        .text(":\t.long ")
                        .hex(e.getKey())
                        .line();
            }
        }
        if (masks) {
            out.text("\t.section .rodata.cst16,\"aM\",@progbits,16\n\t.balign 16\n");
            out.text(".Lsign8:\t.quad 0x8000000000000000,0\n.Labs8:\t.quad 0x7fffffffffffffff,-1\n");
            out.text(".Lsign4:\t.long 0x80000000,0,0,0\n.Labs4:\t.long 0x7fffffff,-1,-1,-1\n");
        }
        if (!addresses.isEmpty()) {
            out.text("\t.section .data.rel.ro,\"aw\"\n\t.balign 8\n");
            for (Map.Entry<String, Integer> e : addresses.entrySet()) {
                out.text(".Lx")
                        .decimal(e.getValue())
                        .text(":\t.quad ")
                        .symbol(e.getKey())
                        .line();
            }
        }
    }
}
