package org.platlang.ir.analysis;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.platlang.ir.Block;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;

/** The stores that complete a new object before anything else refers to it. */
public final class NewObject {
    /** So many instructions are looked through, at most. */
    private static final int REACH = 2000;

    private NewObject() {}

    /**
     * The stores to fields behind an allocation on the straight way that control takes from there, in order, up to the
     * first use that passes the reference on.
     */
    public static List<Value> stores(Value allocation) {
        return stores(allocation, true);
    }

    /** Those of them before anything but the allocation may raise: a landing pad, which may use the object too, finds it complete. */
    public static List<Value> storesBeforeRaise(Value allocation) {
        return stores(allocation, false);
    }

    private static List<Value> stores(Value allocation, boolean pastRaise) {
        List<Value> stores = new ArrayList<>();
        int uses = allocation.useCount();
        Value v = following(allocation);
        for (int n = 0; n < REACH && uses > 0 && v != null; n++) {
            if (v.op() == Opcode.STORE && v.arg(0) == allocation && v.arg(1) != allocation) {
                stores.add(v);
                uses--;
            } else if (v.op() == Opcode.LOAD && v.arg(0) == allocation) {
                uses--;
            } else if (uses(v, allocation)
                    || !pastRaise && v.op() == Opcode.TRY && v.block().guarded() != allocation) {
                break;
            }
            v = following(v);
        }
        return stores;
    }

    /**
     * The stores to its fields behind an allocation on the straight way that control takes from there, before the first
     * instruction where the collector may stop the program: calls, allocations, polls.
     */
    public static List<Value> storesBeforeStop(Value allocation) {
        List<Value> stores = new ArrayList<>();
        Value v = following(allocation);
        for (int n = 0; n < REACH && v != null && !mayStop(v); n++) {
            if (v.op().isStore() && v.arg(0) == allocation) {
                stores.add(v);
            }
            v = following(v);
        }
        return stores;
    }

    private static boolean mayStop(Value v) {
        return switch (v.op().effect()) {
            case ALLOCATES, CALLS, POLLS -> true;
            case PURE, TRAPS, READS, WRITES, PROJECTS, ENDS -> false;
        };
    }

    private static boolean uses(Value v, Value used) {
        for (int i = 0; i < v.argCount(); i++) {
            if (v.arg(i) == used) {
                return true;
            }
        }
        if (v.op().isTerminator()) {
            for (int i = 0; i < v.block().successors().size(); i++) {
                if (v.block().successor(i).args().contains(used)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What is executed next, as long as that is certain (or something was raised) and comes from nowhere else. */
    private static @Nullable Value following(Value v) {
        if (!v.op().isTerminator()) {
            return v.next();
        }
        if (v.op() != Opcode.JUMP && v.op() != Opcode.TRY) {
            return null;
        }
        Block to = v.block().successor(0).to();
        return to.predecessors().size() == 1 ? to.first() : null;
    }
}
