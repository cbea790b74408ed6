package org.platlang.ir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One instruction or parameter, and the scalar it computes. Identity matters; ids are dense per function and never
 * reused. Instructions of a block are a doubly linked list whose last element is the terminator; parameters are apart.
 *
 * <p>Every value knows its users: one entry per occurrence, as an argument or (the user is then the terminator) as an
 * argument of an edge.
 */
public final class Value {
    private static final Value[] NO_ARGS = new Value[0];

    private final int id;
    private final Opcode op;
    private final IrType type;
    private Value[] args;
    private Aux aux;
    private int position;
    final ArrayList<Value> users = new ArrayList<>(2);

    @Nullable
    Block block;

    @Nullable
    Value prev;

    @Nullable
    Value next;

    private String objectOf = "";

    /** Index of a PARAM among its block's; kept by {@link Block}. */
    int paramIndex = -1;

    Value(int id, Opcode op, IrType type, Value[] args, Aux aux, int position) {
        this.id = id;
        this.op = op;
        this.type = type;
        this.args = args.length == 0 ? NO_ARGS : args;
        this.aux = aux;
        this.position = position;
        for (Value a : this.args) {
            a.users.add(this);
        }
    }

    public int id() {
        return id;
    }

    public Opcode op() {
        return op;
    }

    public IrType type() {
        return type;
    }

    public int argCount() {
        return args.length;
    }

    public Value arg(int i) {
        return args[i];
    }

    /** The arguments, as a fresh list. */
    public List<Value> args() {
        return Arrays.asList(args.clone());
    }

    public void setArg(int i, Value v) {
        Value old = args[i];
        if (old == v) {
            return;
        }
        old.removeUser(this);
        args[i] = v;
        v.users.add(this);
    }

    public Aux aux() {
        return aux;
    }

    public void setAux(Aux aux) {
        this.aux = aux;
    }

    /** Index in {@link Positions}, or {@link Positions#NONE}. */
    public int position() {
        return position;
    }

    public void setPosition(int position) {
        this.position = position;
    }

    /**
     * The type whose object this reference surely is, never null and never a payload that only a tag tells; by the name
     * that {@link MemKind.Tag#FIELD} has for it. Empty if that is not known.
     */
    public String objectOf() {
        return objectOf;
    }

    public void setObjectOf(String owner) {
        objectOf = owner;
    }

    /** The block this value is in. Requires that it has not been removed. */
    public Block block() {
        Block b = block;
        if (b == null) {
            throw new IllegalStateException("removed value v" + id);
        }
        return b;
    }

    public boolean isRemoved() {
        return block == null;
    }

    /** The next instruction of the block, or null after the terminator. */
    public @Nullable Value next() {
        return next;
    }

    /** The instruction before, or null at the first. */
    public @Nullable Value prev() {
        return prev;
    }

    /** Index among the parameters of its block. Requires op PARAM. */
    public int paramIndex() {
        return paramIndex;
    }

    public int useCount() {
        return users.size();
    }

    /** User number i; one entry per occurrence. For an edge argument the user is the terminator. */
    public Value user(int i) {
        return users.get(i);
    }

    // Immediates.

    /** The value of an ICONST, index of a PROJ, or worker offset. */
    public long intValue() {
        return ((Aux.Int) aux).value();
    }

    public double floatValue() {
        return ((Aux.Float) aux).value();
    }

    public String symbol() {
        return aux instanceof Aux.Call c ? c.symbol() : ((Aux.Symbol) aux).name();
    }

    public Aux.Mem mem() {
        return (Aux.Mem) aux;
    }

    public Aux.Call call() {
        return (Aux.Call) aux;
    }

    public boolean isConst() {
        return op == Opcode.ICONST;
    }

    public boolean isConst(long value) {
        return op == Opcode.ICONST && intValue() == value;
    }

    /**
     * True where executing it may end in a raise (a panic, memory running out, cancellation). Inside a protected region a
     * TRY follows.
     */
    public boolean mayRaise() {
        return switch (op) {
            case CALL, CALL_INDIRECT, ALLOC, POLL -> true;
            case CALL_RUNTIME -> call().effect().ordinal() >= Aux.CallEffect.ANY.ordinal();
            default -> false;
        };
    }

    /** True where a TRY stands behind this instruction and its PROJs: a raise is caught in this function. */
    public boolean isGuarded() {
        Value after = next;
        while (after != null && after.op == Opcode.PROJ) {
            after = after.next;
        }
        return after != null && after.op == Opcode.TRY && mayRaise();
    }

    /** True where nothing but its result is observed, so that an unused one may be removed. */
    public boolean isRemovableIfUnused() {
        return switch (op.effect()) {
            case PURE, TRAPS, READS, PROJECTS -> true;
            case ALLOCATES -> !isGuarded(); // else the TRY has to go with it, which is a matter of control flow
            case CALLS ->
                op.isCall() ? call().effect().ordinal() <= Aux.CallEffect.READS.ordinal() : op == Opcode.WORKER_LOAD;
            case WRITES, POLLS, ENDS -> false;
        };
    }

    // Changes.

    /** Lets every user of this use {@code other} instead. */
    public void replaceAllUses(Value other) {
        if (other == this) {
            throw new IllegalArgumentException("value replaced by itself: v" + id);
        }
        // Every occurrence has an entry of its own, so each entry replaces exactly one occurrence.
        for (int i = 0; i < users.size(); i++) {
            Value user = users.get(i);
            user.replaceOneOccurrence(this, other);
            other.users.add(user);
        }
        users.clear();
    }

    private void replaceOneOccurrence(Value from, Value to) {
        for (int i = 0; i < args.length; i++) {
            if (args[i] == from) {
                args[i] = to;
                return;
            }
        }
        Block b = block;
        if (op.isTerminator() && b != null) {
            for (Edge e : b.successors) {
                int i = e.args.indexOf(from);
                if (i >= 0) {
                    e.args.set(i, to);
                    return;
                }
            }
        }
        throw new IllegalStateException("use list of v" + from.id + " names v" + id + ", which does not use it");
    }

    void removeUser(Value user) {
        for (int i = users.size() - 1; i >= 0; i--) {
            if (users.get(i) == user) {
                users.set(i, users.get(users.size() - 1));
                users.remove(users.size() - 1);
                return;
            }
        }
        throw new IllegalStateException("v" + user.id + " is not a user of v" + id);
    }

    /** Takes an unused instruction out of its block and drops its uses. Parameters go by {@link Block#removeParam}. */
    public void remove() {
        if (!users.isEmpty()) {
            throw new IllegalStateException("v" + id + " is still used");
        }
        block().unlink(this);
        dropArgs();
    }

    void dropArgs() {
        for (Value a : args) {
            a.removeUser(this);
        }
        args = NO_ARGS;
    }

    /** Moves this instruction to directly before {@code place}, in any block of the function. */
    public void moveBefore(Value place) {
        block().unlink(this);
        place.block().insertBefore(place, this);
    }

    @Override
    public String toString() {
        return IrPrinter.line(this);
    }
}
