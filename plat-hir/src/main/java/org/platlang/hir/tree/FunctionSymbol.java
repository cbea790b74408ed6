package org.platlang.hir.tree;

import java.util.List;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.TypeParam;
import org.platlang.hir.type.TypePrinter;

/** The identity of a function, method, task body or lambda body; the object is the identity. */
public final class FunctionSymbol {
    private final String owner;
    private final int ownerParameters;
    private final String name;
    private final List<TypeParam> typeParameters;
    private final boolean measured;

    /**
     * @param owner path of the module, or of the class or enum the function belongs to ({@code main::Point})
     * @param ownerParameters how many of the type parameters are the owner's; they come first
     * @param name simple name; {@code spawn1} and the like for bodies without one
     */
    public FunctionSymbol(String owner, int ownerParameters, String name, List<TypeParam> typeParameters) {
        this(owner, ownerParameters, name, typeParameters, false);
    }

    private FunctionSymbol(
            String owner, int ownerParameters, String name, List<TypeParam> typeParameters, boolean measured) {
        this.measured = measured;
        this.owner = owner;
        this.ownerParameters = ownerParameters;
        this.name = name;
        this.typeParameters = List.copyOf(typeParameters);
    }

    /** A function to measure: calls of it stay calls, so that the work is neither dropped nor moved. */
    public static FunctionSymbol measured(String owner, String name, List<TypeParam> typeParameters) {
        return new FunctionSymbol(owner, 0, name, typeParameters, true);
    }

    /** Whether every call must stay a call. */
    public boolean isMeasured() {
        return measured;
    }

    /**
     * Whether its loops are not to be cancelled half-way: functions of the library that change a container in more than one
     * step, and call nothing. Their names end in {@code _masked}.
     */
    public boolean isMasked() {
        return owner.equals("std") && name.endsWith("_masked");
    }

    public String owner() {
        return owner;
    }

    public int ownerParameters() {
        return ownerParameters;
    }

    public String name() {
        return name;
    }

    /** The owner's first, then the function's own. */
    public List<TypeParam> typeParameters() {
        return typeParameters;
    }

    /** {@code main::Box<Int32>::map<String>}: unique among the instances in a program. */
    public String instanceName(List<Type> typeArguments) {
        StringBuilder out = new StringBuilder(owner);
        out.append(TypePrinter.uniqueArguments(typeArguments.subList(0, ownerParameters)));
        out.append("::").append(name);
        out.append(TypePrinter.uniqueArguments(typeArguments.subList(ownerParameters, typeArguments.size())));
        return out.toString();
    }

    @Override
    public String toString() {
        return owner.concat("::").concat(name);
    }
}
