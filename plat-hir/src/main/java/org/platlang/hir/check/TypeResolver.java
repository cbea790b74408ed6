package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.Headers.ClassHeader;
import org.platlang.hir.check.Headers.Item;
import org.platlang.hir.type.Bound;
import org.platlang.hir.type.BuiltinTypes;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ChannelType;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.Type.EnumType;
import org.platlang.hir.type.Type.FunctionType;
import org.platlang.hir.type.Type.ListType;
import org.platlang.hir.type.Type.RangeType;
import org.platlang.hir.type.Type.TaskType;
import org.platlang.hir.type.Type.TypeVar;
import org.platlang.hir.type.TypeParam;
import org.platlang.hir.type.TypePrinter;
import org.platlang.hir.type.Types;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.diag.Suggest;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Decl;
import org.platlang.parser.ast.Identifier;
import org.platlang.parser.ast.TypeExpr;

/** Types as written to types. Names are looked up among type parameters, then built-in types, then items. */
final class TypeResolver {
    private final Env env;
    private final Set<Item.AliasItem> circular = Collections.newSetFromMap(new IdentityHashMap<>());
    /** What an alias stands for, its own type parameters left open. */
    private final Map<Item.AliasItem, Type> aliases = new IdentityHashMap<>();

    TypeResolver(Env env) {
        this.env = env;
    }

    /** The type; ERROR where something was reported. */
    Type resolve(TypeExpr written, List<TypeParam> scope) {
        return switch (written) {
            case TypeExpr.Named named -> named(named, scope);
            case TypeExpr.Function f -> {
                List<Type> parameters = new ArrayList<>();
                for (TypeExpr p : f.parameters()) {
                    parameters.add(resolve(p, scope));
                }
                Type result = f.result().isPresent() ? resolve(f.result().get(), scope) : Primitive.UNIT;
                yield new FunctionType(List.copyOf(parameters), result);
            }
            case TypeExpr.Invalid invalid -> Primitive.ERROR;
        };
    }

    private Type named(TypeExpr.Named named, List<TypeParam> scope) {
        List<Identifier> segments = named.path();
        if (segments.size() == 2
                && env.item(segments.get(0).text()) instanceof Item.EnumItem e
                && isVariant(e, segments.get(1).text())) {
            env.report(Diagnostic.at(
                            DiagnosticCode.E0202,
                            named.span(),
                            "`" + named.span().text() + "` is a variant, not a type")
                    .fix(
                            "write the type of the enum",
                            named.span(),
                            segments.get(0).text()));
            return Primitive.ERROR;
        }
        List<Type> arguments = new ArrayList<>();
        for (TypeExpr a : named.arguments()) {
            arguments.add(resolve(a, scope));
        }
        List<Identifier> path = env.paths.join(named.path(), scope);
        if (path == null) {
            return Primitive.ERROR;
        }
        if (path.size() > 1) {
            Identifier inner = path.get(1);
            env.report(Diagnostic.at(
                            DiagnosticCode.E0202,
                            inner.span(),
                            "there is no type `" + inner.text() + "` in `"
                                    + path.get(0).text() + "`")
                    .note("types stand in modules, not in other types"));
            return Primitive.ERROR;
        }
        return apply(path.get(0), arguments, scope, named.span());
    }

    /** Whether an enum declares a variant of this name; the header may not have its variants yet. */
    private static boolean isVariant(Item.EnumItem item, String name) {
        Decl.Enum decl = item.header().decl;
        return decl == null
                ? item.header().variant(name) >= 0
                : decl.variants().stream().anyMatch(v -> v.name().text().equals(name));
    }

    /** Whether a name stands for a type where {@code scope} is visible. */
    boolean isType(String name, List<TypeParam> scope) {
        for (TypeParam p : scope) {
            if (p.name().equals(name)) {
                return true;
            }
        }
        Item item = env.item(name);
        return builtinArity(name) >= 0
                || item instanceof Item.ClassItem
                || item instanceof Item.EnumItem
                || item instanceof Item.AliasItem
                || item instanceof Item.NewtypeItem;
    }

