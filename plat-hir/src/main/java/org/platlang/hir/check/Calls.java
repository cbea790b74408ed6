package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.platlang.hir.check.Frame.Binding;
import org.platlang.hir.check.Headers.ClassHeader;
import org.platlang.hir.check.Headers.EnumHeader;
import org.platlang.hir.check.Headers.FunctionHeader;
import org.platlang.hir.check.Headers.FunctionKind;
import org.platlang.hir.check.Headers.Item;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirLocalGet;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.TypeParam;
import org.platlang.hir.type.Types;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Expr;
import org.platlang.parser.ast.Identifier;
import org.platlang.parser.ast.TypeExpr;

/** Calls: what is called, found by the form of the callee. */
final class Calls {
    private final Body body;
    private final MethodCalls methods;

    Calls(Body body) {
        this.body = body;
        this.methods = new MethodCalls(body);
    }

    HirExpr call(Expr.Call e, Want want) {
        return switch (e.callee()) {
            case Expr.Path p -> path(p, e, want);
            case Expr.Member m -> member(m, e, want);
            case Expr.Index i when isGenericFunction(i.receiver()) -> squareTypeArguments(i, e);
            default -> ValueCalls.call(body, body.expr(e.callee(), Want.VALUE), e);
        };
    }

    private boolean isGenericFunction(Expr e) {
        return e instanceof Expr.Path p
                && p.simpleName().isPresent()
                && !body.lookupQuietly(p.simpleName().get().text())
                && body.env.item(p.simpleName().get().text()) instanceof Item.FunctionItem f
                && !f.symbol().typeParameters().isEmpty();
    }

    /** {@code id[Int32](…)}. */
    private HirExpr squareTypeArguments(Expr.Index i, Expr.Call e) {
        arguments(e);
        Span brackets = i.receiver().span().atEnd().to(i.span().atEnd());
        String right = "<" + i.index().span().text() + ">";
        return body.error(
                Diagnostic.at(DiagnosticCode.E0208, brackets, "the type arguments of a call stand in angle brackets")
                        .fix("write `" + right + "`", brackets, right),
                e.span());
    }

    // ---- f(…), Type::f(…), Enum::Variant(…)

    private HirExpr path(Expr.Path p, Expr.Call e, Want want) {
        List<Expr.PathSegment> segments = body.names.item(p);
        if (segments.isEmpty()) {
            return wrong(e);
        }
        if (segments.size() == 1) {
            return single(segments.get(0), e, want);
        }
        return qualified(segments.get(0), segments.get(1), e, want);
    }

    private HirExpr single(Expr.PathSegment segment, Expr.Call e, Want want) {
        Identifier name = segment.name();
        Binding b = body.lookup(name.text());
        if (b != null) {
            b.read = true;
            return ValueCalls.call(body, new HirLocalGet(b.local, segment.span()), e);
        }
        Item item = body.env.item(name.text());
        if (item == null) {
            if (!BuiltinFunctions.isOne(name.text(), body.env)
                    && body.env.types.isType(name.text(), body.typeParameters)) {
                arguments(e);
                return body.error(UnknownNames.typeCalled(name, e), e.span());
            }
            return BuiltinFunctions.isOne(name.text(), body.env) ? builtin(name, e, want) : unknown(name, e);
        }
        return switch (item) {
            case Item.FunctionItem f -> {
                Signature s = body.env.function(f.symbol()).signature();
                yield body.arguments.apply(
                        s, body.names.typeArguments(s, segment), null, e.arguments(), want, segment.span(), e.span());
            }
            case Item.ClassItem c -> construct(segment, e);
            case Item.EnumItem c -> notCallable(segment, e, "enum");
            case Item.AliasItem c -> construct(segment, e);
            case Item.NewtypeItem c -> construct(segment, e);
            case Item.ConstantItem c -> ValueCalls.call(body, body.env.constants.value(c, segment.span()), e);
            case Item.TaskLocalItem c -> ValueCalls.call(body, body.env.taskLocals.value(c, segment.span()), e);
        };
    }

