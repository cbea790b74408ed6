package org.platlang.opt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.platlang.ir.Aux;
import org.platlang.ir.Block;
import org.platlang.ir.Function;
import org.platlang.ir.IrType;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;

/**
 * Purpose: two trips of a loop over F64 elements at once, by F64X2 instructions. A part of {@link UnrollLoops}.
 *
 * <p>What is possible: a body of one block without any value carried from trip to trip but the counter, which steps by 1;
 * loads and stores of F64 elements at the counter plus an invariant, stride 8; sums, differences, products and quotients
 * of what was loaded and of invariants. Each half of a vector is computed as the trip would, so rounding is the same.
 *
 * <p>Memory: a trip must not read or write what another trip of the same vector writes. Accesses through one reference
 * are allowed at the very same place only; different references are compared before the loop, and where a stored one is
 * equal to another, the loop runs trip by trip. Not done: reductions (they would be reordered), F32, integers.
 */
final class Vectors {
    private final Value counter;
    private final Value next;
    /** Pairs of references, one of them stored through, that must differ. */
    private final List<Value> apart = new ArrayList<>();

    private final Map<Value, Value> splats = new IdentityHashMap<>();

    private Vectors(Value counter, Value next) {
        this.counter = counter;
        this.next = next;
    }

    /** How to do two trips at once of the loop that is block {@code b}; null where it cannot be. */
    static @Nullable Vectors of(Block b, Value counter, Value next, Value step) {
        if (!step.isConst(1) || b.params().size() != 1) {
            return null;
        }
        Vectors v = new Vectors(counter, next);
        return v.fits(b) ? v : null;
    }

    private boolean fits(Block b) {
        ArrayList<Value> accesses = new ArrayList<>();
        boolean stores = false;
        Value test = b.terminator().arg(0);
        for (Value v = b.first(); v != null && v != b.terminator(); v = v.next()) {
            switch (v.op()) {
                case LOAD_INDEXED, STORE_INDEXED -> {
                    boolean store = v.op() == Opcode.STORE_INDEXED;
                    IrType t = store ? v.arg(2).type() : v.type();
                    if (t != IrType.F64
                            || v.mem().stride() != 8
                            || v.arg(0).block() == b
                            || v.arg(1) == next
                            || !isIndex(v.arg(1), b)) {
                        return false;
                    }
                    stores |= store;
                    accesses.add(v);
                }
                case FADD, FSUB, FMUL, FDIV -> {
                    if (v.type() != IrType.F64) {
                        return false;
                    }
                }
                case ADD -> {
                    if (v != next && !isIndex(v, b)) {
                        return false;
                    }
                }
                case ICONST, FCONST -> {}
                case TRUNC -> {
                    if (v.arg(0) != next) {
                        return false;
                    }
                }
                default -> {
                    if (v != test) {
                        return false;
                    }
                }
            }
            if (v != next && v != test && v.op() != Opcode.TRUNC && !staysInside(v, b)) {
                return false;
            }
        }
        return stores && staysInside(counter, b) && areApart(accesses);
    }

    /** The counter, or the counter plus an invariant; used for addresses and the next trip only. */
    private boolean isIndex(Value v, Block b) {
        if (v == counter) {
            return true;
        }
        return v.op() == Opcode.ADD
                && ((v.arg(0) == counter && isInvariant(v.arg(1), b))
                        || (v.arg(1) == counter && isInvariant(v.arg(0), b)));
    }

    private static boolean isInvariant(Value v, Block b) {
        return v.block() != b || v.isConst();
    }

