package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.Headers.ClassHeader;
import org.platlang.hir.check.Headers.EnumHeader;
import org.platlang.hir.check.Headers.FieldHeader;
import org.platlang.hir.check.Headers.FunctionHeader;
import org.platlang.hir.check.Headers.FunctionKind;
import org.platlang.hir.check.Headers.Home;
import org.platlang.hir.check.Headers.Item;
import org.platlang.hir.check.Headers.VariantField;
import org.platlang.hir.check.Headers.VariantHeader;
import org.platlang.hir.check.Signature.Default;
import org.platlang.hir.check.Signature.Parameter;
import org.platlang.hir.tree.FunctionSymbol;
import org.platlang.hir.type.ClassSymbol;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.Type.EnumType;
import org.platlang.hir.type.TypeParam;
import org.platlang.hir.type.TypePrinter;
import org.platlang.hir.type.Types;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Decl;
import org.platlang.parser.ast.Expr;
import org.platlang.parser.ast.Identifier;
import org.platlang.parser.ast.TypeExpr;

/** Second phase: types of fields, variants and signatures; every class has its {@code init}, written or generated. */
final class ResolveHeaders {
    private final Env env;

    private ResolveHeaders(Env env) {
        this.env = env;
    }

    /** Each declaration is resolved among the names of its own file. */
    static void run(Collection<Module> modules) {
        List<Item> items = new ArrayList<>();
        modules.forEach(m -> items.addAll(m.items.values()));
        for (Item item : items) {
            Env env = item.home().env();
            ResolveHeaders phase = new ResolveHeaders(env);
            switch (item) {
                case Item.ClassItem c -> phase.classFields(c.header());
                case Item.EnumItem e -> phase.enumVariants(e.header());
                case Item.AliasItem a -> env.types.resolve(a.decl().target(), a.typeParameters());
                case Item.NewtypeItem n -> env.newtypes.base(n);
                case Item.FunctionItem f -> phase.function(f);
                case Item.ConstantItem c -> env.constants.declare(c);
                case Item.TaskLocalItem t -> env.taskLocals.declare(t);
            }
        }
        // Methods come after all fields and variants: whether a type meets a bound depends on those.
        for (Item item : items) {
            ResolveHeaders phase = new ResolveHeaders(item.home().env());
            if (item instanceof Item.ClassItem c) {
                phase.classMembers(c.header());
            } else if (item instanceof Item.EnumItem e) {
                phase.enumMethods(e.header());
            }
        }
        for (Item item : items) {
            item.home().env().keys.headersResolved();
        }
    }

    private void function(Item.FunctionItem item) {
        add(header(item.decl(), item.symbol(), item.decl().name().text(), FunctionKind.FREE, null));
    }

    /** The header of a function that stands in no class: also those of the prelude. */
    FunctionHeader header(
            Decl.Function d, FunctionSymbol symbol, String display, FunctionKind kind, @Nullable Type owner) {
        boolean overridable = d.modifiers().isVirtual() || d.modifiers().isOverride();
        List<Parameter> parameters = parameters(d.parameters(), symbol, display);
        Type result =
                d.result().isPresent() ? env.types.resolve(d.result().get(), symbol.typeParameters()) : Primitive.UNIT;
        Span resultSpan = d.result().isPresent() ? d.result().get().span() : null;
        Signature signature = new Signature(
                display,
                symbol.typeParameters(),
                parameters,
                result,
                overridable ? new Signature.Target.Virtual(symbol) : new Signature.Target.Function(symbol),
                false,
                d.name().span());
        return new FunctionHeader(
                symbol,
                kind,
                owner,
                signature,
                d.body(),
                resultSpan,
                d.modifiers().isMut(),
                overridable,
                new Home(env, d.modifiers().isPublic(), d.name().span()));
    }

    static FunctionHeader freeHeader(Env env, Decl.Function d, FunctionSymbol symbol, String display) {
        return new ResolveHeaders(env).header(d, symbol, display, FunctionKind.FREE, null);
    }

    private void add(FunctionHeader header) {
        env.functions.put(header.symbol(), header);
    }

