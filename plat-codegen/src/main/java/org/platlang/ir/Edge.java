package org.platlang.ir;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A control-flow edge with the arguments it passes to the parameters of its target: a parallel copy. */
public final class Edge {
    private final Block from;
    private Block to;
    final ArrayList<Value> args;

    Edge(Block from, Block to, List<Value> args) {
        this.from = from;
        this.to = to;
        this.args = new ArrayList<>(args);
    }

    public Block from() {
        return from;
    }

    public Block to() {
        return to;
    }

    /** One argument per parameter of the target, in order. A view. */
    public List<Value> args() {
        return Collections.unmodifiableList(args);
    }

    public Value arg(int i) {
        return args.get(i);
    }

    public void setArg(int i, Value v) {
        Value user = from.terminator();
        args.get(i).removeUser(user);
        args.set(i, v);
        v.users.add(user);
    }

    void addArg(Value v) {
        args.add(v);
        v.users.add(from.terminator());
    }

    void removeArg(int i) {
        args.remove(i).removeUser(from.terminator());
    }

    /** Leads this edge to another block with other arguments. */
    public void redirect(Block target, List<Value> newArgs) {
        Value user = from.terminator();
        List<Value> copy = new ArrayList<>(newArgs);
        for (Value a : args) {
            a.removeUser(user);
        }
        args.clear();
        for (Value a : copy) {
            args.add(a);
            a.users.add(user);
        }
        to.predecessors.remove(this);
        to = target;
        target.predecessors.add(this);
    }

    /** True where the source has several successors and the target several predecessors. */
    public boolean isCritical() {
        return from.successors.size() > 1 && to.predecessors.size() > 1;
    }
}
