package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.Headers.ClassHeader;
import org.platlang.hir.check.Headers.FunctionHeader;
import org.platlang.hir.check.Headers.FunctionKind;
import org.platlang.hir.check.Signature.Default;
import org.platlang.hir.check.Signature.Parameter;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.TypeParam;
import org.platlang.hir.type.TypePrinter;
import org.platlang.hir.type.Types;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.diag.Suggest;

/** The rules a method keeps towards one of the same name in a base class (§7). */
final class Overrides {
    private Overrides() {}

    /** The header of a method of the class, checked against what is inherited; with the defaults an override inherits. */
    static FunctionHeader check(Env env, ClassHeader owner, FunctionHeader method, boolean isOverride) {
        String name = method.symbol().name();
        if (method.overridable()
                && method.symbol().typeParameters().size() > method.symbol().ownerParameters()) {
            env.report(Diagnostic.at(
                            DiagnosticCode.E0340,
                            method.span(),
                            "virtual method `" + name + "` cannot have type parameters")
                    .help("give them to the class, or write a function that is not virtual"));
            return method;
        }
        ClassType base = owner.base;
        Inheritance.Found found = base == null ? null : Inheritance.find(env, base, name);
        if (found == null) {
            if (isOverride) {
                nothingToOverride(env, owner, method, base);
            }
            return method;
        }
        FunctionHeader inherited = found.method();
        if (!isOverride && !Visibility.isVisible(env.module, inherited)) {
            return method; // the base's own is private to another module, which does not see this one either
        }
        if (method.kind() == FunctionKind.STATIC && inherited.kind() == FunctionKind.STATIC && !isOverride) {
            return method; // reached by the name of the type
        }
        String where = "`" + found.owner().symbol().name() + "." + name + "`";
        if (!inherited.overridable()) {
            env.report(Diagnostic.at(
                            DiagnosticCode.E0340, method.span(), where + " is not virtual and cannot be overridden")
                    .secondary(inherited.span(), "declared here")
                    .help("declare it `virtual fn " + name + "`, or choose another name"));
            return method;
        }
        if (!isOverride) {
            env.report(Diagnostic.at(
                            DiagnosticCode.E0340,
                            method.span(),
                            "`" + name + "` overrides " + where + " and must say `override`")
                    .secondary(inherited.span(), "declared here")
                    .help("write `override fn " + name + "`"));
            return method;
        }
        Visibility.check(env, inherited, method.span());
        return same(env, method, inherited, Inheritance.by(found.owner()), where);
    }

    private static void nothingToOverride(Env env, ClassHeader owner, FunctionHeader method, @Nullable ClassType base) {
        String name = method.symbol().name();
        Optional<String> near = base == null
                ? Optional.empty()
                : Suggest.nearest(name, Inheritance.methodNames(env, env.classHeader(base.symbol())));
        env.report(Diagnostic.at(
                        DiagnosticCode.E0340,
                        method.span(),
                        base == null
                                ? "`" + name + "` overrides nothing: class `" + owner.symbol.name()
                                        + "` has no base class"
                                : "`" + name + "` overrides nothing: no base class has a method of this name")
                .help(near.isPresent() ? "did you mean `" + near.get() + "`?" : "remove `override`"));
    }

    private static FunctionHeader same(
            Env env, FunctionHeader method, FunctionHeader inherited, Map<TypeParam, Type> by, String where) {
        Signature own = method.signature();
        Signature other = inherited.signature();
        boolean fine = own.parameters().size() == other.parameters().size();
        List<Parameter> parameters = new ArrayList<>();
        for (int i = 0; fine && i < own.parameters().size(); i++) {
            Parameter p = own.parameters().get(i);
            Parameter q = other.parameters().get(i);
            Type wanted = Types.substitute(q.type(), by);
            fine = p.name().equals(q.name()) && (Types.hasError(p.type()) || Types.same(p.type(), wanted));
            if (p.defaultValue() != null) {
                env.report(Diagnostic.at(
                                DiagnosticCode.E0340,
                                p.span() == null ? method.span() : p.span(),
                                "an override inherits its defaults and gives none: `" + p.name() + "`")
                        .secondary(q.span() == null ? inherited.span() : q.span(), "inherited from here"));
            }
            Default d = q.defaultValue() instanceof Default.Written w ? w.inherited(by) : q.defaultValue();
            parameters.add(new Parameter(p.name(), p.otherName(), p.type(), d, p.span()));
        }
        if (!fine) {
            env.report(Diagnostic.at(
                            DiagnosticCode.E0340,
                            method.span(),
                            "`" + method.symbol().name() + "` overrides " + where + " and must have its parameters: `"
                                    + shown(other, by) + "`")
                    .secondary(inherited.span(), "declared here"));
            return method;
        }
        Type result = Types.substitute(other.result(), by);
        boolean covariant = Types.hasError(own.result())
                || Types.hasError(result)
                || own.result() == Primitive.NEVER
                || Types.same(own.result(), result)
                || Inheritance.properSubclass(env, own.result(), result) != null;
        if (!covariant) {
            env.report(Diagnostic.at(
                            DiagnosticCode.E0340,
                            method.resultSpan() == null ? method.span() : method.resultSpan(),
                            "`" + method.symbol().name() + "` overrides " + where + " and must give a `"
                                    + TypePrinter.show(result) + "`"
                                    + (result instanceof ClassType ? " or a subclass of it" : ""))
                    .secondary(
                            inherited.resultSpan() == null ? inherited.span() : inherited.resultSpan(),
                            "declared here"));
        }
        Signature inheriting = new Signature(
                own.name(),
                own.typeParameters(),
                List.copyOf(parameters),
                own.result(),
                own.target(),
                own.positional(),
                own.span());
        return new FunctionHeader(
                method.symbol(),
                method.kind(),
                method.owner(),
                inheriting,
                method.body(),
                method.resultSpan(),
                method.markedMut(),
                true,
                inherited.home().isPublic() ? method.home().asVisibleAs(inherited.home()) : method.home());
    }

    private static String shown(Signature s, Map<TypeParam, Type> by) {
        StringBuilder out = new StringBuilder("(");
        String separator = "";
        for (Parameter p : s.parameters()) {
            out.append(separator).append(p.name()).append(": ");
            out.append(TypePrinter.show(Types.substitute(p.type(), by)));
            separator = ", ";
        }
        return out.append(')').toString();
    }
}
