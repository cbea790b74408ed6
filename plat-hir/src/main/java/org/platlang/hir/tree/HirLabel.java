package org.platlang.hir.tree;

/** The identity of a loop, for {@code HirBreak} and {@code HirContinue}; {@link #name} is for printing. */
public final class HirLabel {
    private final String name;

    public HirLabel(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    @Override
    public String toString() {
        return name;
    }
}
