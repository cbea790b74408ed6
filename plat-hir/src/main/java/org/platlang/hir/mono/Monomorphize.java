package org.platlang.hir.mono;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.tree.FunctionRef;
import org.platlang.hir.tree.FunctionSymbol;
import org.platlang.hir.tree.GenericProgram;
import org.platlang.hir.tree.HirClass;
import org.platlang.hir.tree.HirEnum;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirFunction;
import org.platlang.hir.tree.HirProgram;
import org.platlang.hir.tree.HirTaskLocal;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.Type.EnumType;
import org.platlang.hir.type.TypeParam;
import org.platlang.hir.type.TypePrinter;
import org.platlang.hir.type.Types;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.diag.DiagnosticSink;
import org.platlang.lexer.source.Span;

/**
 * Makes the instances of functions, classes and enums that a program needs, beginning at its entry; what nothing
 * reaches has been checked and costs no code.
 *
 * <p>Requires a program without errors. Ensures: no type variables, every name resolves within the program, order of
 * first use. Type arguments that nest deeper than {@link #DEEPEST} are taken for infinitely many instances and
 * reported.
 */
public final class Monomorphize {
    private static final int DEEPEST = 40;

    private final GenericProgram program;
    private final DiagnosticSink sink;
    private final ArrayDeque<FunctionRef> waiting = new ArrayDeque<>();
    private final Set<String> requested = new HashSet<>();
    private final Map<String, HirFunction> functions = new LinkedHashMap<>();
    private final Map<String, HirClass> classes = new LinkedHashMap<>();
    private final Set<String> instantiated = new HashSet<>();
    /** Virtual methods (by the name of the one that introduced them) that some call may reach. */
    private final Set<String> called = new HashSet<>();
    /** Implementations of those not called so far, by the name of the one that introduced them. */
    private final Map<String, List<FunctionRef>> uncalled = new HashMap<>();

    private final Map<String, HirEnum> enums = new LinkedHashMap<>();
    private final Map<HirTaskLocal, HirTaskLocal> taskLocals = new IdentityHashMap<>();
    private final Set<HirTaskLocal> bound = new LinkedHashSet<>();
    private final IdentityHashMap<Type, Boolean> noted = new IdentityHashMap<>();
    private final Set<Type> withText = new HashSet<>();
    private final Set<Type> withEquals = new HashSet<>();
    private boolean infinite;

    private Monomorphize(GenericProgram program, DiagnosticSink sink) {
        this.program = program;
        this.sink = sink;
    }

    /** The instances reachable from the entry; empty where there is no entry or no end to them. */
    public static Optional<HirProgram> run(GenericProgram program, DiagnosticSink sink) {
        if (program.entry().isEmpty()) {
            return Optional.empty();
        }
        return new Monomorphize(program, sink).run(program.entry().get());
    }

    private Optional<HirProgram> run(FunctionSymbol entry) {
        FunctionRef root = FunctionRef.of(entry, List.of());
        request(root, generic(root).span());
        while (!waiting.isEmpty() && !infinite) {
            FunctionRef next = waiting.removeFirst();
            HirFunction body = generic(next);
            Map<TypeParam, Type> by = bind(next.symbol().typeParameters(), next.typeArguments());
            functions.put(next.name(), new Instance(this, by).function(body, next));
        }
        if (infinite) {
            return Optional.empty();
        }
        return Optional.of(new HirProgram(
                root,
                List.copyOf(functions.values()),
                List.copyOf(madeClasses()),
                List.copyOf(enums.values()),
                List.copyOf(bound)));
    }

    private HirFunction generic(FunctionRef ref) {
        HirFunction found = program.functions().get(ref.symbol());
        if (found == null) {
            throw new IllegalStateException("function without a body: " + ref);
        }
        return found;
    }

    private Map<TypeParam, Type> bind(List<TypeParam> parameters, List<Type> arguments) {
        if (parameters.isEmpty()) {
            return program.newtypes();
        }
        Map<TypeParam, Type> by = new HashMap<>(program.newtypes());
        for (int i = 0; i < parameters.size(); i++) {
            by.put(parameters.get(i), arguments.get(i));
        }
        return by;
    }

    /** Asks for an instance. */
    void request(FunctionRef ref, Span use) {
        if (requested.add(ref.name())) {
            for (Type argument : ref.typeArguments()) {
                if (isTooDeep(argument, 0)) {
                    endless(ref.symbol().toString(), use);
                    return;
                }
            }
            waiting.addLast(ref);
        }
    }

