package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.platlang.hir.check.Headers.ClassHeader;
import org.platlang.hir.check.Headers.EnumHeader;
import org.platlang.hir.check.Headers.FunctionHeader;
import org.platlang.hir.check.Headers.Item;
import org.platlang.hir.modules.SourceProgram;
import org.platlang.hir.tree.Entry;
import org.platlang.hir.tree.FunctionSymbol;
import org.platlang.hir.tree.GenericProgram;
import org.platlang.lexer.diag.DiagnosticSink;
import org.platlang.parser.ast.CompilationUnit;

/** The checker's phases, in order. Never throws on a program's text; what is wrong is in the sink. */
public final class Checker {
    private Checker() {}

    /** Checks a program of one file that begins at {@code main}. */
    public static GenericProgram check(CompilationUnit unit, DiagnosticSink sink) {
        return check(SourceProgram.of(unit), Entry.MAIN, sink);
    }

    /**
     * Checks a program: all of it, whatever the entry.
     *
     * @param start what the executable will run; only {@link Entry#MAIN} needs a {@code main}
     * @return what was found, fit for {@link org.platlang.hir.mono.Monomorphize} if the sink holds no errors
     */
    public static GenericProgram check(SourceProgram sources, Entry start, DiagnosticSink sink) {
        Program program = new Program();
        Map<CompilationUnit, Env> files = new IdentityHashMap<>();
        sources.modules().forEach((path, units) -> {
            Module module = program.open(path);
            for (CompilationUnit unit : units) {
                Env env = new Env(program, module, sink);
                files.put(unit, env);
                CollectDecls.run(unit, env);
            }
        });
        sources.modules()
                .values()
                .forEach(units -> units.forEach(unit -> Imports.bind(unit, envOf(files, unit), sources.source())));
        program.classBounds.itemsKnown();
        ResolveHeaders.run(program.modules.values());
        Env main = envOf(files, sources.main());
        TestBlocks blocks = TestBlocks.resolve(program, main.module);
        program.constants.checkAll();
        program.taskLocals.checkAll();
        program.defaults.checkAll();
        for (FunctionHeader header : inOrder(program.modules.values())) {
            Body.checkFunction(header.home().env(), header);
        }
        blocks.checkBodies();
        FunctionSymbol entry =
                start == Entry.MAIN || main.item("main") != null ? Mains.check(sources.main(), main) : null;
        sources.modules()
                .values()
                .forEach(units -> units.forEach(unit -> {
                    Env env = envOf(files, unit);
                    env.imports.warnUnused(env);
                }));
        if (start == Entry.MAIN || start == Entry.NONE) {
            return main.generic(entry, List.of());
        }
        boolean benchmarks = start == Entry.BENCHES;
        FunctionSymbol cases = sink.hasErrors() ? null : TestEntry.make(program, blocks, benchmarks);
        return main.generic(cases, blocks.cases(benchmarks));
    }

    private static Env envOf(Map<CompilationUnit, Env> files, CompilationUnit unit) {
        Env env = files.get(unit);
        if (env == null) {
            throw new IllegalStateException("a file that was not collected: " + unit.file());
        }
        return env;
    }

    /** All functions of the modules in order of declaration: bodies are checked, and their tasks named, in this order. */
    static List<FunctionHeader> inOrder(Collection<Module> modules) {
        List<FunctionHeader> result = new ArrayList<>();
        Set<ClassHeader> done = new HashSet<>();
        List<Item> items = new ArrayList<>();
        modules.forEach(m -> items.addAll(m.items.values()));
        for (Item item : items) {
            Env env = item.home().env();
            switch (item) {
                case Item.FunctionItem f -> result.add(env.function(f.symbol()));
                case Item.ClassItem c -> {
                    inits(env, c.header(), done, result);
                    result.addAll(c.header().methods.values());
                }
                case Item.EnumItem e -> {
                    EnumHeader header = e.header();
                    result.addAll(header.methods.values());
                }
                case Item.AliasItem a -> {
                    // no body
                }
                case Item.NewtypeItem n -> {
                    // no body
                }
                case Item.ConstantItem c -> {
                    // checked before
                }
                case Item.TaskLocalItem t -> {
                    // checked before
                }
            }
        }
        return result;
    }

    /** The {@code init} of a base class before those of its subclasses, which ask whether it lets {@code self} escape. */
    private static void inits(Env env, ClassHeader header, Set<ClassHeader> done, List<FunctionHeader> result) {
        if (!done.add(header)) {
            return;
        }
        if (header.base != null) {
            inits(env, env.classHeader(header.base.symbol()), done, result);
        }
        if (header.init != null) {
            result.add(header.init);
        }
    }
}
