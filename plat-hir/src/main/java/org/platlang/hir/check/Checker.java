package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.platlang.hir.check.Headers.ClassHeader;
import org.platlang.hir.check.Headers.EnumHeader;
import org.platlang.hir.check.Headers.FunctionHeader;
import org.platlang.hir.check.Headers.Item;
import org.platlang.hir.tree.Entry;
import org.platlang.hir.tree.FunctionSymbol;
import org.platlang.hir.tree.GenericProgram;
import org.platlang.lexer.diag.DiagnosticSink;
import org.platlang.parser.ast.CompilationUnit;
import org.platlang.parser.ast.Identifier;

/** The checker's phases, in order. Never throws on a program's text; what is wrong is in the sink. */
public final class Checker {
    private Checker() {}

    /**
     * Checks one file as a program that begins at {@code main}.
     *
     * @return what was found, fit for {@link org.platlang.hir.mono.Monomorphize} if the sink holds no errors
     */
    public static GenericProgram check(CompilationUnit unit, DiagnosticSink sink) {
        return check(unit, Entry.MAIN, sink);
    }

    /**
     * Checks one file: all of it, whatever the entry.
     *
     * @param start what the executable will run; a program of tests or benchmarks needs no {@code main}
     * @return what was found, fit for {@link org.platlang.hir.mono.Monomorphize} if the sink holds no errors
     */
    public static GenericProgram check(CompilationUnit unit, Entry start, DiagnosticSink sink) {
        Env env = new Env(moduleName(unit), sink);
        CollectDecls.run(unit, env);
        ResolveHeaders.run(env);
        TestBlocks blocks = TestBlocks.resolve(env);
        env.constants.checkAll();
        env.defaults.checkAll();
        for (FunctionHeader header : inOrder(env)) {
            Body.checkFunction(env, header);
        }
        blocks.checkBodies();
        FunctionSymbol main = start == Entry.MAIN || env.item("main") != null ? Mains.check(unit, env) : null;
        if (start == Entry.MAIN) {
            return env.program(main, List.of());
        }
        boolean benchmarks = start == Entry.BENCHES;
        FunctionSymbol entry = !sink.hasErrors() ? TestEntry.make(env, blocks, benchmarks) : null;
        return env.program(entry, blocks.cases(benchmarks));
    }

    private static String moduleName(CompilationUnit unit) {
        if (unit.module().isEmpty()) {
            return "main";
        }
        StringBuilder out = new StringBuilder();
        for (Identifier part : unit.module().get().path()) {
            if (!out.isEmpty()) {
                out.append("::");
            }
            out.append(part.text());
        }
        return out.toString();
    }

    /** All functions of the program in order of declaration: bodies are checked, and their tasks named, in this order. */
    private static List<FunctionHeader> inOrder(Env env) {
        List<FunctionHeader> result = new ArrayList<>();
        Set<ClassHeader> done = new HashSet<>();
        for (Item item : env.items.values()) {
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
                case Item.UnavailableItem u -> {
                    // reported
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