    private boolean staysInside(Value v, Block b) {
        for (int i = 0; i < v.useCount(); i++) {
            Value u = v.user(i);
            if (u.block() != b || u == b.terminator()) {
                return false;
            }
            // A loaded or computed number is data; the counter is an address.
            boolean index = v == counter || v.op() == Opcode.ADD;
            if (index && v.type() == IrType.I64 && !(u.op() == Opcode.ADD || isAddressOf(u, v))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAddressOf(Value access, Value index) {
        return (access.op() == Opcode.LOAD_INDEXED || access.op() == Opcode.STORE_INDEXED) && access.arg(1) == index;
    }

    private boolean areApart(List<Value> accesses) {
        for (Value s : accesses) {
            if (s.op() != Opcode.STORE_INDEXED) {
                continue;
            }
            for (Value a : accesses) {
                if (a == s) {
                    continue;
                }
                if (a.arg(0) == s.arg(0)) {
                    if (a.arg(1) != s.arg(1) || a.mem().offset() != s.mem().offset()) {
                        return false;
                    }
                } else {
                    if (s.arg(0).type() != IrType.REF || a.arg(0).type() != IrType.REF) {
                        return false;
                    }
                    apart.add(s.arg(0));
                    apart.add(a.arg(0));
                }
            }
        }
        return apart.size() <= 8;
    }

    /** {@code condition}, and the references that must differ do. */
    Value distinct(Block b, Value condition) {
        Value all = condition;
        HashMap<String, Boolean> done = new HashMap<>();
        for (int i = 0; i < apart.size(); i += 2) {
            Value x = apart.get(i);
            Value y = apart.get(i + 1);
            String pair = Math.min(x.id(), y.id()) + " " + Math.max(x.id(), y.id());
            if (done.put(pair, true) == null) {
                Value differ = b.append(Opcode.NE, IrType.I8, Aux.NONE, condition.position(), x, y);
                all = b.append(Opcode.AND, IrType.I8, Aux.NONE, condition.position(), all, differ);
            }
        }
        return all;
    }

    /** Appends what does the work of {@code v} for two trips. */
    void append(Block u, Value v, Map<Value, Value> map, Block before) {
        if (v == next) {
            Value two = u.append(Opcode.ICONST, IrType.I64, new Aux.Int(2), v.position());
            map.put(v, u.append(Opcode.ADD, IrType.I64, Aux.NONE, v.position(), BlockCopy.mapped(map, counter), two));
            return;
        }
        switch (v.op()) {
            case LOAD_INDEXED -> {
                Value index = BlockCopy.mapped(map, v.arg(1));
                map.put(v, u.append(v.op(), IrType.F64X2, v.aux(), v.position(), v.arg(0), index));
            }
            case STORE_INDEXED -> {
                Value index = BlockCopy.mapped(map, v.arg(1));
                Value stored = both(v.arg(2), map, before);
                u.append(v.op(), IrType.VOID, v.aux(), v.position(), v.arg(0), index, stored);
            }
            case FADD, FSUB, FMUL, FDIV -> {
                Value x = both(v.arg(0), map, before);
                Value y = both(v.arg(1), map, before);
                map.put(v, u.append(v.op(), IrType.F64X2, Aux.NONE, v.position(), x, y));
            }
            default -> {
                if (!v.op().isCompare()) {
                    BlockCopy.append(u, v, map, v.position());
                }
            }
        }
    }

    /** Behind the loop only the next counter is used, as it is or narrowed. */
    void repair(Function f, Block b, Block u, Map<Value, Value> map) {
        for (Value v = b.first(); v != null; v = v.next()) {
            if (v == next || v.op() == Opcode.TRUNC) {
                SsaRepair.run(f, v, u, BlockCopy.mapped(map, v));
            }
        }
    }

    private Value both(Value v, Map<Value, Value> map, Block before) {
        Value m = BlockCopy.mapped(map, v);
        if (m.type() == IrType.F64X2) {
            return m;
        }
        Value known = splats.get(v);
        if (known == null) {
            Value scalar =
                    v.op() == Opcode.FCONST ? before.append(Opcode.FCONST, IrType.F64, v.aux(), v.position()) : v;
            known = before.append(Opcode.FSPLAT, IrType.F64X2, Aux.NONE, v.position(), scalar);
            splats.put(v, known);
        }
        return known;
    }
}