    /**
     * The type {@code name} applied to arguments. Their number must be right.
     *
     * @param span of the whole, for messages about the arguments
     */
    Type apply(Identifier name, List<Type> arguments, List<TypeParam> scope, Span span) {
        String text = name.text();
        for (TypeParam p : scope) {
            if (p.name().equals(text)) {
                return count(text, 0, arguments, span) ? new TypeVar(p) : Primitive.ERROR;
            }
        }
        int arity = builtinArity(text);
        if (arity >= 0) {
            return count(text, arity, arguments, span) ? builtin(name, arguments, span) : Primitive.ERROR;
        }
        Item item = env.item(text);
        if (item == null) {
            if (!env.imports.isUnresolved(text)) {
                unknown(name, scope);
            }
            return Primitive.ERROR;
        }
        return switch (item) {
            case Item.ClassItem c ->
                checked(text, c.header().symbol.typeParameters(), arguments, span)
                        ? new ClassType(c.header().symbol, List.copyOf(arguments))
                        : Primitive.ERROR;
            case Item.EnumItem e ->
                checked(text, e.header().symbol.typeParameters(), arguments, span)
                        ? new EnumType(e.header().symbol, List.copyOf(arguments))
                        : Primitive.ERROR;
            case Item.AliasItem a ->
                checked(text, a.typeParameters(), arguments, span) ? alias(a, arguments, name) : Primitive.ERROR;
            case Item.NewtypeItem n -> count(text, 0, arguments, span) ? new TypeVar(n.symbol()) : Primitive.ERROR;
            case Item.FunctionItem f -> notAType(name, "a function");
            case Item.ConstantItem c -> notAType(name, "a constant");
            case Item.TaskLocalItem c -> notAType(name, "a task-local");
        };
    }

    private Type notAType(Identifier name, String what) {
        Diagnostic d =
                Diagnostic.at(DiagnosticCode.E0202, name.span(), "`" + name.text() + "` is " + what + ", not a type");
        env.report(what.equals("a function") ? d.note("the type of a function is written `fn(A, B) -> C`") : d);
        return Primitive.ERROR;
    }

