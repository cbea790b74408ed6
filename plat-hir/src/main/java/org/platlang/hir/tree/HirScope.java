package org.platlang.hir.tree;

/** The identity of a {@code concurrent} block within its function. */
public final class HirScope {
    /** The scope the running task itself belongs to; only in functions of kind TASK. */
    public static final HirScope OF_TASK = new HirScope("task");

    private final String name;

    public HirScope(String name) {
        this.name = name;
    }

    @Override
    public String toString() {
        return name;
    }
}
