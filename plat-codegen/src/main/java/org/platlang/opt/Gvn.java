package org.platlang.opt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.platlang.ir.Aux;
import org.platlang.ir.Block;
import org.platlang.ir.Edge;
import org.platlang.ir.Function;
import org.platlang.ir.IrType;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;
import org.platlang.ir.analysis.Dominators;
import org.platlang.ir.analysis.LoopForest;

/**
 * Purpose: replaces a computation by an equal one that dominates it; a load by an earlier load or store of the same
 * address; a test by its outcome where a dominating branch on an equal (or opposite) test decides it.
 *
 * <p>Algorithm: hash-based value numbering over reverse postorder (so dominators come first), with a check that the leader
 * dominates; constants have one number everywhere but stay where they are, because a constant is cheaper than a live
 * range. Memory is numbered too: {@link MemoryVersions} gives every kind of memory a version at every point, and a load's
 * number includes the version of its kind.
 *
 * <p>Requires: {@link Simplify} has put constants right. Ensures: no unreachable blocks are made; conditions that became
 * constants are left for Simplify to fold. Cost: linear in practice. Not done: partial redundancy (Licm does loops),
 * stores made dead.
 */
public final class Gvn {
    private static final class Entry {
        final int hash;
        final Opcode op;
        final IrType type;
        final Aux aux;
        final int[] args;
        final int memory;
        final @Nullable Value leader;
        final int number;
        final @Nullable Entry next;

        Entry(
                int hash,
                Opcode op,
                IrType type,
                Aux aux,
                int[] args,
                int memory,
                @Nullable Value leader,
                int number,
                @Nullable Entry next) {
            this.hash = hash;
            this.op = op;
            this.type = type;
            this.aux = aux;
            this.args = args;
            this.memory = memory;
            this.leader = leader;
            this.number = number;
            this.next = next;
        }
    }

    /** A test's outcome, known in the blocks that {@code from} dominates. */
    private record Fact(Block from, boolean holds) {}

    private final Dominators dom;
    private final MemoryVersions memory;
    private @Nullable Entry[] table = new Entry[256];
    private int entries;
    /** By value id; 0 is none. */
    private int[] number;

    private int numbers = 1;
    /** By the number of a canonical test. */
    private final ArrayList<@Nullable List<Fact>> facts = new ArrayList<>();

    private boolean changed;

    private Gvn(Function f, Dominators dom) {
        this.dom = dom;
        this.memory = new MemoryVersions(f, dom, LoopForest.of(f, dom));
        this.number = new int[f.valueIdLimit()];
    }

    public static boolean run(Function f, PassContext context) {
        org.platlang.ir.Cfg.removeUnreachable(f);
        Gvn gvn = new Gvn(f, Dominators.of(f));
        for (Block b : gvn.dom.reversePostorder()) {
            gvn.block(b);
        }
        return gvn.changed;
    }

    private void block(Block b) {
        for (Value p : b.params()) {
            setNumber(p, numbers++);
        }
        if (b.predecessors().size() == 1) {
            learn(b, b.predecessor(0));
        }
        memory.enter(b);
        for (Value v = b.first(); v != null; ) {
            Value after = v.next();
            value(v);
            v = after;
        }
        memory.leave(b);
    }

    private void value(Value v) {
        switch (v.op().effect()) {
            case PURE, TRAPS -> pure(v);
            case READS -> load(v);
            case WRITES -> {
                memory.store(v.mem().kind());
                forward(v);
            }
            case ALLOCATES, POLLS -> setNumber(v, numbers++);
            case CALLS -> {
                if (v.op().isCall()
                        && v.call().effect() == Aux.CallEffect.PURE
                        && v.call().results().size() == 1) {
                    pure(v);
                } else {
                    setNumber(v, numbers++);
                    if (v.op().isCall() && Effects.clobbersMemory(v)) {
                        memory.call();
                    }
                }
            }
            case PROJECTS -> setNumber(v, numbers++);
            case ENDS -> {
                if (v.op() == Opcode.BRANCH) {
                    decide(v);
                }
            }
        }
    }

    private void pure(Value v) {
        int[] args = argNumbers(v);
        if (v.op().isCommutative() && args[0] > args[1]) {
            int t = args[0];
            args[0] = args[1];
            args[1] = t;
        }
        lookup(v, v.op(), args, 0);
    }

    private void load(Value v) {
        lookup(v, Opcode.LOAD_INDEXED, argNumbers(v), memory.version(v.mem().kind()));
    }

    private void lookup(Value v, Opcode op, int[] args, int version) {
        int hash = hash(op, v.type(), v.aux(), args, version);
        Entry known = find(hash, op, v.type(), v.aux(), args, version, v.op().isConstant() ? null : v.block());
        if (known == null) {
            int n = numbers++;
            setNumber(v, n);
            enter(hash, op, v.type(), v.aux(), args, version, v, n);
            return;
        }
        setNumber(v, known.number);
        Value leader = known.leader;
        if (leader != null && (!v.op().isConstant() || (leader.block() == v.block() && leader != v))) {
            v.replaceAllUses(leader);
            v.remove();
            changed = true;
        }
    }

