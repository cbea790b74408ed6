package org.platlang.hir.type;

import java.util.List;

/**
 * A type parameter: its identity is the object. A {@code newtype} is one too: opaque to the checker like a parameter,
 * and replaced by its base when instances are made, so that it costs nothing.
 */
public final class TypeParam {
    private final String name;
    private final List<Bound> bounds;
    private final Role role;
    private final String module;

    private enum Role {
        PARAMETER,
        HOLE,
        NEWTYPE
    }

    public TypeParam(String name, List<Bound> bounds) {
        this(name, bounds, Role.PARAMETER, "");
    }

    private TypeParam(String name, List<Bound> bounds, Role role, String module) {
        this.name = name;
        this.bounds = List.copyOf(bounds);
        this.role = role;
        this.module = module;
    }

    /** A stand-in for a type argument that inference has still to find; only in expected types, never in results. */
    public static TypeParam hole(TypeParam of) {
        return new TypeParam(of.name, of.bounds, Role.HOLE, "");
    }

    /** The identity of a {@code newtype}; what it keeps of its base is asked of the base. */
    public static TypeParam newtype(String module, String name) {
        return new TypeParam(name, List.of(), Role.NEWTYPE, module);
    }

    /** With the module's path for a newtype; parameters belong to their declaration. */
    public String qualifiedName() {
        return isNewtype() ? module.concat("::").concat(name) : name;
    }

    public boolean isNewtype() {
        return role == Role.NEWTYPE;
    }

    public boolean isHole() {
        return role == Role.HOLE;
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
