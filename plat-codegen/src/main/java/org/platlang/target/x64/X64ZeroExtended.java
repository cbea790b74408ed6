package org.platlang.target.x64;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import org.platlang.ir.Block;
import org.platlang.ir.Edge;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;

/**
 * Which I32 values have zeros in the upper half of their register: those made by 32-bit instructions, which clear it,
 * and parameters that only ever get such. Copies and slots keep all 64 bits. Function parameters, results of calls and
 * truncated values may have anything there.
 */
final class X64ZeroExtended {
    private static final int LIMIT = 32;

    private final Set<Value> known = new HashSet<>();
    private final Set<Value> unknown = new HashSet<>();

    /** True where the upper half of {@code v}, an I32, is zero. */
    boolean of(Value v) {
        if (made(v) || known.contains(v)) {
            return true;
        }
        if (v.op() != Opcode.PARAM || unknown.contains(v)) {
            return false;
        }
        // All parameters that feed this one, until one is fed by something else.
        ArrayList<Value> group = new ArrayList<>();
        group.add(v);
        for (int i = 0; i < group.size(); i++) {
            Value p = group.get(i);
            Block b = p.block();
            boolean function = b == b.function().entry();
            if (function || group.size() > LIMIT) {
                unknown.add(v);
                return false;
            }
            for (Edge e : b.predecessors()) {
                Value a = e.arg(p.paramIndex());
                if (a.op() == Opcode.PARAM ? unknown.contains(a) : !made(a)) {
                    unknown.add(v);
                    return false;
                }
                if (a.op() == Opcode.PARAM && !known.contains(a) && !group.contains(a)) {
                    group.add(a);
                }
            }
        }
        known.addAll(group);
        return true;
    }

    private static boolean made(Value v) {
        return switch (v.op()) {
            case ADD, SUB, MUL, SDIV, SREM, NEG, AND, OR, XOR, NOT, SHL, SHR, USHR, CLZ, CTZ, POPCNT -> true;
            case ICONST, LOAD, LOAD_INDEXED, FTOI, SELECT, ZEXT, SEXT -> true;
            case BITCAST -> v.arg(0).type().isFloat();
            default -> false;
        };
    }
}
