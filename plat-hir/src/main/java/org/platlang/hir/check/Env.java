package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.Headers.ClassHeader;
import org.platlang.hir.check.Headers.EnumHeader;
import org.platlang.hir.check.Headers.FunctionHeader;
import org.platlang.hir.check.Headers.Item;
import org.platlang.hir.check.Headers.VariantField;
import org.platlang.hir.check.Headers.VariantHeader;
import org.platlang.hir.modules.ModulePath;
import org.platlang.hir.tree.FunctionRef;
import org.platlang.hir.tree.FunctionSymbol;
import org.platlang.hir.tree.GenericProgram;
import org.platlang.hir.tree.HirClass;
import org.platlang.hir.tree.HirEnum;
import org.platlang.hir.tree.HirFunction;
import org.platlang.hir.tree.TestCase;
import org.platlang.hir.type.BuiltinTypes;
import org.platlang.hir.type.ClassSymbol;
import org.platlang.hir.type.EnumSymbol;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.Type.EnumType;
import org.platlang.hir.type.Type.TypeVar;
import org.platlang.hir.type.TypeParam;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.diag.DiagnosticSink;
import org.platlang.lexer.source.Span;

/** What the check of one file knows beside the body at hand: the program, its module, what it imports. */
final class Env {
    final Program program;
    final Module module;
    final DiagnosticSink sink;
    final Imports imports;
    final Paths paths = new Paths(this);
    final TypeResolver types = new TypeResolver(this);
    final Keys keys = new Keys(this);

    // What the files of the program share, for short.
    final IdentityHashMap<FunctionSymbol, FunctionHeader> functions;
    final IdentityHashMap<ClassSymbol, ClassHeader> classes;
    private final IdentityHashMap<EnumSymbol, EnumHeader> enums;
    final Map<FunctionSymbol, HirFunction> bodies;
    final Constants constants;
    final TaskLocals taskLocals;
    final Defaults defaults;
    final Newtypes newtypes;
    final Prelude prelude;

    /** A file of the module, which imports nothing yet. */
    Env(Program program, Module module, DiagnosticSink sink) {
        this(program, module, sink, new Imports());
    }

    private Env(Program program, Module module, DiagnosticSink sink, Imports imports) {
        this.program = program;
        this.module = module;
        this.sink = sink;
        this.imports = imports;
        this.functions = program.functions;
        this.classes = program.classes;
        this.enums = program.enums;
        this.bodies = program.bodies;
        this.constants = program.constants;
        this.taskLocals = program.taskLocals;
        this.defaults = program.defaults;
        this.newtypes = program.newtypes;
        this.prelude = program.prelude;
    }

    /** An environment for built-in functions written in Plat: none of the program's names. */
    static Env forPrelude(Program program, DiagnosticSink sink) {
        Env env = new Env(program, new Module(new ModulePath(List.of("std"))), sink);
        env.keys.headersResolved();
        env.module.items.put(
                "DictEntry",
                new Item.EnumItem(
                        env.enumHeader(BuiltinTypes.DICT_ENTRY), new Headers.Home(env, false, Prelude.NOWHERE)));
        return env;
    }

    /** An environment for the functions of a block: they see the module's items, to which the block's are to be added. */
    Env forBlock() {
        Env env = new Env(program, module.inner(), sink, imports);
        env.keys.headersResolved();
        return env;
    }

    void add(EnumHeader header) {
        enums.put(header.symbol, header);
    }

    ClassHeader classHeader(ClassSymbol symbol) {
        ClassHeader found = classes.get(symbol);
        if (found == null) {
            throw new IllegalStateException("class without a header: " + symbol);
        }
        return found;
    }

    EnumHeader enumHeader(EnumSymbol symbol) {
        EnumHeader found = enums.get(symbol);
        if (found == null) {
            found = builtinEnum(symbol);
            enums.put(symbol, found);
        }
        return found;
    }

    FunctionHeader function(FunctionSymbol symbol) {
        FunctionHeader found = functions.get(symbol);
        if (found == null) {
            throw new IllegalStateException("function without a header: " + symbol);
        }
        return found;
    }

    private static EnumHeader builtinEnum(EnumSymbol symbol) {
        EnumHeader header = new EnumHeader(symbol, null);
        if (symbol == BuiltinTypes.OPTION) {
            header.variants.add(new VariantHeader("None", List.of(), null));
            header.variants.add(builtinVariant("Some", BuiltinTypes.OPTION_T));
        } else if (symbol == BuiltinTypes.RESULT) {
            header.variants.add(builtinVariant("Ok", BuiltinTypes.RESULT_T));
            header.variants.add(builtinVariant("Err", BuiltinTypes.RESULT_E));
        } else if (symbol == BuiltinTypes.SEND_ERROR) {
            header.variants.add(builtinVariant("Full", BuiltinTypes.SEND_ERROR_T));
            header.variants.add(builtinVariant("Closed", BuiltinTypes.SEND_ERROR_T));
            header.variants.add(builtinVariant("TimedOut", BuiltinTypes.SEND_ERROR_T));
        } else if (symbol == BuiltinTypes.DICT_ENTRY) {
            header.variants.add(new VariantHeader("Gone", List.of(), null));
            header.variants.add(new VariantHeader(
                    "Live",
                    List.of(
                            new VariantField("field0", false, Primitive.INT32, Prelude.NOWHERE),
                            new VariantField("field1", false, new TypeVar(BuiltinTypes.DICT_ENTRY_K), Prelude.NOWHERE),
                            new VariantField("field2", false, new TypeVar(BuiltinTypes.DICT_ENTRY_V), Prelude.NOWHERE)),
                    null));
        } else {
            throw new IllegalStateException("enum without a header: " + symbol);
        }
        return header;
    }

