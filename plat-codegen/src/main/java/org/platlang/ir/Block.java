package org.platlang.ir;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A basic block: parameters, a list of instructions that ends in one terminator, edges out, edges in. Ids are dense per
 * function and never reused. The entry block's parameters are the function's, and nothing jumps to it.
 */
public final class Block {
    private final int id;
    private final Function function;
    final ArrayList<Value> params = new ArrayList<>();
    final ArrayList<Edge> successors = new ArrayList<>(2);
    final ArrayList<Edge> predecessors = new ArrayList<>(2);

    private @Nullable Value first;
    private @Nullable Value last;

    /** For the textual form, and set by passes: seldom executed (panics, slow paths). Layout puts it last. */
    private boolean cold;

    private boolean shortLoop;

    Block(int id, Function function) {
        this.id = id;
        this.function = function;
    }

    public int id() {
        return id;
    }

    public Function function() {
        return function;
    }

    public List<Value> params() {
        return Collections.unmodifiableList(params);
    }

    public Value param(int i) {
        return params.get(i);
    }

    /** The first instruction, the terminator at the latest; null only while the block is being built. */
    public @Nullable Value first() {
        return first;
    }

    public @Nullable Value last() {
        return last;
    }

    public boolean isTerminated() {
        Value l = last;
        return l != null && l.op().isTerminator();
    }

    /** The terminator. Requires that the block has one. */
    public Value terminator() {
        Value l = last;
        if (l == null || !l.op().isTerminator()) {
            throw new IllegalStateException("block b" + id + " has no terminator");
        }
        return l;
    }

    /** What the TRY that ends this block guards. */
    public Value guarded() {
        Value v = terminator().prev();
        while (v != null && v.op() == Opcode.PROJ) {
            v = v.prev();
        }
        if (v == null || !v.mayRaise()) {
            throw new IllegalStateException("TRY of b" + id + " guards nothing");
        }
        return v;
    }

    public List<Edge> successors() {
        return Collections.unmodifiableList(successors);
    }

    public Edge successor(int i) {
        return successors.get(i);
    }

    public List<Edge> predecessors() {
        return Collections.unmodifiableList(predecessors);
    }

    public Edge predecessor(int i) {
        return predecessors.get(i);
    }

    public boolean isCold() {
        return cold;
    }

    public void setCold(boolean cold) {
        this.cold = cold;
    }

    /** Set by passes on the header of a loop that makes a bounded, small number of trips: it needs no POLL. */
    public boolean isShortLoop() {
        return shortLoop;
    }

    public void setShortLoop(boolean shortLoop) {
        this.shortLoop = shortLoop;
    }

    // Parameters.

    /** Adds a parameter; every edge in must then be given an argument by {@link #addParamArg}, in any order. */
    public Value addParam(IrType type) {
        Value p = function.newValue(Opcode.PARAM, type, new Value[0], Aux.NONE, Positions.NONE);
        p.block = this;
        p.paramIndex = params.size();
        params.add(p);
        return p;
    }

    /** Appends an argument for the next parameter without one to an edge that leads here. */
    public void addParamArg(Edge edge, Value arg) {
        if (edge.to() != this) {
            throw new IllegalArgumentException("edge leads elsewhere");
        }
        edge.addArg(arg);
    }

    /** Takes an unused parameter and its arguments on all edges away. */
    public void removeParam(int i) {
        Value p = params.get(i);
        for (Edge e : predecessors) {
            e.removeArg(i);
        }
        if (p.useCount() != 0) {
            throw new IllegalStateException("v" + p.id() + " is still used");
        }
        params.remove(i);
        p.block = null;
        for (int k = i; k < params.size(); k++) {
            params.get(k).paramIndex = k;
        }
    }

    /** For the parser: an instruction or parameter made with the id its text names. */
    void append(Value v) {
        if (v.op() == Opcode.PARAM) {
            v.block = this;
            v.paramIndex = params.size();
            params.add(v);
        } else {
            link(last, v, null);
        }
    }