    private void endless(String name, Span use) {
        if (!infinite) {
            infinite = true;
            sink.report(Diagnostic.at(DiagnosticCode.E0312, use, "`" + name + "` is needed for infinitely many types")
                    .note("each instance needs another one with a larger type argument"));
        }
    }

    /** The task-local with no newtype in its type; {@code binds} where a value is given to it. */
    HirTaskLocal taskLocal(HirTaskLocal generic, Instance use, boolean binds) {
        HirTaskLocal made = taskLocals.get(generic);
        if (made == null) {
            HirExpr initial = use.expr(generic.initial());
            made = new HirTaskLocal(generic.toString(), initial.type(), initial);
            taskLocals.put(generic, made);
        }
        if (binds) {
            bound.add(made);
        }
        return made;
    }

    private static boolean isTooDeep(Type type, int depth) {
        if (depth > DEEPEST) {
            return true;
        }
        for (Type part : Types.parts(type)) {
            if (isTooDeep(part, depth + 1)) {
                return true;
            }
        }
        return false;
    }

    /** Sees to it that the classes and enums a type is made of are in the program. */
    void note(Type type, Span use) {
        if (type instanceof Primitive || noted.put(type, true) != null || infinite) {
            return;
        }
        for (Type part : Types.parts(type)) {
            note(part, use);
        }
        if (type instanceof ClassType t) {
            noteClass(t, use);
        } else if (type instanceof EnumType t) {
            noteEnum(t, use);
        }
    }

    private void noteClass(ClassType t, Span use) {
        String name = TypePrinter.unique(t);
        if (classes.containsKey(name)) {
            return;
        }
        HirClass generic = program.classes().get(t.symbol());
        if (generic == null) {
            throw new IllegalStateException("class without fields: " + name);
        }
        if (isTooDeep(t, 0)) {
            endless(t.symbol().name(), use);
            return;
        }
        Map<TypeParam, Type> by = bind(t.symbol().typeParameters(), t.arguments());
        List<HirClass.Field> fields = new ArrayList<>();
        for (HirClass.Field f : generic.fields()) {
            fields.add(new HirClass.Field(f.name(), substitute(f.type(), by), f.mutable()));
        }
        Optional<ClassType> base = generic.base().isPresent()
                ? Optional.of((ClassType) substitute(generic.base().get(), by))
                : Optional.<ClassType>empty();
        List<HirClass.Virtual> virtuals = new ArrayList<>();
        for (HirClass.Virtual v : generic.virtuals()) {
            virtuals.add(new HirClass.Virtual(instance(v.introduced(), by), instance(v.implementation(), by)));
        }
        Optional<FunctionRef> text = instance(generic.toStringMethod(), by);
        Optional<FunctionRef> equals = instance(generic.equalsMethod(), by);
        Optional<FunctionRef> hash = instance(generic.hashMethod(), by);
        classes.put(
                name,
                new HirClass(
                        t,
                        base,
                        List.copyOf(fields),
                        List.copyOf(virtuals),
                        text,
                        equals,
                        hash,
                        false,
                        generic.span()));
        if (base.isPresent()) {
            note(base.get(), use);
        }
        for (HirClass.Field f : fields) {
            note(f.type(), use);
        }
        if (Containers.isOne(t)) {
            // Their text and equality ask for those of keys and values, which may have none.
            return;
        }
        if (hash.isPresent()) {
            call(t, hash.get(), use);
        }
        if (text.isPresent()) {
            call(t, text.get(), use);
        }
        if (equals.isPresent()) {
            call(t, equals.get(), use);
        }
    }

    private static Type substitute(Type type, Map<TypeParam, Type> by) {
        return Containers.represent(Types.substitute(type, by));
    }

    /** Sees to it that the text of the type can be made: that of the Dicts and Sets in it is Plat code. */
    void needText(Type type, Span use) {
        if (withText.add(type)) {
            need(type, use, this::needText, HirClass::toStringMethod);
            for (String name : List.copyOf(instantiated)) {
                textOfSubclass(classes.get(name), use);
            }
        }
    }

    /** Sees to it that values of the type can be compared. */
    void needEquals(Type type, Span use) {
        if (withEquals.add(type)) {
            need(type, use, this::needEquals, HirClass::equalsMethod);
        }
    }

