package org.platlang.hir.check;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.Headers.FunctionHeader;
import org.platlang.hir.check.Headers.Item;
import org.platlang.hir.tree.FunctionSymbol;
import org.platlang.hir.tree.TestCase;
import org.platlang.lexer.diag.DiagnosticSink;
import org.platlang.lexer.source.SourceFile;
import org.platlang.parser.Parser;
import org.platlang.parser.ast.CompilationUnit;
import org.platlang.parser.ast.Decl;

/**
 * The entry of an executable of tests or benchmarks, written in Plat: it runs the one case whose index is the first
 * argument and ends with {@link TestCase#PASSED}. One case a process: a panic, a crash or an endless loop is that
 * case's own.
 */
final class TestEntry {
    private TestEntry() {}

    /** The entry's symbol, its body filed; null where there are no cases. The program must be free of errors. */
    static @Nullable FunctionSymbol make(Program program, TestBlocks blocks, boolean benchmarks) {
        List<TestBlocks.Case> cases = blocks.all(benchmarks);
        if (cases.isEmpty()) {
            return null;
        }
        DiagnosticSink sink = new DiagnosticSink();
        Env std = Env.forPrelude(program, sink);
        StringBuilder text = new StringBuilder("fn run_case() -> Int32 {\n"
                + "  let words = arguments();\n"
                + "  let which = words[1].unwrap_or(default = \"\");\n");
        Decl.Function none = parsed("fn none() { }");
        for (int i = 0; i < cases.size(); i++) {
            TestBlocks.Case c = cases.get(i);
            text.append("  if (which == \"").append(i).append("\") {\n");
            declare(std, none, "case" + i, c.function());
            declare(std, none, "before" + i, c.before());
            declare(std, none, "after" + i, c.after());
            if (benchmarks) {
                benchmark(text, i, c);
            } else {
                test(text, i, c);
            }
            text.append("    return ").append(TestCase.PASSED).append(";\n  }\n");
        }
        text.append("  eprint(value = \"error: this program is run by `platc ")
                .append(benchmarks ? "bench" : "test")
                .append("`\");\n  2\n}\n");
        return checked(std, sink, text.toString());
    }

    private static void declare(Env std, Decl.Function none, String name, @Nullable FunctionHeader header) {
        if (header != null) {
            // Calls look at the header under the symbol; the syntax belongs to phases that are over.
            std.module.items.put(name, new Item.FunctionItem(none, header.symbol(), header.home()));
        }
    }

    private static String call(String name, FunctionHeader header) {
        List<Signature.Parameter> parameters = header.signature().parameters();
        return name + (parameters.isEmpty() ? "()" : "(" + parameters.get(0).name() + " = ctx)");
    }

    /** {@code after_each} gives back what {@code before_each} took: whenever the latter came to its end, however the test ends. */
    private static void test(StringBuilder text, int i, TestBlocks.Case c) {
        before(text, i, c);
        if (c.after() != null) {
            text.append("    defer { ").append(call("after" + i, c.after())).append("; }\n");
        }
        text.append("    ").append(call("case" + i, c.function())).append(";\n");
    }

    private static void before(StringBuilder text, int i, TestBlocks.Case c) {
        if (c.before() != null) {
            text.append("    let ctx = before").append(i).append("();\n");
        }
    }

    /**
     * One round is {@code before_each}, a number of calls under the clock, {@code after_each}. What it returns is made and
     * dropped: see {@link FunctionSymbol#isMeasured}. {@code after_each} is not deferred: the loop under the clock shall be
     * compiled as a loop outside of any `defer` is. So it does not run behind a panic, with which a benchmark's process ends.
     */
    private static void benchmark(StringBuilder text, int i, TestBlocks.Case c) {
        text.append("    bench_run(args = words, round = fn(n: Int64) -> List[Int64] {\n");
        before(text, i, c);
        text.append("    let allocated = allocation_count();\n"
                + "    let start = time_monotonic();\n"
                + "    var i: Int64 = 0;\n"
                + "    while (i < n) { " + call("case" + i, c.function()) + "; i += 1; }\n"
                + "    let took = time_monotonic() - start;\n"
                + "    let made = allocation_count() - allocated;\n"
                + "    let result = [cast(value = took / 1ns, target = Int64), made];\n");
        if (c.after() != null) {
            text.append("    ").append(call("after" + i, c.after())).append(";\n");
        }
        text.append("    result\n    });\n");
    }

    private static FunctionSymbol checked(Env std, DiagnosticSink sink, String text) {
        Decl.Function d = parsed(text);
        FunctionSymbol symbol = new FunctionSymbol("std", 0, "run_case", List.of());
        FunctionHeader header = ResolveHeaders.freeHeader(std, d, symbol, "run_case");
        std.functions.put(symbol, header);
        Body.checkFunction(std, header);
        if (sink.hasErrors()) {
            throw new IllegalStateException("entry of the tests: " + Prelude.messages(sink) + "\n" + text);
        }
        return symbol;
    }

    private static Decl.Function parsed(String text) {
        DiagnosticSink sink = new DiagnosticSink();
        CompilationUnit unit = Parser.parse(SourceFile.of("std/run_case.plat", text), sink);
        if (sink.hasErrors() || !(unit.items().get(0) instanceof Decl.Function d)) {
            throw new IllegalStateException("entry of the tests: " + Prelude.messages(sink) + "\n" + text);
        }
        return d;
    }
}