    private HirExpr construct(Expr.PathSegment segment, Expr.Call e) {
        arguments(e);
        return body.error(
                Diagnostic.at(
                                DiagnosticCode.E0308,
                                segment.span(),
                                "`" + segment.name().text() + "` is a type, and cannot be called")
                        .help("make an instance with `" + segment.name().text() + ".init(…)`")
                        .fix("call `init`", segment.span().atEnd(), ".init"),
                e.span());
    }

    private HirExpr notCallable(Expr.PathSegment segment, Expr.Call e, String what) {
        arguments(e);
        return body.error(
                DiagnosticCode.E0308,
                segment.span(),
                "`" + segment.name().text() + "` is an " + what + ", and cannot be called");
    }

    private HirExpr unknown(Identifier name, Expr.Call e) {
        arguments(e);
        if (body.env.imports.isUnresolved(name.text())) {
            return Body.invalid(e.span());
        }
        return body.names.unknown(name);
    }

    private HirExpr builtin(Identifier name, Expr.Call e, Want want) {
        if (name.text().equals("assert")) {
            return Asserts.check(body, e);
        }
        Signature s = BuiltinFunctions.signature(name.text(), body.env);
        if (s == null) {
            arguments(e);
            body.env.notYet(name.span(), "built-in function `" + name.text() + "` is");
            return Body.invalid(e.span());
        }
        return body.arguments.apply(s, Map.of(), null, e.arguments(), want, name.span(), e.span());
    }

    private HirExpr qualified(Expr.PathSegment head, Expr.PathSegment last, Expr.Call e, Want want) {
        Identifier name = last.name();
        EnumHeader enumHeader = body.names.enumNamed(head.name());
        if (enumHeader != null) {
            Signature s = body.names.variant(enumHeader, name);
            if (s != null) {
                if (s.parameters().isEmpty()) {
                    arguments(e);
                    Diagnostic d = Diagnostic.at(
                            DiagnosticCode.E0306, e.span(), "variant `" + name.text() + "` carries no values");
                    return body.error(
                            d.fix(
                                    "remove the parentheses",
                                    name.span().atEnd().to(e.span().atEnd()),
                                    ""),
                            e.span());
                }
                return body.arguments.apply(
                        s,
                        body.names.typeArguments(s, head),
                        null,
                        e.arguments(),
                        want,
                        head.span().to(name.span()),
                        e.span());
            }
            FunctionHeader method = enumHeader.methods.get(name.text());
            if (method != null) {
                return statically(method, headArguments(method, head), head, last, e, want);
            }
            arguments(e);
            return body.names.unknownVariant(enumHeader, name, e.span());
        }
        Item item = body.env.item(head.name().text());
        if (item instanceof Item.ClassItem c) {
            Inheritance.Found found = Inheritance.find(body.env, Inheritance.self(c.header()), name.text());
            if (found != null) {
                return statically(found, c.header(), head, last, e, want);
            }
            arguments(e);
            if (name.text().equals("init")) {
                Span between =
                        new Span(e.span().file(), head.span().end(), name.span().start());
                return body.error(
                        Diagnostic.at(DiagnosticCode.E0308, e.callee().span(), "`init` is called with a dot")
                                .fix("write `.init`", between, "."),
                        e.span());
            }
            if (name.text().equals("new") || name.text().equals("create")) {
                Span between =
                        new Span(e.span().file(), head.span().end(), name.span().end());
                return body.error(
                        Diagnostic.at(
                                        DiagnosticCode.E0203,
                                        name.span(),
                                        "class `" + head.name().text() + "` has no method `" + name.text() + "`")
                                .note("an instance is made by `init`, which is called with a dot")
                                .fix("write `.init`", between, ".init"),
                        e.span());
            }
            return methods.unknown(name, Mismatch.shown(new ClassType(c.header().symbol, List.of())), c.header(), e);
        }
        Signature s = BuiltinMethods.staticOf(head, name.text(), body);
        if (s != null) {
            Map<TypeParam, Type> fixed = body.names.typeArguments(s, head);
            return body.arguments.apply(
                    s, fixed, null, e.arguments(), want, head.span().to(name.span()), e.span());
        }
        arguments(e);
        if (body.env.types.isType(head.name().text(), body.typeParameters)) {
            Diagnostic d = Diagnostic.at(
                    DiagnosticCode.E0203,
                    name.span(),
                    "type `" + head.name().text() + "` has no function `" + name.text() + "`");
            return body.error(Hints.literal(d, head.name().text()), e.span());
        }
        return body.names.unknown(head.name());
    }