    private void need(
            Type type, Span use, BiConsumer<Type, Span> further, Function<HirClass, Optional<FunctionRef>> method) {
        switch (type) {
            case ClassType t -> {
                note(type, use);
                HirClass c = classes.get(TypePrinter.unique(t));
                if (c == null) {
                    return;
                }
                Optional<FunctionRef> own = method.apply(c);
                if (own.isPresent()) {
                    call(t, own.get(), use);
                } else {
                    c.fields().forEach(f -> further.accept(f.type(), use));
                }
            }
            case EnumType t -> {
                note(type, use);
                HirEnum e = enums.get(TypePrinter.unique(t));
                if (e != null) {
                    e.variants().forEach(v -> v.fields().forEach(f -> further.accept(f.type(), use)));
                }
            }
            case Type.ListType t -> further.accept(t.element(), use);
            default -> {
                // no parts with methods
            }
        }
    }

    private static Optional<FunctionRef> instance(Optional<FunctionRef> method, Map<TypeParam, Type> by) {
        if (method.isEmpty()) {
            return method;
        }
        return Optional.of(instance(method.get(), by));
    }

    private static FunctionRef instance(FunctionRef method, Map<TypeParam, Type> by) {
        List<Type> arguments = new ArrayList<>();
        for (Type t : method.typeArguments()) {
            arguments.add(substitute(t, by));
        }
        return FunctionRef.of(method.symbol(), arguments);
    }

    /**
     * Instances of this very class are made. Of its virtual methods those that are called somewhere are asked for, the
     * others once they are: rapid type analysis (Bacon and Sweeney, "Fast static analysis of C++ virtual function
     * calls", OOPSLA 1996).
     */
    void instantiate(ClassType type, Span use) {
        note(type, use);
        HirClass made = classes.get(TypePrinter.unique(type));
        if (made == null || !instantiated.add(made.name())) {
            return;
        }
        textOfSubclass(made, use);
        for (HirClass.Virtual v : made.virtuals()) {
            String name = v.introduced().name();
            if (called.contains(name)) {
                request(v.implementation(), use);
            } else {
                uncalled.computeIfAbsent(name, n -> new ArrayList<>()).add(v.implementation());
            }
        }
    }

    /** The text of a base class is that of its subclasses, where their instances are. */
    private void textOfSubclass(@Nullable HirClass made, Span use) {
        HirClass c = made;
        while (made != null && c != null) {
            if (withText.contains(c.type())) {
                needText(made.type(), use);
                return;
            }
            c = c.base().isPresent() ? classes.get(TypePrinter.unique(c.base().get())) : null;
        }
    }

    /** A method is called on an instance that is known to be of this class or a subclass. */
    void call(ClassType type, FunctionRef method, Span use) {
        note(type, use);
        HirClass owner = classes.get(TypePrinter.unique(type));
        int index = owner == null ? -1 : owner.virtualIndex(method);
        if (owner == null || index < 0) {
            request(method, use);
            return;
        }
        String name = owner.virtuals().get(index).introduced().name();
        if (called.add(name)) {
            List<FunctionRef> waitingFor = uncalled.remove(name);
            if (waitingFor != null) {
                for (FunctionRef f : waitingFor) {
                    request(f, use);
                }
            }
        }
    }

    private List<HirClass> madeClasses() {
        List<HirClass> result = new ArrayList<>(classes.size());
        for (HirClass c : classes.values()) {
            result.add(new HirClass(
                    c.type(),
                    c.base(),
                    c.fields(),
                    c.virtuals(),
                    c.toStringMethod(),
                    c.equalsMethod(),
                    c.hashMethod(),
                    instantiated.contains(c.name()),
                    c.span()));
        }
        return result;
    }

    private void noteEnum(EnumType t, Span use) {
        String name = TypePrinter.unique(t);
        if (enums.containsKey(name)) {
            return;
        }
        HirEnum generic = program.enums().get(t.symbol());
        if (generic == null) {
            throw new IllegalStateException("enum without variants: " + name);
        }
        if (isTooDeep(t, 0)) {
            endless(t.symbol().name(), use);
            return;
        }
        Map<TypeParam, Type> by = bind(t.symbol().typeParameters(), t.arguments());
        List<HirEnum.Variant> variants = new ArrayList<>();
        for (HirEnum.Variant v : generic.variants()) {
            List<HirEnum.Field> fields = new ArrayList<>();
            for (HirEnum.Field f : v.fields()) {
                fields.add(new HirEnum.Field(f.name(), substitute(f.type(), by), f.named()));
            }
            variants.add(new HirEnum.Variant(v.name(), List.copyOf(fields)));
        }
        enums.put(name, new HirEnum(t, List.copyOf(variants)));
        for (HirEnum.Variant v : variants) {
            for (HirEnum.Field f : v.fields()) {
                note(f.type(), use);
            }
        }
    }
}
