package org.platlang.target.x64;

import java.util.Arrays;
import org.platlang.abi.RuntimeAbi;
import org.platlang.ir.Aux;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;
import org.platlang.mach.MachInst;
import org.platlang.mach.Operand;
import org.platlang.mach.RegClass;

/** Selection of memory accesses: addressing modes, loads, stores, updates in place, pairs of elements as vectors. */
final class X64Memory {
    private final X64Selection s;
    private final X64Pairs pairs;

    X64Memory(X64Selection s, X64Pairs pairs) {
        this.s = s;
        this.pairs = pairs;
    }

    // Addresses.

    /** The address of a load or store; a constant is added by it even where others have the sum in no register yet. */
    X64Address address(Value access) {
        Aux.Mem mem = access.mem();
        X64Address a = new X64Address();
        a.disp = mem.offset();
        boolean indexed = access.op() == Opcode.LOAD_INDEXED || access.op() == Opcode.STORE_INDEXED;
        if (indexed) {
            index(a, access.arg(1), mem.stride());
        }
        Value base = X64Selection.strip(access.arg(0));
        while (base.op() == Opcode.ADD
                && base.arg(1).isConst()
                && !s.isAsked(base)
                && X64Address.fits(a.disp + base.arg(1).intValue())) {
            a.disp += base.arg(1).intValue();
            base = X64Selection.strip(base.arg(0));
        }
        if (base.op() == Opcode.SYMBOL_ADDR && a.index < 0) {
            a.symbol = base.symbol();
        } else {
            a.base = base;
        }
        return a;
    }

    private void index(X64Address a, Value indexValue, int stride) {
        Value index = X64Selection.strip(indexValue);
        if (index.op() == Opcode.ADD
                && index.arg(1).isConst()
                && !s.isAsked(index)
                && X64Address.fits(a.disp + index.arg(1).intValue() * stride)) {
            a.disp += index.arg(1).intValue() * stride;
            index = X64Selection.strip(index.arg(0));
        }
        if (index.isConst() && X64Address.fits(a.disp + index.intValue() * stride)) {
            a.disp += index.intValue() * stride;
            return;
        }
        int scale = stride;
        while (index.op() == Opcode.SHL && index.arg(1).isConst() && s.isFoldable(index) && scale < 8) {
            long shift = index.arg(1).intValue() & 63;
            if ((long) scale << shift > 8) {
                break;
            }
            scale <<= (int) shift;
            index = X64Selection.strip(index.arg(0));
        }
        int r = s.use(index);
        switch (scale) {
            case 1, 2, 4, 8 -> {
                a.index = r;
                a.scale = scale;
            }
            default -> {
                int unit = Integer.lowestOneBit(scale);
                int odd = scale / unit;
                a.index = s.newVreg(RegClass.GENERAL);
                if (unit <= 8 && (odd == 3 || odd == 5 || odd == 9)) {
                    // lea (i,i,odd-1), t; then t * unit
                    s.emit(X64Op.LEA, 8).defs(a.index).uses(r, r).memory(0, 1, odd - 1, 0);
                    a.scale = unit;
                } else if (odd == 1) {
                    s.emit(X64Op.SHL, 8).defs(a.index).uses(r).imm(Integer.numberOfTrailingZeros(scale) - 3);
                    a.scale = 8;
                } else {
                    int by = unit <= 8 ? odd : scale;
                    s.emit(X64Op.IMUL_IMM, 8).defs(a.index).uses(Operand.any(r)).imm(by);
                    a.scale = unit <= 8 ? unit : 1;
                }
            }
        }
    }

    /** Emits an instruction whose uses come from {@link #operands}, which may itself emit constants before it. */
    MachInst emit(X64Op op, int size, X64Address a, int... leading) {
        MachInst inst = new MachInst(op, size).at(s.at.position());
        operands(inst, a, leading);
        s.sequence.add(inst);
        return inst;
    }

    /** Gives {@code inst} the leading uses and the memory operand. */
    private void operands(MachInst inst, X64Address a, int... leading) {
        int n = leading.length;
        Value base = a.base;
        int baseReg = base == null ? -1 : s.use(base);
        int[] uses = Arrays.copyOf(leading, n + (baseReg >= 0 ? 1 : 0) + (a.index >= 0 ? 1 : 0));
        int baseUse = MachInst.NO_REG;
        int indexUse = MachInst.NO_REG;
        if (baseReg >= 0) {
            uses[n] = baseReg;
            baseUse = n++;
        }
        if (a.index >= 0) {
            uses[n] = a.index;
            indexUse = n;
        }
        inst.uses = uses;
        inst.memory(baseUse, indexUse, a.scale, (int) a.disp);
        inst.symbol = a.symbol;
    }

    // Loads and stores.

    void load(Value v) {
        if (v.mem().header() != 0) {
            int word = s.newVreg(RegClass.GENERAL);
            emit(X64Op.LOAD, 8, address(v)).defs(word);
            s.emit(X64Op.SHR, 8).defs(s.result(v)).uses(word).imm(RuntimeAbi.HEADER_REFERENCE_SHIFT);
            return;
        }
        emit(v.type().isFloat() ? X64Op.FLOAD : X64Op.LOAD, v.type().bytes(), address(v))
                .defs(s.result(v));
    }

    void store(Value v) {
        Value what = v.arg(v.argCount() - 1);
        Value first = pairs.firstOf(v);
        if (first != null) {
            int lanes = lanes(first.arg(2), what);
            emit(X64Op.VSTORE, 8, address(first), lanes);
            return;
        }
        if (tryUpdate(v, what)) {
            return;
        }
        X64Address a = address(v);
        if (s.references.overwriting().contains(v)) {
            emit(X64Op.BARRIER, 8, a);
        }
        if (v.mem().header() != 0) {
            storeBesideHeader(a, what, v.mem().header());
        } else {
            storeTo(a, what);
        }
        if (s.references.remembered().contains(v)) {
            remember(a);
        }
    }