    // Instructions.

    /** Appends a new instruction; a terminator comes with its edges by {@link #terminate}. */
    public Value append(Opcode op, IrType type, Aux aux, int position, Value... args) {
        if (isTerminated() || op.isTerminator()) {
            throw new IllegalStateException("append of " + op + " to b" + id);
        }
        Value v = function.newValue(op, type, args, aux, position);
        link(last, v, null);
        return v;
    }

    /** Makes a new instruction directly before {@code place}. */
    public Value insertBefore(Value place, Opcode op, IrType type, Aux aux, int position, Value... args) {
        Value v = function.newValue(op, type, args, aux, position);
        insertBefore(place, v);
        return v;
    }

    /** Makes a new instruction the first of the block. */
    public Value prepend(Opcode op, IrType type, Aux aux, int position, Value... args) {
        Value v = function.newValue(op, type, args, aux, position);
        link(null, v, first);
        return v;
    }

    /** Ends the block by a terminator without edges; edges are then added by {@link #addSuccessor} in order. */
    public Value terminate(Opcode op, Aux aux, int position, Value... args) {
        if (isTerminated() || !op.isTerminator()) {
            throw new IllegalStateException("terminate b" + id + " by " + op);
        }
        Value v = function.newValue(op, IrType.VOID, args, aux, position);
        link(last, v, null);
        return v;
    }

    public Edge addSuccessor(Block target, List<Value> args) {
        Value user = terminator();
        Edge e = new Edge(this, target, args);
        for (Value a : e.args) {
            a.users.add(user);
        }
        successors.add(e);
        target.predecessors.add(e);
        return e;
    }

    /** Removes the terminator and its edges, so that the block can be ended otherwise. */
    public void removeTerminator() {
        Value t = terminator();
        for (Edge e : successors) {
            for (Value a : e.args) {
                a.removeUser(t);
            }
            e.to().predecessors.remove(e);
        }
        successors.clear();
        unlink(t);
        t.dropArgs();
    }

    /** Ends the block by a jump in place of its present terminator. */
    public void replaceByJump(Block target, List<Value> args) {
        List<Value> copy = new ArrayList<>(args);
        int position = terminator().position();
        removeTerminator();
        terminate(Opcode.JUMP, Aux.NONE, position);
        addSuccessor(target, copy);
    }

    /**
     * Moves {@code at} and everything behind it, with the edges out, to the end of {@code target}, an unterminated
     * block.
     */
    public void moveTail(Value at, Block target) {
        for (Value v = at; v != null; ) {
            Value following = v.next;
            unlink(v);
            target.link(target.last, v, null);
            v = following;
        }
        for (Edge e : successors) {
            Edge moved = new Edge(target, e.to(), e.args);
            target.successors.add(moved);
            e.to().predecessors.set(e.to().predecessors.indexOf(e), moved);
        }
        successors.clear();
    }

    /** Empties the block and takes it out of the function. Requires that no edge leads here and nothing uses it. */
    void clear() {
        if (isTerminated()) {
            removeTerminator();
        }
        for (Value v = last; v != null; ) {
            Value before = v.prev;
            unlink(v);
            v.dropArgs();
            v = before;
        }
        for (Value p : params) {
            p.block = null;
        }
        params.clear();
    }

    void insertBefore(Value place, Value v) {
        if (place.block != this) {
            throw new IllegalArgumentException("place is in another block");
        }
        link(place.prev, v, place);
    }

    private void link(@Nullable Value before, Value v, @Nullable Value after) {
        v.block = this;
        v.prev = before;
        v.next = after;
        if (before == null) {
            first = v;
        } else {
            before.next = v;
        }
        if (after == null) {
            last = v;
        } else {
            after.prev = v;
        }
    }

    void unlink(Value v) {
        Value before = v.prev;
        Value after = v.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.prev = before;
        }
        v.prev = null;
        v.next = null;
        v.block = null;
    }

    @Override
    public String toString() {
        return "b" + id;
    }
}