    private static VariantHeader builtinVariant(String name, TypeParam payload) {
        return new VariantHeader(
                name, List.of(new VariantField("field0", false, new TypeVar(payload), Prelude.NOWHERE)), null);
    }

    /** What later phases need of all this. */
    GenericProgram generic(@Nullable FunctionSymbol main, List<TestCase> cases) {
        List<Item> items = new ArrayList<>();
        program.modules.values().forEach(m -> items.addAll(m.items.values()));
        program.standard.used().forEach(m -> items.addAll(m.items.values()));
        Map<ClassSymbol, HirClass> classList = new LinkedHashMap<>();
        for (Item item : items) {
            if (item instanceof Item.ClassItem c) {
                classList.put(c.header().symbol, hirClass(c.header()));
            }
        }
        if (prelude.dictsUsed) {
            classList.putAll(DictMethods.classes(this));
        }
        for (ClassHeader library : prelude.classes()) {
            classList.put(library.symbol, hirClass(library));
        }
        Map<EnumSymbol, HirEnum> enumList = new LinkedHashMap<>();
        for (EnumSymbol builtin :
                List.of(BuiltinTypes.OPTION, BuiltinTypes.RESULT, BuiltinTypes.SEND_ERROR, BuiltinTypes.DICT_ENTRY)) {
            enumList.put(builtin, hirEnum(enumHeader(builtin)));
        }
        for (Item item : items) {
            if (item instanceof Item.EnumItem e) {
                enumList.put(e.header().symbol, hirEnum(e.header()));
            }
        }
        return new GenericProgram(
                Optional.ofNullable(main), bodies, classList, enumList, newtypes.bases(), List.copyOf(cases));
    }

    private HirClass hirClass(ClassHeader header) {
        List<Type> own = variables(header.symbol.typeParameters());
        List<HirClass.Field> fields = new ArrayList<>();
        for (Headers.FieldHeader f : header.fields) {
            fields.add(new HirClass.Field(f.name(), f.type(), f.mutable()));
        }
        return new HirClass(
                new ClassType(header.symbol, own),
                Optional.ofNullable(header.base),
                List.copyOf(fields),
                Inheritance.virtuals(this, header),
                wellKnown(header, "to_string"),
                wellKnown(header, "equals"),
                wellKnown(header, "hash"),
                false,
                header.decl.name().span());
    }

    private Optional<FunctionRef> wellKnown(ClassHeader header, String name) {
        Inheritance.Found found = Inheritance.find(this, Inheritance.self(header), name);
        return found == null
                ? Optional.<FunctionRef>empty()
                : Optional.of(
                        FunctionRef.of(found.method().symbol(), found.owner().arguments()));
    }

    private static HirEnum hirEnum(EnumHeader header) {
        List<HirEnum.Variant> variants = new ArrayList<>();
        for (VariantHeader v : header.variants) {
            List<HirEnum.Field> fields = new ArrayList<>();
            for (VariantField f : v.fields()) {
                fields.add(new HirEnum.Field(f.name(), f.type(), f.named()));
            }
            variants.add(new HirEnum.Variant(v.name(), List.copyOf(fields)));
        }
        return new HirEnum(
                new EnumType(header.symbol, variables(header.symbol.typeParameters())), List.copyOf(variants));
    }

    /** The type parameters' own variables, in order. */
    static List<Type> variables(List<TypeParam> parameters) {
        if (parameters.isEmpty()) {
            return List.of();
        }
        List<Type> result = new ArrayList<>(parameters.size());
        for (TypeParam p : parameters) {
            result.add(new TypeVar(p));
        }
        return List.copyOf(result);
    }

    void report(Diagnostic diagnostic) {
        sink.report(Prelude.withoutLibrary(diagnostic));
    }

    void error(DiagnosticCode code, Span span, String message) {
        sink.report(Diagnostic.at(code, span, message));
    }

    /** Reports a construct whose meaning is still to come. */
    void notYet(Span span, String what) {
        sink.report(Diagnostic.at(DiagnosticCode.E0950, span, what + " not available yet")
                .note("the syntax is accepted, but this version of the compiler gives it no meaning"));
    }

    /** What a name of this file, or a path that {@link Paths} has joined, stands for; null if for no item. */
    @Nullable
    Item item(String name) {
        Item own = module.items.get(name);
        return own != null ? own : imports.item(name);
    }

    /** Names of all items that can be written without a path, for suggestions. */
    List<String> itemNames() {
        List<String> names = new ArrayList<>(module.items.keySet());
        names.addAll(imports.names());
        return names;
    }

    /** Those of {@link #itemNames} that stand for classes. */
    List<String> classNames() {
        List<String> names = new ArrayList<>();
        for (String name : itemNames()) {
            if (item(name) instanceof Item.ClassItem) {
                names.add(name);
            }
        }
        return names;
    }
}
