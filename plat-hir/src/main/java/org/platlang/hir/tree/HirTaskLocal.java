package org.platlang.hir.tree;

import org.platlang.hir.type.Type;

/** The identity of a task-local, with the value it has where nothing has bound it. */
public final class HirTaskLocal {
    private final String name;
    private final Type type;
    private final HirExpr initial;

    /**
     * @param name with its module's path
     * @param initial a constant of type {@code type}
     */
    public HirTaskLocal(String name, Type type, HirExpr initial) {
        this.name = name;
        this.type = type;
        this.initial = initial;
    }

    public Type type() {
        return type;
    }

    public HirExpr initial() {
        return initial;
    }

    @Override
    public String toString() {
        return name;
    }
}