    /** {@code Type::method(…)} of a class, maybe inherited. */
    private HirExpr statically(
            Inheritance.Found found,
            ClassHeader header,
            Expr.PathSegment head,
            Expr.PathSegment last,
            Expr.Call e,
            Want want) {
        FunctionHeader method = found.method();
        if (found.owner().symbol() == header.symbol) {
            return statically(method, headArguments(method, head), head, last, e, want);
        }
        Map<TypeParam, Type> given = body.names.typeArguments(
                header.symbol.typeParameters(),
                head.typeArguments(),
                head.span(),
                head.name().text());
        Map<TypeParam, Type> fixed = new HashMap<>();
        if (!given.isEmpty() || header.symbol.typeParameters().isEmpty()) {
            fixed.putAll(Bounds.bind(
                    found.owner().symbol().typeParameters(),
                    Types.substitute(found.owner().arguments(), given)));
        }
        return statically(method, fixed, head, last, e, want);
    }

    private Map<TypeParam, Type> headArguments(FunctionHeader method, Expr.PathSegment head) {
        if (method.kind() != FunctionKind.STATIC) {
            return Map.of(); // an error is coming
        }
        return body.names.typeArguments(
                method.signature().typeParameters().subList(0, method.symbol().ownerParameters()),
                head.typeArguments(),
                head.span(),
                head.name().text());
    }

    private HirExpr statically(
            FunctionHeader method,
            Map<TypeParam, Type> ofOwner,
            Expr.PathSegment head,
            Expr.PathSegment last,
            Expr.Call e,
            Want want) {
        Signature s = method.signature();
        Identifier name = last.name();
        Visibility.check(body.env, method, name.span());
        if (method.kind() != FunctionKind.STATIC) {
            arguments(e);
            return body.error(
                    Diagnostic.at(
                                    DiagnosticCode.E0323,
                                    head.span().to(name.span()),
                                    "`" + name.text() + "` uses `self` and needs an instance")
                            .secondary(method.span(), "declared here")
                            .help("call it on a value: `value." + name.text() + "(…)`"),
                    e.span());
        }
        int owned = method.symbol().ownerParameters();
        Map<TypeParam, Type> fixed = new HashMap<>(ofOwner);
        fixed.putAll(body.names.typeArguments(
                s.typeParameters().subList(owned, s.typeParameters().size()),
                last.typeArguments(),
                last.span(),
                name.text()));
        return body.arguments.apply(
                s, fixed, null, e.arguments(), want, head.span().to(name.span()), e.span());
    }

    // ---- Type.init(…), value.method(…)

    private HirExpr member(Expr.Member m, Expr.Call e, Want want) {
        if (m.receiver() instanceof Expr.Path p) {
            List<Expr.PathSegment> segments = body.names.item(p);
            if (segments.isEmpty()) {
                return wrong(e);
            }
            Expr.PathSegment head = segments.get(0);
            if (segments.size() == 1
                    && !body.lookupQuietly(head.name().text())
                    && body.env.types.isType(head.name().text(), body.typeParameters)) {
                return onType(head, m, e, want);
            }
        }
        Expr.Member par = ParallelLoops.par(m.receiver());
        if (par != null) {
            HirExpr items = body.expr(par.receiver(), Want.VALUE);
            HirExpr parallel = body.parallel.method(items, m, e, want);
            return parallel == null
                    ? methods.call(methods.call(items, par, (Expr.Call) m.receiver(), Want.VALUE), m, e, want)
                    : parallel;
        }
        HirExpr receiver = body.expr(m.receiver(), Want.VALUE);
        return methods.call(Inheritance.bounded(body.env, receiver), m, e, want);
    }

