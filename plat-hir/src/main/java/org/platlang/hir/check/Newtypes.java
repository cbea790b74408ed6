package org.platlang.hir.check;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.platlang.hir.check.Headers.Item;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.TypeVar;
import org.platlang.hir.type.TypeParam;
import org.platlang.hir.type.Types;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;

/**
 * Newtypes: what each is made of. In the checker a newtype is an opaque type (see {@link TypeParam#newtype}) with
 * {@code init} and {@code value}; both are casts, which vanish when the base takes its place.
 */
final class Newtypes {
    private final Map<TypeParam, Item.NewtypeItem> items = new IdentityHashMap<>();
    private final Map<TypeParam, Type> bases = new LinkedHashMap<>();

    void declare(Item.NewtypeItem item) {
        items.put(item.symbol(), item);
    }

    /** The type a newtype is declared over; it may be another newtype. */
    Type base(Item.NewtypeItem item) {
        Type known = bases.get(item.symbol());
        if (known != null) {
            return known;
        }
        Env env = item.home().env(); // the base is named in the file of the newtype, not of its user
        Type base = env.types.resolve(item.decl().base(), List.of());
        bases.put(item.symbol(), base);
        if (reaches(base, item.symbol(), new HashSet<>())) {
            env.report(Diagnostic.at(
                            DiagnosticCode.E0321,
                            item.span(),
                            "newtype `" + item.decl().name().text() + "` is made of itself")
                    .secondary(item.decl().base().span(), "here"));
            base = Primitive.ERROR;
            bases.put(item.symbol(), base);
        }
        return base;
    }

    /** As {@link #base(Item.NewtypeItem)}; the newtype may not have been looked at before. */
    Type base(TypeParam newtype) {
        Type known = bases.get(newtype);
        if (known != null) {
            return known;
        }
        Item.NewtypeItem item = items.get(newtype);
        if (item == null) {
            throw new IllegalStateException("newtype without a declaration: " + newtype);
        }
        return base(item);
    }

    private boolean reaches(Type type, TypeParam target, Set<TypeParam> seen) {
        if (type instanceof TypeVar v && v.parameter().isNewtype()) {
            return v.parameter() == target || (seen.add(v.parameter()) && reaches(base(v.parameter()), target, seen));
        }
        for (Type part : Types.parts(type)) {
            if (reaches(part, target, seen)) {
                return true;
            }
        }
        return false;
    }

    /** {@code N.init(value = …)}. */
    Signature init(Item.NewtypeItem item) {
        return new Signature(
                item.decl().name().text() + ".init",
                List.of(),
                List.of(BuiltinFunctions.p("value", base(item))),
                new TypeVar(item.symbol()),
                new Signature.Target.Derived(Signature.Form.SAME_VALUE),
                false,
                null);
    }

    /** {@code n.value()}. */
    Signature value(TypeVar newtype) {
        return BuiltinMethods.derived(
                newtype.parameter().name(), "value", Signature.Form.SAME_VALUE, base(newtype.parameter()));
    }

    /** Whether one of the types is a newtype over the other, so that {@code cast} converts between them. */
    boolean converts(Type from, Type to) {
        return isOver(from, to) || isOver(to, from);
    }

    private boolean isOver(Type newtype, Type base) {
        return newtype instanceof TypeVar v && v.parameter().isNewtype() && Types.same(base(v.parameter()), base);
    }

    /** For the making of instances: every newtype with its base, in which no newtype is left. */
    Map<TypeParam, Type> bases() {
        Map<TypeParam, Type> plain = new LinkedHashMap<>();
        for (TypeParam p : bases.keySet()) {
            plain.put(p, plain(p));
        }
        return plain;
    }

    private Type plain(TypeParam newtype) {
        Type base = base(newtype);
        // No circle: reported, and ERROR, by now.
        for (int i = 0; i <= bases.size(); i++) {
            base = Types.substitute(base, bases);
        }
        return base;
    }
}