    /** Stores a reference in one word with the compact header of its object. */
    private void storeBesideHeader(X64Address a, Value what, int header) {
        if (what.op() == Opcode.NULL) {
            emit(X64Op.STORE, 8, a).imm(header);
            return;
        }
        int shifted = s.newVreg(RegClass.GENERAL);
        int word = s.newVreg(RegClass.GENERAL);
        int reference = s.use(what);
        s.emit(X64Op.SHL, 8).defs(shifted).uses(reference).imm(RuntimeAbi.HEADER_REFERENCE_SHIFT);
        s.emit(X64Op.OR, 8).defs(word).uses(shifted).imm(header);
        emit(X64Op.STORE, 8, a, word);
    }

    /** Dirties the card of an address where a reference was stored. */
    private void remember(X64Address a) {
        int at = s.newVreg(RegClass.GENERAL);
        int number = s.newVreg(RegClass.GENERAL);
        int card = s.newVreg(RegClass.GENERAL);
        emit(X64Op.LEA, 8, a).defs(at);
        s.emit(X64Op.SHR, 8).defs(number).uses(at).imm(RuntimeAbi.CARD_SHIFT);
        s.emit(X64Op.ADD, 8)
                .defs(card)
                .uses(number)
                .memory(MachInst.WORKER_BASE, MachInst.NO_REG, 1, RuntimeAbi.WORKER_CARDS);
        s.emit(X64Op.STORE, 1).uses(card).memory(0, MachInst.NO_REG, 1, 0).imm(1);
    }

    /** Stores {@code what}, as an immediate where that can be. */
    MachInst storeTo(X64Address a, Value what) {
        int size = what.type().bytes();
        if (X64Selection.isImmediate(what)) {
            return emit(X64Op.STORE, size, a).imm(X64Selection.immediateOf(what));
        }
        if (what.op() == Opcode.FCONST) {
            long bits = X64Target.bits(what.type(), what.floatValue());
            if (size == 4 || X64Address.fits(bits)) {
                return emit(X64Op.STORE, size, a).imm(size == 4 ? (int) bits : bits);
            }
        }
        return emit(what.type().isFloat() ? X64Op.FSTORE : X64Op.STORE, size, a, s.use(what));
    }

    /** {@code [m] = [m] op x}: op x, m. */
    private boolean tryUpdate(Value store, Value what) {
        X64Op op = switch (what.op()) {
            case ADD -> X64Op.ADD_TO;
            case SUB -> X64Op.SUB_TO;
            case AND -> X64Op.AND_TO;
            case OR -> X64Op.OR_TO;
            case XOR -> X64Op.XOR_TO;
            default -> null;
        };
        if (op == null || !s.isFoldable(what)) {
            return false;
        }
        int size = what.type().bytes();
        Value x = what.arg(0);
        Value y = what.arg(1);
        if (op != X64Op.SUB_TO && !sameAddress(x, store)) {
            Value t = x;
            x = y;
            y = t;
        }
        if (!sameAddress(x, store) || !s.foldableLoad(x, size)) {
            return false;
        }
        X64Address a = address(store);
        if (X64Selection.isImmediate(y)) {
            emit(op, size, a).imm(X64Selection.immediateOf(y));
        } else {
            emit(op, size, a, s.use(y));
        }
        return true;
    }

    private static boolean sameAddress(Value load, Value store) {
        if (!(load.op() == Opcode.LOAD && store.op() == Opcode.STORE
                || load.op() == Opcode.LOAD_INDEXED && store.op() == Opcode.STORE_INDEXED)) {
            return false;
        }
        if (load.mem().offset() != store.mem().offset()
                || load.mem().stride() != store.mem().stride()
                || load.arg(0) != store.arg(0)) {
            return false;
        }
        return load.op() == Opcode.LOAD || load.arg(1) == store.arg(1);
    }

    // The worker.

    void workerLoad(Value v) {
        s.emit(v.type().isFloat() ? X64Op.FLOAD : X64Op.LOAD, v.type().bytes())
                .defs(s.result(v))
                .memory(MachInst.WORKER_BASE, MachInst.NO_REG, 1, (int) v.intValue());
    }

    void workerStore(Value v) {
        X64Address a = new X64Address();
        a.disp = v.intValue();
        storeTo(a, v.arg(0)).base = MachInst.WORKER_BASE;
    }

    // Pairs of elements.

    /** A vector register with {@code x} and {@code y}, which {@link X64Pairs} has found alike. */
    private int lanes(Value x, Value y) {
        if (x == y) {
            return s.constants.spread(x, pairs.before(s.at.block()));
        }
        X64Op op = switch (x.op()) {
            case FADD -> X64Op.VADD;
            case FSUB -> X64Op.VSUB;
            case FMUL -> X64Op.VMUL;
            case FDIV -> X64Op.VDIV;
            default -> X64Op.VLOAD;
        };
        int r;
        if (op == X64Op.VLOAD) {
            r = s.newVreg(RegClass.VECTOR);
            emit(op, 8, address(x)).defs(r);
        } else {
            int a = lanes(x.arg(0), y.arg(0));
            int b = lanes(x.arg(1), y.arg(1));
            r = s.newVreg(RegClass.VECTOR);
            s.emit(op, 8).defs(r).uses(a, b);
        }
        return r;
    }
}