    private List<Parameter> parameters(List<Decl.Parameter> written, FunctionSymbol symbol, String owner) {
        List<Parameter> result = new ArrayList<>(written.size());
        for (Decl.Parameter p : written) {
            Naming.SNAKE.check(p.name(), "parameter", env.sink);
            String name = p.name().text();
            for (Parameter earlier : result) {
                if (earlier.name().equals(name)) {
                    Diagnostic d = Diagnostic.at(
                            DiagnosticCode.E0205, p.name().span(), "parameter `" + name + "` is declared twice");
                    Span first = earlier.span();
                    env.report(first == null ? d : d.secondary(first, "first declared here"));
                }
            }
            Type type = env.types.resolve(p.type(), symbol.typeParameters());
            Default.@Nullable Written defaultValue = null;
            if (p.defaultValue().isPresent()) {
                defaultValue = defaultOf(p.defaultValue().get(), symbol, name);
                env.defaults.declare(
                        env, defaultValue, List.copyOf(result), type, p.type().span(), owner, name);
            }
            result.add(new Parameter(name, "", type, defaultValue, p.name().span()));
        }
        return List.copyOf(result);
    }

    private static Default.Written defaultOf(Expr expr, FunctionSymbol symbol, String parameter) {
        return new Default.Written(
                expr,
                new FunctionSymbol(
                        symbol.owner(),
                        symbol.ownerParameters(),
                        symbol.name() + ".default_" + parameter,
                        symbol.typeParameters()),
                Map.of());
    }

    // ---- classes

    private void classFields(ClassHeader header) {
        Decl.Class decl = header.decl;
        ClassSymbol symbol = header.symbol;
        if (header.resolved) {
            return;
        }
        if (header.env != env) {
            new ResolveHeaders(header.env).classFields(header);
            return;
        }
        header.resolved = true;
        header.open = true;
        if (decl.base().isPresent()) {
            base(header, decl.base().get());
        }
        header.open = false;
        FunctionSymbol init = new FunctionSymbol(
                symbol.qualifiedName(), symbol.typeParameters().size(), "init", symbol.typeParameters());
        for (Decl.Field f : decl.fields()) {
            Naming.SNAKE.check(f.name(), "field", env.sink);
            String name = f.name().text();
            int earlier = header.field(name);
            if (earlier >= 0 && earlier < header.inherited) {
                redeclared(header, earlier, f, init);
                continue;
            }
            if (earlier >= 0) {
                env.report(
                        Diagnostic.at(DiagnosticCode.E0205, f.name().span(), "field `" + name + "` is declared twice")
                                .secondary(header.fields.get(earlier).span(), "first declared here"));
                continue;
            }
            Type type = env.types.resolve(f.type(), symbol.typeParameters());
            Default.@Nullable Written defaultValue = null;
            if (f.defaultValue().isPresent()) {
                defaultValue = defaultOf(f.defaultValue().get(), init, name);
                env.defaults.declare(
                        env, defaultValue, List.of(), type, f.type().span(), symbol.name(), name);
            }
            header.fields.add(new FieldHeader(
                    name,
                    type,
                    f.mutable(),
                    defaultValue,
                    new Home(env, f.modifiers().isPublic(), f.name().span())));
        }
        if (decl.inits().isEmpty()) {
            header.init = generatedInit(header, init);
        } else {
            Decl.Init d = decl.inits().get(0);
            for (int i = 1; i < decl.inits().size(); i++) {
                env.report(Diagnostic.at(
                                DiagnosticCode.E0205,
                                decl.inits().get(i).name().span(),
                                "class `" + symbol.name() + "` has more than one `init`")
                        .secondary(d.name().span(), "the first is here"));
            }
            header.init = writtenInit(header, init, d);
        }
        FunctionHeader made = header.init;
        if (made != null) {
            add(made);
        }
    }

