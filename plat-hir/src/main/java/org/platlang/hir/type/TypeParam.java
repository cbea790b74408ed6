package org.platlang.hir.type;

import java.util.List;

/** A type parameter: its identity is the object. */
public final class TypeParam {
    private final String name;
    private final List<Bound> bounds;
    private final boolean hole;

    public TypeParam(String name, List<Bound> bounds) {
        this(name, bounds, false);
    }

    private TypeParam(String name, List<Bound> bounds, boolean hole) {
        this.name = name;
        this.bounds = List.copyOf(bounds);
        this.hole = hole;
    }

    /** A stand-in for a type argument that inference has still to find; only in expected types, never in results. */
    public static TypeParam hole(TypeParam of) {
        return new TypeParam(of.name, of.bounds, true);
    }

    public boolean isHole() {
        return hole;
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
