package org.platlang.target.x64;

import java.util.ArrayList;
import java.util.List;
import org.platlang.ir.Block;
import org.platlang.ir.IrType;
import org.platlang.ir.Value;
import org.platlang.ir.analysis.LoopForest;
import org.platlang.mach.MachBlock;
import org.platlang.mach.MachInst;
import org.platlang.mach.RegClass;

/**
 * Constants in registers. They are made at their use, or before the outermost loop without calls; scalars that all
 * iterations want in both lanes of a vector are spread before their loop.
 */
final class X64Constants {
    private final X64Selection s;
    private final LoopForest loops;
    private final boolean[] loopCalls;

    /** Constants made before a loop: the block before it, the value, its register. */
    private final ArrayList<Hoisted> hoisted = new ArrayList<>();

    private final ArrayList<Spread> spreads = new ArrayList<>();

    private record Hoisted(Block before, Value constant, int vreg) {}

    /** Scalars spread over lanes before a loop. */
    private record Spread(Block before, Value scalar, int from, int vreg) {}

    X64Constants(X64Selection s, LoopForest loops) {
        this.s = s;
        this.loops = loops;
        this.loopCalls = new boolean[s.f.blockIdLimit()];
    }

    /** To be called before the first constant is asked for. */
    void markCallingLoops(List<Block> order) {
        for (Block b : order) {
            LoopForest.Loop loop = loops.innermost(b);
            if (loop == null || b.isCold()) {
                continue;
            }
            for (Value v = b.first(); v != null; v = v.next()) {
                if (v.op().isCall()) {
                    for (LoopForest.Loop l = loop; l != null; l = l.parent()) {
                        loopCalls[l.header().id()] = true;
                    }
                    break;
                }
            }
        }
    }

    /** A register with {@code c} for the value being selected. */
    int register(Value c) {
        Block b = s.at.block();
        LoopForest.Loop outer = null;
        if (worthHoisting(c)) {
            for (LoopForest.Loop l = loops.innermost(b); l != null; l = l.parent()) {
                if (loopCalls[l.header().id()] || l.preheader() == null) {
                    break;
                }
                outer = l;
            }
        }
        if (outer == null || b.isCold()) {
            int r = s.newVreg(X64Abi.classOf(c.type()));
            s.sequence.add(constant(c, r));
            return r;
        }
        Block before = outer.preheader();
        if (before == null) {
            throw new IllegalStateException("loop without block before it");
        }
        for (Hoisted h : hoisted) {
            if (h.before == before
                    && h.constant.op() == c.op()
                    && h.constant.type() == c.type()
                    && h.constant.aux().equals(c.aux())) {
                return h.vreg;
            }
        }
        int r = s.newVreg(X64Abi.classOf(c.type()));
        hoisted.add(new Hoisted(before, c, r));
        return r;
    }

    private static boolean worthHoisting(Value c) {
        return switch (c.op()) {
            case FCONST -> Double.doubleToRawLongBits(c.floatValue()) != 0;
            case ICONST, SYMBOL_ADDR -> true;
            default -> false;
        };
    }

    /** The instruction that makes {@code c}. */
    MachInst constant(Value c, int vreg) {
        MachInst inst = switch (c.op()) {
            case ICONST -> integer(c.type(), c.intValue());
            case NULL -> new MachInst(X64Op.MOVI, 4).imm(0);
            case SYMBOL_ADDR -> new MachInst(X64Op.LEA_SYMBOL, 8).symbol(c.symbol());
            case FCONST -> new MachInst(X64Op.FCONST, c.type().bytes()).imm(X64Target.bits(c.type(), c.floatValue()));
            default -> throw new IllegalArgumentException(c.op().text());
        };
        inst.defs = new int[] {vreg};
        s.mf.setRemat(vreg, inst);
        return inst;
    }

    static MachInst integer(IrType type, long value) {
        if (type != IrType.I64 && type != IrType.REF || value == (value & 0xFFFF_FFFFL)) {
            return new MachInst(X64Op.MOVI, 4).imm((int) value);
        }
        return new MachInst(X64Op.MOVI, 8).imm(value);
    }

    /** A vector register with {@code scalar} in both lanes, made at the end of {@code before}. */
    int spread(Value scalar, Block before) {
        for (Spread known : spreads) {
            if (known.before == before && known.scalar == scalar) {
                return known.vreg;
            }
        }
        int from = scalar.op().isConstant() ? s.newVreg(RegClass.FLOAT) : s.ask(scalar);
        int r = s.newVreg(RegClass.VECTOR);
        spreads.add(new Spread(before, scalar, from, r));
        return r;
    }

    /** Puts what is made before loops there; {@code made} has the further machine blocks of each block by its place. */
    void insertHoisted(List<List<MachBlock>> made, int[] place) {
        for (Hoisted h : hoisted) {
            List<MachBlock> rest = made.get(place[h.before.id()]);
            MachBlock last = rest.isEmpty() ? s.blocks[h.before.id()] : rest.get(rest.size() - 1);
            last.insts.add(last.insts.size() - 1, constant(h.constant, h.vreg));
        }
        for (Spread spread : spreads) {
            List<MachBlock> rest = made.get(place[spread.before.id()]);
            MachBlock last = rest.isEmpty() ? s.blocks[spread.before.id()] : rest.get(rest.size() - 1);
            if (spread.scalar.op().isConstant()) {
                last.insts.add(last.insts.size() - 1, constant(spread.scalar, spread.from));
            }
            last.insts.add(
                    last.insts.size() - 1,
                    new MachInst(X64Op.VSPLAT, 8)
                            .defs(spread.vreg)
                            .uses(spread.from)
                            .at(spread.scalar.position()));
        }
    }
}