    /** The base class, with its fields; where it is none, or the class itself, that is reported. */
    private void base(ClassHeader header, TypeExpr written) {
        Type type = env.types.resolve(written, header.symbol.typeParameters());
        if (Types.hasError(type)) {
            return;
        }
        if (!(type instanceof ClassType base)) {
            env.report(Diagnostic.at(
                            DiagnosticCode.E0341, written.span(), "`" + TypePrinter.show(type) + "` is not a class")
                    .note("a class extends another class"));
            return;
        }
        ClassHeader above = env.classHeader(base.symbol());
        if (above.open) {
            env.report(Diagnostic.at(
                            DiagnosticCode.E0341,
                            written.span(),
                            "class `" + header.symbol.name() + "` would be its own base class")
                    .help("a class extends another one that does not depend on it"));
            return;
        }
        classFields(above);
        header.base = base;
        above.subclasses.add(header);
        header.inherited = above.fields.size();
        Map<TypeParam, Type> by = Inheritance.by(base);
        for (FieldHeader f : above.fields) {
            Default d = f.defaultValue() instanceof Default.Written w ? w.inherited(by) : f.defaultValue();
            header.fields.add(new FieldHeader(f.name(), Types.substitute(f.type(), by), f.mutable(), d, f.home()));
        }
        if (!header.decl.inits().isEmpty() && above.initOnSelf == null) {
            ClassSymbol s = base.symbol();
            above.initOnSelf =
                    new FunctionSymbol(s.qualifiedName(), s.typeParameters().size(), "init.base", s.typeParameters());
        }
    }

    /** A field of the base class declared again: the same field, maybe with another default. */
    private void redeclared(ClassHeader header, int index, Decl.Field f, FunctionSymbol init) {
        FieldHeader inherited = header.fields.get(index);
        Type type = env.types.resolve(f.type(), header.symbol.typeParameters());
        if (Types.hasError(type)) {
            return;
        }
        Visibility.check(
                env,
                inherited.home().env().module + " base class",
                inherited,
                f.name().span());
        if (!Types.same(type, inherited.type()) || f.mutable() != inherited.mutable()) {
            env.report(Diagnostic.at(
                            DiagnosticCode.E0205,
                            f.name().span(),
                            "field `" + inherited.name() + "` is inherited as `"
                                    + (inherited.mutable() ? "var " : "let ") + inherited.name() + ": "
                                    + TypePrinter.show(inherited.type()) + "`")
                    .secondary(inherited.span(), "declared here")
                    .help("declare it in the same way, or leave it out"));
            return;
        }
        Default d = inherited.defaultValue();
        if (f.defaultValue().isPresent()) {
            Default.Written own = defaultOf(f.defaultValue().get(), init, inherited.name());
            env.defaults.declare(env, own, List.of(), type, f.type().span(), header.symbol.name(), inherited.name());
            d = own;
        }
        header.fields.set(
                index,
                new FieldHeader(
                        inherited.name(),
                        type,
                        inherited.mutable(),
                        d,
                        new Home(
                                env,
                                f.modifiers().isPublic() || inherited.home().isPublic(),
                                f.name().span())));
    }

    private FunctionHeader generatedInit(ClassHeader header, FunctionSymbol init) {
        ClassSymbol symbol = header.symbol;
        ClassType self = new ClassType(symbol, Env.variables(symbol.typeParameters()));
        List<Parameter> parameters = new ArrayList<>();
        for (FieldHeader f : header.fields) {
            parameters.add(new Parameter(f.name(), "", f.type(), f.defaultValue(), f.span()));
        }
        Span span = header.decl.name().span();
        Signature signature = new Signature(
                symbol.name() + ".init",
                symbol.typeParameters(),
                List.copyOf(parameters),
                self,
                new Signature.Target.Function(init),
                false,
                span);
        return new FunctionHeader(
                init, FunctionKind.INIT, self, signature, null, null, false, false, new Home(env, true, span));
    }