    private HirExpr onType(Expr.PathSegment head, Expr.Member m, Expr.Call e, Want want) {
        Identifier name = m.name();
        Item item = body.env.item(head.name().text());
        if (!name.text().equals("init")) {
            arguments(e);
            if (name.text().equals("new")) {
                return noInit(head, name, e);
            }
            Span between =
                    new Span(e.span().file(), head.span().end(), name.span().start());
            return body.error(
                    Diagnostic.at(
                                    DiagnosticCode.E0323,
                                    m.span(),
                                    "`" + head.name().text() + "` is a type; its functions are called with `::`")
                            .fix("write `::`", between, "::"),
                    e.span());
        }
        if (item instanceof Item.ClassItem c) {
            return init(c.header(), body.names, head, e, want);
        }
        if (item instanceof Item.NewtypeItem n) {
            return body.arguments.apply(
                    body.env.newtypes.init(n), Map.of(), null, e.arguments(), want, m.span(), e.span());
        }
        if (item instanceof Item.AliasItem a) {
            List<Type> arguments = new ArrayList<>();
            for (TypeExpr t : head.typeArguments()) {
                arguments.add(body.env.types.resolve(t, body.typeParameters));
            }
            Type target = body.env.types.apply(head.name(), arguments, body.typeParameters, head.span());
            if (target instanceof ClassType c) {
                ClassHeader header = body.env.classHeader(c.symbol());
                FunctionHeader init = header.init;
                if (init != null) {
                    return body.arguments.apply(
                            init.signature(),
                            Bounds.bind(c.symbol().typeParameters(), c.arguments()),
                            null,
                            e.arguments(),
                            want,
                            m.span(),
                            e.span());
                }
            }
            if (target == Primitive.ERROR) {
                return wrong(e);
            }
            arguments(e);
            return body.error(
                    DiagnosticCode.E0203,
                    name.span(),
                    "type `" + a.decl().name().text() + "` has no `init`");
        }
        ClassHeader library =
                item == null ? body.env.prelude.classHeader(head.name().text()) : null;
        if (library != null) {
            return init(library, body.names, head, e, want);
        }
        Signature s = BuiltinMethods.initOf(head.name().text());
        if (s != null) {
            return body.arguments.apply(
                    s, body.names.typeArguments(s, head), null, e.arguments(), want, m.span(), e.span());
        }
        arguments(e);
        if (TypeResolver.builtinArity(head.name().text()) >= 0
                && !isPlain(head.name().text())) {
            body.env.notYet(m.span(), "`" + head.name().text() + ".init` is");
            return Body.invalid(e.span());
        }
        return noInit(head, name, e);
    }

    private HirExpr noInit(Expr.PathSegment head, Identifier name, Expr.Call e) {
        String type = head.name().text();
        Diagnostic d =
                Diagnostic.at(DiagnosticCode.E0203, name.span(), "type `" + type + "` has no `" + name.text() + "`");
        boolean made = body.env.item(type) instanceof Item.ClassItem;
        return body.error(made ? d.fix("write `init`", name.span(), "init") : Hints.literal(d, type), e.span());
    }

    private static boolean isPlain(String name) {
        return switch (name) {
            case "StringBuilder", "TimeoutError", "PanicError", "Datagram" -> false;
            default -> true;
        };
    }

    private HirExpr init(ClassHeader header, Names names, Expr.PathSegment head, Expr.Call e, Want want) {
        FunctionHeader init = header.init;
        if (init == null) {
            return wrong(e);
        }
        Signature s = init.signature();
        return body.arguments.apply(
                s,
                names.typeArguments(
                        s.typeParameters(),
                        head.typeArguments(),
                        head.span(),
                        head.name().text()),
                null,
                e.arguments(),
                want,
                e.callee().span(),
                e.span());
    }

    /** Checks the arguments of a call that cannot be made, for the mistakes in them. */
    void arguments(Expr.Call e) {
        arguments(e.arguments());
    }

    void arguments(List<Expr.Argument> arguments) {
        for (Expr.Argument a : arguments) {
            if (!(a.value() instanceof Expr.Lambda l)
                    || l.parameters().stream().allMatch(p -> p.type().isPresent())) {
                body.expr(a.value(), Want.VALUE); // the parameters of others would have had their types from the call
            }
        }
    }

    /** A call that cannot be made, which has been reported; the mistakes in its arguments are. */
    HirExpr wrong(Expr.Call e) {
        arguments(e);
        return Body.invalid(e.span());
    }
}
