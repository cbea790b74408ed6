package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.Headers.FunctionHeader;
import org.platlang.hir.check.Headers.Item;
import org.platlang.hir.check.Signature.Parameter;
import org.platlang.hir.modules.ModulePath;
import org.platlang.hir.tree.FunctionSymbol;
import org.platlang.hir.tree.TestCase;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.TypeParam;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Decl;
import org.platlang.parser.ast.Identifier;

/**
 * {@code test} and {@code bench} blocks (§13): the functions of a block see each other and everything in the module,
 * and are seen by nobody else. Ensures, where nothing was reported: a case takes nothing or what {@code before_each}
 * gives; so does {@code after_each}.
 */
final class TestBlocks {
    private static final String BEFORE = "before_each";
    private static final String BENCH = "bench_";
    private static final String AFTER = "after_each";

    private final List<Block> blocks = new ArrayList<>();

    /** A block; the functions in order of declaration. */
    private record Block(Env env, boolean benchmark, Map<String, FunctionHeader> functions) {}

    /** A function to run, and what is run around it. */
    record Case(
            TestCase about,
            FunctionHeader function,
            @Nullable FunctionHeader before,
            @Nullable FunctionHeader after) {}

    private final List<Case> tests = new ArrayList<>();
    private final List<Case> benchmarks = new ArrayList<>();

    private TestBlocks() {}

    /** First phase: names of blocks. */
    static void collect(Decl.TestBlock block, Env env) {
        for (Module.Block other : env.module.blocks) {
            Decl.TestBlock earlier = other.decl();
            if (earlier.benchmark() == block.benchmark()
                    && earlier.name().text().equals(block.name().text())) {
                twice(block.name(), earlier.name().span(), env);
            }
        }
        env.module.blocks.add(new Module.Block(block, env));
    }

    private static void twice(Identifier name, Span earlier, Env env) {
        env.report(Diagnostic.at(DiagnosticCode.E0205, name.span(), "`" + name.text() + "` is declared twice")
                .secondary(earlier, "first declared here"));
    }

    /**
     * Second phase: signatures.
     *
     * @param main whose blocks are named without their module
     */
    static TestBlocks resolve(Program program, Module main) {
        TestBlocks result = new TestBlocks();
        for (Module module : program.modules.values()) {
            for (Module.Block block : module.blocks) {
                String name = block.decl().name().text();
                result.resolve(block.decl(), block.env(), module == main ? name : module.qualified(name));
            }
        }
        return result;
    }

    private void resolve(Decl.TestBlock decl, Env outer, String display) {
        Env env = outer.forBlock();
        ModulePath path = env.module.path().child(decl.name().text());
        while (env.program.modules.containsKey(path)) {
            path = path.child("tests"); // symbols are unique, whatever modules are called
        }
        String owner = path.toString();
        Map<String, Item.FunctionItem> own = new LinkedHashMap<>();
        for (Decl.Function d : decl.functions()) {
            Naming.SNAKE.check(d.name(), "function", env.sink);
            String name = d.name().text();
            List<TypeParam> parameters = env.types.declare(d.typeParameters());
            FunctionSymbol symbol = decl.benchmark() && name.startsWith(BENCH)
                    ? FunctionSymbol.measured(owner, name, parameters)
                    : new FunctionSymbol(owner, 0, name, parameters);
            Item.FunctionItem item = new Item.FunctionItem(
                    d, symbol, new Headers.Home(env, false, d.name().span()));
            Item.FunctionItem earlier = own.putIfAbsent(name, item);
            if (earlier != null) {
                twice(d.name(), earlier.span(), env);
            }
        }
        env.module.items.putAll(own);
        Map<String, FunctionHeader> functions = new LinkedHashMap<>();
        for (Map.Entry<String, Item.FunctionItem> f : own.entrySet()) {
            Item.FunctionItem item = f.getValue();
            FunctionHeader header = ResolveHeaders.freeHeader(env, item.decl(), item.symbol(), f.getKey());
            env.functions.put(item.symbol(), header);
            functions.put(f.getKey(), header);
        }
        Block block = new Block(env, decl.benchmark(), functions);
        blocks.add(block);
        cases(block, display);
    }

