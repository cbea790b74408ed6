package org.platlang.lower;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.platlang.abi.RuntimeAbi;
import org.platlang.hir.tree.FunctionRef;
import org.platlang.hir.tree.HirFunction;
import org.platlang.hir.tree.HirProgram;
import org.platlang.ir.Function;
import org.platlang.ir.FunctionBuilder;
import org.platlang.ir.IrType;
import org.platlang.ir.MemKind;
import org.platlang.ir.Module;
import org.platlang.ir.Value;
import org.platlang.lexer.source.Span;

/**
 * One program's lowering: the functions it declares, then those generated on demand (text, equality), until none is
 * left. Owns what functions share: layouts, static data, positions.
 */
final class ModuleLowering {
    private final HirProgram program;
    private final boolean seeding;
    private final LoweringOptions options;
    private final Module module = new Module();
    private final CompactHeaders headers = new CompactHeaders();
    private final Layouts layouts;
    private final StringPool strings;
    private final Descriptors descriptors;
    private final TextFunctions texts;
    private final EqualityFunctions equalities;
    private final KeyFunctions keys;
    private final FunctionValues functionValues;
    private final ClassHierarchy hierarchy;
    private final LowerClasses classes;
    private final TaskLocalLayout taskLocals;
    private final Map<String, Integer> spawnSites = new HashMap<>();
    private final Set<String> generated = new HashSet<>();
    private final ArrayDeque<Runnable> pending = new ArrayDeque<>();

    ModuleLowering(HirProgram program, LoweringOptions options) {
        this.program = program;
        this.seeding = program.functions().stream().anyMatch(f -> f.name().equals("std::random_seed"));
        this.options = options;
        this.hierarchy = new ClassHierarchy(program);
        this.layouts = new Layouts(program, hierarchy, headers);
        this.strings = new StringPool(module);
        this.classes = new LowerClasses(this);
        this.taskLocals = TaskLocalLayout.of(program.taskLocals(), layouts);
        this.descriptors = new Descriptors(module, program, hierarchy, layouts, headers, strings);
        this.texts = new TextFunctions(this);
        this.equalities = new EqualityFunctions(this, false);
        this.keys = new KeyFunctions(this);
        this.functionValues = new FunctionValues(this);
    }

    Module run() {
        for (HirFunction f : program.functions()) {
            module.add(new FunctionLowering(this, f).run());
        }
        addMain();
        Runnable next;
        while ((next = pending.poll()) != null) {
            next.run();
        }
        headers.addTable(module);
        return module;
    }

    /** The main task: runs the entry and leaves the exit status in slot 0. */
    private void addMain() {
        HirFunction entry = program.function(program.entry());
        FunctionBuilder b = new FunctionBuilder("plat_main", List.of(IrType.REF), List.of());
        int position = position(entry.name(), entry.span());
        b.function().setPosition(position);
        b.function().setGlobal(true);
        b.setPosition(position);
        Value status =
                b.call(symbol(program.entry()), List.of(IrType.I32), List.of()).get(0);
        b.store(b.param(0), RuntimeAbi.TASK_SLOTS, status, MemKind.runtime("task", RuntimeAbi.TASK_SLOTS));
        b.ret();
        module.add(b.finish());
        descriptors.task("plat_main_desc", "main", "plat_main", List.of(), List.of(IrType.I32), false, position, true);
    }

    Module module() {
        return module;
    }

    HirProgram program() {
        return program;
    }

    LoweringOptions options() {
        return options;
    }

    /** Whether the program seeds generators: only then can it be seen which task a random number is taken in. */
    boolean isSeeding() {
        return seeding;
    }

    Layouts layouts() {
        return layouts;
    }

    StringPool strings() {
        return strings;
    }

    Descriptors descriptors() {
        return descriptors;
    }

    TextFunctions texts() {
        return texts;
    }

    EqualityFunctions equalities() {
        return equalities;
    }

    KeyFunctions keys() {
        return keys;
    }

    ClassHierarchy hierarchy() {
        return hierarchy;
    }

    LowerClasses classes() {
        return classes;
    }

    /** The object with what is bound. */
    TaskLocalLayout taskLocals() {
        return taskLocals;
    }

    FunctionValues functionValues() {
        return functionValues;
    }

    /** The linker symbol of a function of the program. */
    String symbol(FunctionRef function) {
        return function.name();
    }

    /** A symbol for the next spawn of this task body. */
    String spawnSite(String body) {
        int n = spawnSites.merge(body, 1, Integer::sum);
        return "plat.task." + body + (n == 1 ? "" : "#" + n);
    }

    /** Has a function made later, once: {@code make} is called when the present one is finished. */
    void generate(String symbol, java.util.function.Supplier<Function> make) {
        if (generated.add(symbol)) {
            pending.add(() -> module.add(make.get()));
        }
    }

    /** A place for a function nobody wrote: where the program begins. */
    int generatedPosition(String function) {
        return position(function, program.function(program.entry()).span());
    }

    /** Index of a place in the table of positions. */
    int position(String function, Span span) {
        return module.positions()
                .intern(new org.platlang.ir.Positions.Position(
                        function, module.file(span.file().name()), span.line(), span.column(), -1));
    }
}