    private FunctionHeader writtenInit(ClassHeader header, FunctionSymbol init, Decl.Init d) {
        ClassSymbol symbol = header.symbol;
        ClassType self = new ClassType(symbol, Env.variables(symbol.typeParameters()));
        if (d.result().isPresent()) {
            TypeExpr written = d.result().get();
            Type result = env.types.resolve(written, symbol.typeParameters());
            if (!Types.hasError(result) && !Types.same(result, self)) {
                env.report(Diagnostic.at(
                                DiagnosticCode.E0301,
                                written.span(),
                                "`init` of `" + symbol.name() + "` makes a `" + TypePrinter.show(self) + "`")
                        .fix("write `" + TypePrinter.show(self) + "`", written.span(), TypePrinter.show(self)));
            }
        }
        Signature signature = new Signature(
                symbol.name() + ".init",
                symbol.typeParameters(),
                parameters(d.parameters(), init, symbol.name() + ".init"),
                self,
                new Signature.Target.Function(init),
                false,
                d.name().span());
        return new FunctionHeader(
                init,
                FunctionKind.INIT,
                self,
                signature,
                d.body(),
                null,
                false,
                false,
                new Home(env, true, d.name().span()));
    }

    private void classMembers(ClassHeader header) {
        if (header.membersResolved) {
            return;
        }
        if (header.env != env) {
            new ResolveHeaders(header.env).classMembers(header);
            return;
        }
        header.membersResolved = true;
        if (header.base != null) {
            classMembers(env.classHeader(header.base.symbol()));
        }
        ClassSymbol symbol = header.symbol;
        ClassType self = new ClassType(symbol, Env.variables(symbol.typeParameters()));
        for (Decl.Function d : header.decl.methods()) {
            int field = header.field(d.name().text());
            if (field >= 0) {
                env.report(Diagnostic.at(
                                DiagnosticCode.E0205,
                                d.name().span(),
                                "`" + d.name().text() + "` is a field of `" + symbol.name() + "` already")
                        .secondary(header.fields.get(field).span(), "declared here"));
            }
            method(d, symbol.qualifiedName(), symbol.name(), symbol.typeParameters(), self, header.methods, header);
        }
        for (FieldHeader f : header.fields.subList(header.inherited, header.fields.size())) {
            Inheritance.Found above = inherited(header, f.name());
            if (above != null) {
                env.report(Diagnostic.at(
                                DiagnosticCode.E0205,
                                f.span(),
                                "`" + f.name() + "` is a method of base class `"
                                        + above.owner().symbol().name() + "` already")
                        .secondary(above.method().span(), "declared here"));
            }
        }
        wellKnown(own(header, "to_string"), List.of(), Primitive.STRING, "fn to_string() -> String");
        wellKnown(
                own(header, "equals"),
                List.of(self),
                Primitive.BOOL,
                "fn equals(other: " + TypePrinter.show(self) + ") -> Bool");
        FunctionHeader hash = own(header, "hash");
        if (header.methods.containsKey("equals") || (hash != null && isCalledAsHash(hash))) {
            wellKnown(hash, List.of(), Primitive.INT64, "fn hash() -> Int64");
            Keys.pair(env, header);
        }
    }

    private static boolean isCalledAsHash(FunctionHeader hash) {
        return hash.signature().parameters().isEmpty() && hash.signature().result() == Primitive.INT64;
    }

    private void method(
            Decl.Function d,
            String owner,
            String ownerName,
            List<TypeParam> ownerParameters,
            Type self,
            Map<String, FunctionHeader> methods,
            @Nullable ClassHeader inClass) {
        Naming.SNAKE.check(d.name(), "method", env.sink);
        List<TypeParam> all = new ArrayList<>(ownerParameters);
        all.addAll(env.types.declare(d.typeParameters(), ownerParameters));
        FunctionSymbol symbol =
                new FunctionSymbol(owner, ownerParameters.size(), d.name().text(), all);
        boolean called = d.name().text().equals("to_string")
                || d.name().text().equals("equals")
                || (d.name().text().equals("hash") && d.parameters().isEmpty())
                || d.modifiers().isVirtual()
                || d.modifiers().isOverride();
        FunctionKind kind = called || UsesSelf.in(d.body()) ? FunctionKind.METHOD : FunctionKind.STATIC;
        FunctionHeader header = header(d, symbol, ownerName + "." + d.name().text(), kind, self);
        if (inClass != null) {
            header = Overrides.check(env, inClass, header, d.modifiers().isOverride());
        }
        FunctionHeader earlier = methods.putIfAbsent(d.name().text(), header);
        if (earlier != null) {
            env.report(Diagnostic.at(
                            DiagnosticCode.E0205,
                            d.name().span(),
                            "method `" + d.name().text() + "` is declared twice")
                    .secondary(earlier.span(), "first declared here"));
        }
        add(header);
    }

