package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.Headers.ClassHeader;
import org.platlang.hir.check.Headers.FunctionHeader;
import org.platlang.hir.check.Headers.FunctionKind;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.Type.EnumType;
import org.platlang.hir.type.TypeParam;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.diag.Suggest;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Expr;
import org.platlang.parser.ast.Identifier;

/** Calls of methods on a value: those of classes and enums; {@link BuiltinMethods} has the others. */
final class MethodCalls {
    private final Body body;

    MethodCalls(Body body) {
        this.body = body;
    }

    HirExpr call(HirExpr receiver, Expr.Member m, Expr.Call e, Want want) {
        Type type = receiver.type();
        Identifier name = m.name();
        if (type == Primitive.ERROR) {
            return body.calls.wrong(e);
        }
        if (type instanceof ClassType c) {
            ClassHeader header = body.env.classHeader(c.symbol());
            Inheritance.Found found = Inheritance.find(body.env, c, name.text());
            if (found != null) {
                if (found.method().kind() == FunctionKind.STATIC) {
                    onlyOne(header, found, name);
                }
                HirExpr self = Inheritance.upcast(receiver, found.owner());
                return userMethod(
                        found.method(),
                        found.owner().symbol().typeParameters(),
                        found.owner().arguments(),
                        self,
                        m,
                        e,
                        want);
            }
            if (header.field(name.text()) >= 0) {
                body.calls.arguments(e);
                return body.error(
                        Diagnostic.at(
                                        DiagnosticCode.E0308,
                                        name.span(),
                                        "`" + name.text() + "` is a field, not a method")
                                .help("to call the function in it, write `("
                                        + m.span().text() + ")(…)`"),
                        e.span());
            }
            if (!name.text().equals("to_string")) {
                return unknown(name, Mismatch.shown(type), header, e);
            }
        }
        if (type instanceof EnumType c) {
            FunctionHeader found = body.env.enumHeader(c.symbol()).methods.get(name.text());
            if (found != null) {
                return userMethod(found, c.symbol().typeParameters(), c.arguments(), receiver, m, e, want);
            }
        }
        return BuiltinMethods.call(body, receiver, m, e, want);
    }

    /** A static method called on an instance must be the only one that this can mean. */
    private void onlyOne(ClassHeader seen, Inheritance.Found found, Identifier name) {
        Inheritance.redeclaring(seen, name.text()).ifPresent(other -> {
            String one = found.owner().symbol().name();
            String two = other.symbol.name();
            body.env.report(Diagnostic.at(
                            DiagnosticCode.E0340,
                            name.span(),
                            "`" + one + "." + name.text() + "` is not virtual: it is called on a `" + two + "` too")
                    .secondary(
                            Objects.requireNonNull(other.methods.get(name.text()))
                                    .span(),
                            "and not this one")
                    .help("declare `virtual fn " + name.text() + "` in `" + one + "` and `override fn " + name.text()
                            + "` in `" + two + "`")
                    .help("if it is meant to be this one for all, write `" + one + "::" + name.text() + "(…)`"));
        });
    }

    private HirExpr userMethod(
            FunctionHeader method,
            List<TypeParam> ownerParameters,
            List<Type> ownerArguments,
            HirExpr receiver,
            Expr.Member m,
            Expr.Call e,
            Want want) {
        Signature s = method.signature();
        Visibility.check(body.env, method, m.name().span());
        Map<TypeParam, Type> fixed = new HashMap<>(Bounds.bind(ownerParameters, ownerArguments));
        int owned = method.symbol().ownerParameters();
        fixed.putAll(body.names.typeArguments(
                s.typeParameters().subList(owned, s.typeParameters().size()),
                m.typeArguments(),
                m.span(),
                m.name().text()));
        if (method.kind() == FunctionKind.STATIC) {
            // The method does not use its instance; the receiver is evaluated and dropped.
            HirExpr call = body.arguments.apply(
                    s, fixed, null, e.arguments(), want, m.name().span(), e.span());
            return Statements.isRepeatable(receiver) ? call : Statements.sequence(List.of(receiver), call, e.span());
        }
        return body.arguments.apply(
                s, fixed, receiver, e.arguments(), want, m.name().span(), e.span());
    }

    HirExpr unknown(Identifier name, String type, @Nullable ClassHeader header, Expr.Call e) {
        body.calls.arguments(e);
        List<String> known = new ArrayList<>();
        if (header != null) {
            known.addAll(Inheritance.methodNames(body.env, header));
        }
        return unknown(body, name, type, known, e.span());
    }

    /** Reports a method that the type does not have. */
    static HirExpr unknown(Body body, Identifier name, String type, List<String> known, Span span) {
        Diagnostic d = noMethod(name, type, known);
        boolean few = !known.isEmpty() && known.size() <= 12;
        return body.error(
                few && d.fixIts().isEmpty() && d.notes().isEmpty()
                        ? d.note((known.size() == 1 ? "its method is " : "its methods are ") + String.join(", ", known))
                        : d,
                span);
    }

    static Diagnostic noMethod(Identifier name, String type, List<String> known) {
        Diagnostic d =
                Diagnostic.at(DiagnosticCode.E0203, name.span(), "`" + type + "` has no method `" + name.text() + "`");
        if (name.text().equals("init")) {
            return d.note("`init` makes a new instance, and is called on the class: `" + type + ".init(…)`");
        }
        Optional<String> near = Synonyms.among(name.text(), known).or(() -> Suggest.nearest(name.text(), known));
        return near.isPresent() ? UnknownNames.didYouMean(d, name.span(), near.get()) : d;
    }
}