    /** After a store, a load of its address gives the stored value; the memory of its kind has a new version. */
    private void forward(Value v) {
        Value stored = v.arg(v.argCount() - 1);
        int[] args = new int[v.argCount() - 1];
        for (int i = 0; i < args.length; i++) {
            args[i] = numberOf(v.arg(i));
        }
        int version = memory.version(v.mem().kind());
        int hash = hash(Opcode.LOAD_INDEXED, stored.type(), v.aux(), args, version);
        enter(hash, Opcode.LOAD_INDEXED, stored.type(), v.aux(), args, version, stored, numberOf(stored));
    }

    // Tests.

    /** The number of the test in canonical form; negative where the test is its opposite. */
    private int testNumber(Value c) {
        if (!c.op().isIntCompare()) {
            return numberOf(c);
        }
        Opcode op = c.op();
        int x = numberOf(c.arg(0));
        int y = numberOf(c.arg(1));
        boolean opposite = false;
        // NE, SGE, UGE are opposites; of the rest, SGT and UGT are SLT and ULT exchanged, SLE and ULE their opposites.
        switch (op) {
            case NE, SGE, UGE, SLE, ULE -> {
                op = op.negated();
                opposite = true;
            }
            default -> {}
        }
        if (op == Opcode.SGT || op == Opcode.UGT || (op == Opcode.EQ && x > y)) {
            op = op.swapped();
            int t = x;
            x = y;
            y = t;
        }
        int[] args = {x, y, -1};
        int hash = hash(op, IrType.VOID, Aux.NONE, args, 0);
        Entry e = find(hash, op, IrType.VOID, Aux.NONE, args, 0, null);
        int n = e != null ? e.number : enter(hash, op, IrType.VOID, Aux.NONE, args, 0, null, numbers++);
        return opposite ? -n : n;
    }

    private void learn(Block b, Edge in) {
        Value end = in.from().terminator();
        if (end.op() != Opcode.BRANCH
                || in.from().successor(0).to() == in.from().successor(1).to()) {
            return;
        }
        boolean holds = in == in.from().successor(0);
        int test = testNumber(end.arg(0));
        int n = Math.abs(test);
        while (facts.size() <= n) {
            facts.add(null);
        }
        List<Fact> list = facts.get(n);
        if (list == null) {
            list = new ArrayList<>(2);
            facts.set(n, list);
        }
        list.add(new Fact(b, holds == (test > 0)));
    }

    private void decide(Value branch) {
        Value c = branch.arg(0);
        if (c.isConst()) {
            return;
        }
        int test = testNumber(c);
        int n = Math.abs(test);
        List<Fact> list = n < facts.size() ? facts.get(n) : null;
        if (list == null) {
            return;
        }
        for (int i = list.size() - 1; i >= 0; i--) {
            Fact fact = list.get(i);
            if (dom.dominates(fact.from, branch.block())) {
                boolean holds = fact.holds == (test > 0);
                Value known = branch.block()
                        .insertBefore(branch, Opcode.ICONST, IrType.I8, new Aux.Int(holds ? 1 : 0), branch.position());
                branch.setArg(0, known);
                changed = true;
                return;
            }
        }
    }

    // The table.

    private int[] argNumbers(Value v) {
        int[] args = new int[v.argCount()];
        for (int i = 0; i < args.length; i++) {
            args[i] = numberOf(v.arg(i));
        }
        return args;
    }

    private int numberOf(Value v) {
        return v.id() < number.length ? number[v.id()] : 0;
    }

    private void setNumber(Value v, int n) {
        if (v.id() >= number.length) {
            number = Arrays.copyOf(number, Math.max(v.id() + 1, number.length * 2));
        }
        number[v.id()] = n;
    }

    private static int hash(Opcode op, IrType type, Aux aux, int[] args, int version) {
        int h = op.ordinal() * 31 + type.ordinal();
        h = h * 31 + aux.hashCode();
        for (int a : args) {
            h = h * 0x9E3779B1 + a;
        }
        h = h * 31 + version;
        return h ^ (h >>> 15);
    }

    /** The latest entry whose leader's block dominates {@code user}; any where user is null. */
    private @Nullable Entry find(
            int hash, Opcode op, IrType type, Aux aux, int[] args, int version, @Nullable Block user) {
        for (Entry e = table[hash & (table.length - 1)]; e != null; e = e.next) {
            if (e.hash == hash
                    && e.op == op
                    && e.type == type
                    && e.memory == version
                    && Arrays.equals(e.args, args)
                    && e.aux.equals(aux)
                    && (user == null || e.leader == null || dom.dominates(e.leader.block(), user))) {
                return e;
            }
        }
        return null;
    }

    private int enter(
            int hash, Opcode op, IrType type, Aux aux, int[] args, int version, @Nullable Value leader, int n) {
        if (entries++ > table.length) {
            grow();
        }
        int slot = hash & (table.length - 1);
        table[slot] = new Entry(hash, op, type, aux, args, version, leader, n, table[slot]);
        return n;
    }

    private void grow() {
        @Nullable Entry[] old = table;
        table = new Entry[old.length * 4];
        for (Entry chain : old) {
            // Oldest first, so that the latest entry stays in front.
            ArrayList<Entry> list = new ArrayList<>();
            for (Entry e = chain; e != null; e = e.next) {
                list.add(e);
            }
            for (int i = list.size() - 1; i >= 0; i--) {
                Entry e = list.get(i);
                int slot = e.hash & (table.length - 1);
                table[slot] = new Entry(e.hash, e.op, e.type, e.aux, e.args, e.memory, e.leader, e.number, table[slot]);
            }
        }
    }
}