    private void cases(Block block, String name) {
        FunctionHeader before = block.functions.get(BEFORE);
        FunctionHeader after = block.functions.get(AFTER);
        if (before != null) {
            plain(before, block.env);
            if (!before.signature().parameters().isEmpty()) {
                wrong(block.env, before, "`before_each` takes nothing", "write `fn before_each() -> …`");
            }
        }
        if (after != null) {
            plain(after, block.env);
            context(after, before, block.env);
            nothing(after, block.env);
        }
        String prefix = block.benchmark ? BENCH : "test_";
        for (FunctionHeader function : block.functions.values()) {
            if (!function.signature().name().startsWith(prefix)) {
                continue;
            }
            plain(function, block.env);
            context(function, before, block.env);
            if (!block.benchmark) {
                nothing(function, block.env);
            }
            TestCase about = new TestCase(name, function.signature().name(), function.span());
            (block.benchmark ? benchmarks : tests).add(new Case(about, function, before, after));
        }
    }

    private static void plain(FunctionHeader header, Env env) {
        if (!header.typeParameters().isEmpty()) {
            wrong(
                    env,
                    header,
                    "`" + header.signature().name() + "` cannot have type parameters",
                    "nobody would choose the types; a helper may have them");
        }
    }

    private static void nothing(FunctionHeader header, Env env) {
        Type result = header.signature().result();
        if (result != Primitive.UNIT && result != Primitive.NEVER && result != Primitive.ERROR) {
            wrong(
                    env,
                    header,
                    "`" + header.signature().name() + "` returns `" + Mismatch.shown(result)
                            + "`, which nobody would look at",
                    "leave out the result type and state what must hold: `assert(condition = …)`");
        }
    }

    /** No parameters, or one that takes what before_each gives. */
    private static void context(FunctionHeader header, @Nullable FunctionHeader before, Env env) {
        List<Parameter> parameters = header.signature().parameters();
        if (parameters.isEmpty()) {
            return;
        }
        String name = header.signature().name();
        if (parameters.size() > 1) {
            wrong(
                    env,
                    header,
                    "`" + name + "` takes nothing, or what `before_each` returns",
                    "let `before_each` return one value that holds all that is needed");
            return;
        }
        if (before == null) {
            wrong(
                    env,
                    header,
                    "`" + name + "` takes an argument, but its block has no `before_each` to make it",
                    "add `fn before_each() -> "
                            + Mismatch.shown(parameters.get(0).type()) + " { … }` to the block");
            return;
        }
        Type given = before.signature().result();
        Type taken = parameters.get(0).type();
        if (given != Primitive.ERROR && taken != Primitive.ERROR && !given.equals(taken)) {
            env.report(Diagnostic.at(
                            DiagnosticCode.E0960,
                            header.span(),
                            "`" + name + "` takes `" + Mismatch.shown(taken) + "`, but `before_each` returns "
                                    + (given == Primitive.UNIT ? "nothing" : "`" + Mismatch.shown(given) + "`"))
                    .secondary(before.span(), "`before_each` is declared here")
                    .help("let both have the same type"));
        }
    }

    private static void wrong(Env env, FunctionHeader header, String message, String help) {
        env.report(Diagnostic.at(DiagnosticCode.E0960, header.span(), message).help(help));
    }

    /** Third phase: what the functions do. */
    void checkBodies() {
        for (Block block : blocks) {
            for (FunctionHeader header : block.functions.values()) {
                Body.checkFunction(block.env, header);
            }
        }
    }

    /** The tests, or the benchmarks, in order of declaration. */
    List<Case> all(boolean wantBenchmarks) {
        return List.copyOf(wantBenchmarks ? benchmarks : tests);
    }

    /** What {@link GenericProgram#cases} says of them. */
    List<TestCase> cases(boolean wantBenchmarks) {
        return all(wantBenchmarks).stream().map(Case::about).toList();
    }
}