    private Inheritance.@Nullable Found inherited(ClassHeader header, String method) {
        return header.base == null ? null : Inheritance.find(env, header.base, method);
    }

    /** A method that no base class has: an override keeps the form of what it overrides. */
    private @Nullable FunctionHeader own(ClassHeader header, String method) {
        return inherited(header, method) == null ? header.methods.get(method) : null;
    }

    /** The methods the language itself calls need the right form. */
    private void wellKnown(@Nullable FunctionHeader method, List<Type> parameters, Type result, String form) {
        if (method == null) {
            return;
        }
        Signature s = method.signature();
        boolean fine = s.parameters().size() == parameters.size()
                && (Types.same(s.result(), result) || s.result() == Primitive.ERROR)
                && method.symbol().typeParameters().size() == method.symbol().ownerParameters();
        for (int i = 0; fine && i < parameters.size(); i++) {
            Type t = s.parameters().get(i).type();
            fine = t == Primitive.ERROR || Types.same(t, parameters.get(i));
        }
        if (!fine) {
            env.report(Diagnostic.at(
                            DiagnosticCode.E0324,
                            method.span(),
                            "`" + method.symbol().name() + "` has a meaning of its own and must be `" + form + "`")
                    .help("give it this form or another name"));
        }
    }

    // ---- enums

    private void enumVariants(EnumHeader header) {
        Decl.Enum decl = header.decl;
        if (decl == null) {
            return;
        }
        List<TypeParam> scope = header.symbol.typeParameters();
        for (Decl.Variant v : decl.variants()) {
            Naming.TITLE.check(v.name(), "variant", env.sink);
            int earlier = header.variant(v.name().text());
            if (earlier >= 0) {
                Diagnostic d = Diagnostic.at(
                        DiagnosticCode.E0205,
                        v.name().span(),
                        "variant `" + v.name().text() + "` is declared twice");
                Span first = header.variants.get(earlier).span();
                env.report(first == null ? d : d.secondary(first, "first declared here"));
                continue;
            }
            List<VariantField> fields = new ArrayList<>();
            boolean named = false;
            boolean unnamed = false;
            for (Decl.VariantField f : v.fields()) {
                Type type = env.types.resolve(f.type(), scope);
                if (f.name().isPresent()) {
                    Identifier name = f.name().get();
                    Naming.SNAKE.check(name, "field", env.sink);
                    for (VariantField other : fields) {
                        if (other.name().equals(name.text())) {
                            env.error(
                                    DiagnosticCode.E0205, name.span(), "field `" + name.text() + "` is declared twice");
                        }
                    }
                    named = true;
                    fields.add(new VariantField(name.text(), true, type, name.span()));
                } else {
                    unnamed = true;
                    fields.add(new VariantField("field" + fields.size(), false, type, f.span()));
                }
            }
            if (named && unnamed) {
                env.report(Diagnostic.at(
                                DiagnosticCode.E0205,
                                v.span(),
                                "variant `" + v.name().text() + "` mixes named and unnamed fields")
                        .help("name all of its fields, or none"));
            }
            header.variants.add(new VariantHeader(
                    v.name().text(), List.copyOf(fields), v.name().span()));
        }
    }

    private void enumMethods(EnumHeader header) {
        Decl.Enum decl = header.decl;
        if (decl == null) {
            return;
        }
        EnumType self = new EnumType(header.symbol, Env.variables(header.symbol.typeParameters()));
        for (Decl.Function d : decl.methods()) {
            method(
                    d,
                    header.symbol.qualifiedName(),
                    header.symbol.name(),
                    header.symbol.typeParameters(),
                    self,
                    header.methods,
                    null);
        }
    }
}
