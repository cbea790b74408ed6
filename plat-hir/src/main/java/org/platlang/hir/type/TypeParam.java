package org.platlang.hir.type;

import java.util.List;

/** A type parameter: its identity is the object. */
public final class TypeParam {
    private final String name;
    private final List<Bound> bounds;

    public TypeParam(String name, List<Bound> bounds) {
        this.name = name;
        this.bounds = List.copyOf(bounds);
    }

    public String name() {
        return name;
    }

    /** What may be done with values of this type besides moving them about. */
    public List<Bound> bounds() {
        return bounds;
    }

    public boolean has(Bound bound) {
        return bounds.contains(bound);
    }

    @Override
    public String toString() {
        return name;
    }
}
