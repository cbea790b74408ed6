package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.Frame.Binding;
import org.platlang.hir.check.Headers.ClassHeader;
import org.platlang.hir.check.Headers.EnumHeader;
import org.platlang.hir.check.Headers.FunctionHeader;
import org.platlang.hir.check.Headers.FunctionKind;
import org.platlang.hir.check.Headers.Item;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirCallValue;
import org.platlang.hir.tree.HirExpr.HirLocalGet;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.Type.EnumType;
import org.platlang.hir.type.Type.FunctionType;
import org.platlang.hir.type.TypeParam;
import org.platlang.hir.type.Types;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.diag.Suggest;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Expr;
import org.platlang.parser.ast.Identifier;
import org.platlang.parser.ast.TypeExpr;

/** Calls: what is called, found by the form of the callee. */
final class Calls {
    private final Body body;

    Calls(Body body) {
        this.body = body;
    }

    HirExpr call(Expr.Call e, Want want) {
        return switch (e.callee()) {
            case Expr.Path p -> path(p, e, want);
            case Expr.Member m -> member(m, e, want);
            case Expr.Index i when isGenericFunction(i.receiver()) -> squareTypeArguments(i, e);
            default -> value(body.expr(e.callee(), Want.VALUE), e);
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
            return value(new HirLocalGet(b.local, segment.span()), e);
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
            case Item.ConstantItem c -> value(body.env.constants.value(c, segment.span()), e);
            case Item.TaskLocalItem c -> value(body.env.taskLocals.value(c, segment.span()), e);
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
            return unknownMethod(name, Mismatch.shown(new ClassType(c.header().symbol, List.of())), c.header(), e);
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
                    ? method(method(items, par, (Expr.Call) m.receiver(), Want.VALUE), m, e, want)
                    : parallel;
        }
        HirExpr receiver = body.expr(m.receiver(), Want.VALUE);
        return method(Inheritance.bounded(body.env, receiver), m, e, want);
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

    private HirExpr method(HirExpr receiver, Expr.Member m, Expr.Call e, Want want) {
        Type type = receiver.type();
        Identifier name = m.name();
        if (type == Primitive.ERROR) {
            return wrong(e);
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
                arguments(e);
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
                return unknownMethod(name, Mismatch.shown(type), header, e);
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

    private HirExpr unknownMethod(Identifier name, String type, @Nullable ClassHeader header, Expr.Call e) {
        arguments(e);
        List<String> known = new ArrayList<>();
        if (header != null) {
            known.addAll(Inheritance.methodNames(body.env, header));
        }
        return unknownMethod(body, name, type, known, e.span());
    }

    /** Reports a method that the type does not have. */
    static HirExpr unknownMethod(Body body, Identifier name, String type, List<String> known, Span span) {
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

    // ---- function values

    private HirExpr value(HirExpr callee, Expr.Call e) {
        if (Types.hasError(callee.type())) {
            return wrong(e);
        }
        if (!(callee.type() instanceof FunctionType type)) {
            arguments(e);
            return body.error(
                    DiagnosticCode.E0308,
                    e.callee().span(),
                    "a value of type `" + Mismatch.shown(callee.type()) + "` cannot be called");
        }
        List<HirExpr> values = new ArrayList<>();
        for (int i = 0; i < e.arguments().size(); i++) {
            Expr.Argument a = e.arguments().get(i);
            if (a.name().isPresent()) {
                Span named = a.name().get().span();
                body.env.report(Diagnostic.at(
                                DiagnosticCode.E0307,
                                named,
                                "a function value takes its arguments by position, without names")
                        .fix("remove the name", named.to(a.value().span().atStart()), ""));
            }
            Want want = i < type.parameters().size()
                    ? Want.type(
                            type.parameters().get(i),
                            Reason.Kind.OPERAND,
                            e.callee().span())
                    : Want.VALUE;
            values.add(body.expr(a.value(), want));
        }
        if (values.size() != type.parameters().size()) {
            return body.error(
                    Diagnostic.at(
                                    DiagnosticCode.E0305,
                                    e.span(),
                                    "this function takes "
                                            + Arguments.count(type.parameters().size(), "argument") + ", "
                                            + values.size() + (values.size() == 1 ? " is" : " are") + " given")
                            .note("its type is `" + Mismatch.shown(type) + "`"),
                    e.span());
        }
        return new HirCallValue(callee, List.copyOf(values), type.result(), e.span());
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

    private HirExpr wrong(Expr.Call e) {
        arguments(e);
        return Body.invalid(e.span());
    }
}