    private Type alias(Item.AliasItem alias, List<Type> arguments, Identifier name) {
        List<Item.AliasItem> open = env.program.openAliases;
        if (open.contains(alias)) {
            // The others of the circle are part of the one mistake.
            if (!open.stream().anyMatch(circular::contains)) {
                env.report(Diagnostic.at(
                                DiagnosticCode.E0321, alias.span(), "type `" + name.text() + "` stands for itself")
                        .secondary(name.span(), "used here")
                        .help("an alias names another type; what holds things of its own kind is a class or an"
                                + " enum"));
            }
            circular.addAll(open);
            return Primitive.ERROR;
        }
        Type target = aliases.get(alias);
        if (target == null) {
            open.add(alias);
            target = alias.home().env().types.resolve(alias.decl().target(), alias.typeParameters());
            open.remove(alias);
            aliases.put(alias, target);
        }
        Map<TypeParam, Type> by = new HashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            by.put(alias.typeParameters().get(i), arguments.get(i));
        }
        return Types.substitute(target, by);
    }

    private boolean checked(String name, List<TypeParam> parameters, List<Type> arguments, Span span) {
        if (!count(name, parameters.size(), arguments, span)) {
            return false;
        }
        Map<TypeParam, Type> by = Bounds.bind(parameters, arguments);
        for (int i = 0; i < arguments.size(); i++) {
            meets(arguments.get(i), parameters.get(i), by, span);
        }
        return true;
    }

    /**
     * Reports a type argument that does not meet a bound of its parameter.
     *
     * @param by all type arguments: a class that is a bound may mention other parameters
     */
    boolean meets(Type argument, TypeParam parameter, Map<TypeParam, Type> by, Span span) {
        boolean fine = env.program.classBounds.meets(env, argument, parameter, by);
        ClassType extended = env.program.classBounds.of(parameter);
        if (!fine && extended != null) {
            String wanted = TypePrinter.show(Types.substitute(extended, by));
            Diagnostic d = Diagnostic.at(
                    DiagnosticCode.E0311,
                    span,
                    "`" + TypePrinter.show(argument) + "` is not `" + wanted
                            + "` or a subclass of it, as type parameter `" + parameter.name() + "` asks");
            env.report(
                    argument instanceof TypeVar v && !v.parameter().isNewtype()
                            ? d.help("declare `" + v.parameter().name() + ": " + wanted + "`")
                            : d);
        }
        for (Bound bound : parameter.bounds()) {
            if (bound == Bound.HASH && env.keys.isReported(argument)) {
                continue;
            }
            if (!Bounds.holds(argument, bound, env)) {
                fine = false;
                Diagnostic d = Diagnostic.at(
                        DiagnosticCode.E0311,
                        span,
                        "`" + TypePrinter.show(argument) + "` is not " + bound.displayName() + ", as type parameter `"
                                + parameter.name() + "` asks");
                for (String note : Hints.whatHas(bound)) {
                    d = d.note(note);
                }
                if (bound == Bound.ORDERED && span.text().equals("sort")) {
                    d = d.help("sort by what the elements hold: `sort_by(less = fn(a, b) { a.x < b.x })`");
                }
                if (argument instanceof TypeVar v && !v.parameter().isNewtype()) {
                    d = d.help("declare `" + v.parameter().name() + ": " + bound.displayName() + "`");
                }
                env.report(d);
            }
        }
        return fine;
    }

    private boolean count(String name, int wanted, List<Type> arguments, Span span) {
        if (arguments.size() == wanted) {
            return true;
        }
        if (wanted == 0) {
            env.error(DiagnosticCode.E0310, span, "`" + name + "` takes no type arguments");
        } else {
            boolean square = name.equals("List") || name.equals("Dict") || name.equals("Set");
            boolean result = name.equals("Result") && arguments.size() == 1;
            String blanks = wanted == 1 ? "T" : "K, V";
            env.report(Diagnostic.at(
                            DiagnosticCode.E0310,
                            span,
                            "`" + name + "` takes " + Arguments.count(wanted, "type argument") + ", "
                                    + (arguments.isEmpty()
                                            ? "none is"
                                            : arguments.size() == 1 ? "one is" : arguments.size() + " are")
                                    + " given")
                    .help(
                            result
                                    ? "the second one is the type of the error: `Result<"
                                            + Mismatch.shown(arguments.get(0)) + ", String>`"
                                    : wanted > 2
                                            ? "write them after the name: `" + name + "<…>`"
                                            : "write `" + name + (square ? "[" + blanks + "]" : "<" + blanks + ">")
                                                    + "` with "
                                                    + (wanted == 1 ? "a type for `T`" : "types for `K` and `V`")));
        }
        return false;
    }

    private void unknown(Identifier name, List<TypeParam> scope) {
        List<String> known = new ArrayList<>();
        for (TypeParam p : scope) {
            known.add(p.name());
        }
        for (String other : env.itemNames()) {
            Item item = env.item(other);
            boolean isValue = item instanceof Item.FunctionItem
                    || item instanceof Item.ConstantItem
                    || item instanceof Item.TaskLocalItem;
            if (item != null && !isValue) {
                known.add(other);
            }
        }
        known.addAll(BUILTIN_NAMES);
        Diagnostic d = Diagnostic.at(DiagnosticCode.E0202, name.span(), "there is no type `" + name.text() + "`");
        String foreign = UnknownNames.foreignType(name.text());
        String note = UnknownNames.foreignTypeNote(name.text());
        Optional<String> near = foreign.isEmpty()
                ? env.imports.within(name.text(), env.module).or(() -> Suggest.nearest(name.text(), known))
                : Optional.of(foreign);
        if (!note.isEmpty()) {
            d = d.note(note);
        }
        env.report(
                near.isPresent() && (note.isEmpty() || !foreign.isEmpty())
                        ? UnknownNames.didYouMean(d, name.span(), near.get())
                        : d);
    }

    /** Names that no declaration may take. */
    static final List<String> BUILTIN_NAMES = List.of(
            "Bool",
            "Int8",
            "Int16",
            "Int32",
            "Int64",
            "Int",
            "Float8",
            "Float16",
            "Float32",
            "Float64",
            "Float",
            "String",
            "Duration",
            "Unit",
            "Never",
            "Range",
            "List",
            "Dict",
            "Set",
            "Option",
            "Result",
            "Task",
            "Channel",
            "SendError",
            "TimeoutError",
            "PanicError",
            "StringBuilder",
            "Datagram");

    /** Number of type arguments of a built-in type, or -1. */
    static int builtinArity(String name) {
        return switch (name) {
            case "Bool",
                    "Int8",
                    "Int16",
                    "Int32",
                    "Int64",
                    "Int",
                    "Float8",
                    "Float16",
                    "Float32",
                    "Float64",
                    "Float",
                    "String",
                    "Duration",
                    "Unit",
                    "Never",
                    "TimeoutError",
                    "PanicError",
                    "StringBuilder",
                    "Datagram" -> 0;
            case "Range", "List", "Set", "Option", "Task", "Channel", "SendError" -> 1;
            case "Dict", "Result" -> 2;
            default -> -1;
        };
    }

    private Type builtin(Identifier name, List<Type> arguments, Span span) {
        Type found = builtinOrNull(name.text(), arguments, span);
        if (found == null) {
            env.notYet(name.span(), "type `" + name.text() + "` is");
            return Primitive.ERROR;
        }
        return found;
    }

    private @Nullable Type builtinOrNull(String name, List<Type> a, Span span) {
        return switch (name) {
            case "Bool" -> Primitive.BOOL;
            case "Int8" -> Primitive.INT8;
            case "Int16" -> Primitive.INT16;
            case "Int32" -> Primitive.INT32;
            case "Int64", "Int" -> Primitive.INT64;
            case "Float8" -> Primitive.FLOAT8;
            case "Float16" -> Primitive.FLOAT16;
            case "Float32" -> Primitive.FLOAT32;
            case "Float64", "Float" -> Primitive.FLOAT64;
            case "String" -> Primitive.STRING;
            case "Duration" -> Primitive.DURATION;
            case "Unit" -> Primitive.UNIT;
            case "Never" -> Primitive.NEVER;
            case "Range" -> new RangeType(a.get(0));
            case "List" -> new ListType(a.get(0));
            case "Dict" -> env.keys.dict(a.get(0), a.get(1), span);
            case "Set" -> env.keys.set(a.get(0), span);
            case "Option" -> BuiltinTypes.option(a.get(0));
            case "Result" -> BuiltinTypes.result(a.get(0), a.get(1));
            case "Task" -> new TaskType(a.get(0));
            case "Channel" -> new ChannelType(a.get(0));
            case "SendError" -> BuiltinTypes.sendError(a.get(0));
            default -> {
                ClassHeader header = env.prelude.classHeader(name);
                yield header == null ? null : new ClassType(header.symbol, List.of());
            }
        };
    }

    /** Symbols for the type parameters of a declaration that stands in nothing generic. */
    List<TypeParam> declare(List<Decl.TypeParameter> written) {
        return declare(written, List.of());
    }

    /**
     * Symbols for the type parameters of a declaration.
     *
     * @param outer those of what it stands in
     */
    List<TypeParam> declare(List<Decl.TypeParameter> written, List<TypeParam> outer) {
        if (written.isEmpty()) {
            return List.of();
        }
        List<TypeParam> result = new ArrayList<>(written.size());
        for (Decl.TypeParameter p : written) {
            Naming.TITLE.check(p.name(), "type parameter", env.sink);
            if (builtinArity(p.name().text()) >= 0) {
                env.error(
                        DiagnosticCode.E0207,
                        p.name().span(),
                        "`" + p.name().text() + "` is a built-in type and cannot be a type parameter");
            }
            for (TypeParam earlier : result) {
                if (earlier.name().equals(p.name().text())) {
                    env.error(
                            DiagnosticCode.E0205,
                            p.name().span(),
                            "type parameter `" + p.name().text() + "` is declared twice");
                }
            }
            List<Bound> bounds = new ArrayList<>();
            List<TypeExpr> classes = new ArrayList<>();
            for (TypeExpr b : p.bounds()) {
                Optional<Bound> bound = bound(b);
                bound.ifPresent(bounds::add);
                if (bound.isEmpty()) {
                    classes.add(b);
                }
            }
            TypeParam made = new TypeParam(p.name().text(), bounds);
            result.add(made);
            List<TypeParam> scope = new ArrayList<>(outer);
            scope.addAll(result);
            for (TypeExpr c : classes) {
                env.program.classBounds.declare(env, made, c, scope);
            }
        }
        return List.copyOf(result);
    }

    /** The bound of the language's own that a name stands for. */
    private static Optional<Bound> bound(TypeExpr written) {
        if (written instanceof TypeExpr.Named n
                && n.path().size() == 1
                && n.arguments().isEmpty()) {
            for (Bound b : Bound.values()) {
                if (b.displayName().equals(n.name().text())) {
                    return Optional.of(b);
                }
            }
        }
        return Optional.empty();
    }
}
