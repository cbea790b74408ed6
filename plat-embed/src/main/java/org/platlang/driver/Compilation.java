package org.platlang.driver;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.platlang.codegen.Codegen;
import org.platlang.hir.check.Checker;
import org.platlang.hir.modules.ModuleLoader;
import org.platlang.hir.modules.SourceProgram;
import org.platlang.hir.mono.Monomorphize;
import org.platlang.hir.tree.Entry;
import org.platlang.hir.tree.GenericProgram;
import org.platlang.hir.tree.HirPrinter;
import org.platlang.hir.tree.HirProgram;
import org.platlang.hir.tree.TestCase;
import org.platlang.ir.IrPrinter;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.diag.DiagnosticSink;
import org.platlang.lexer.source.SourceFile;
import org.platlang.parser.Parser;
import org.platlang.parser.ast.AstPrinter;
import org.platlang.parser.ast.CompilationUnit;

/**
 * Source → executable: the compiler's stages in order. Each call is independent of every other, so a JVM may compile any
 * number of programs at once.
 */
public final class Compilation {
    private static final long LARGE_STACK_BYTES = 1L << 30;

    private final DiagnosticSink sink = new DiagnosticSink();
    private final Timings timings = new Timings();

    private Compilation() {}

    /**
     * What came of it.
     *
     * @param diagnostics errors and warnings about the program, in the order to be shown
     * @param problem what went wrong outside the program's text
     * @param timings how long each stage took
     */
    public record Outcome(List<Diagnostic> diagnostics, Optional<DriverException> problem, Timings timings) {
        public Outcome {
            diagnostics = List.copyOf(diagnostics);
        }
    }

    /** Errors and warnings only. */
    public static Outcome check(Path source) {
        return check(SourceProvider.file(source));
    }

    /** Errors and warnings of a text that need not be in a file. */
    public static Outcome check(SourceFile source) {
        return check(SourceProvider.text(source));
    }

    /**
     * Makes what the options ask for: an executable, or the text of one form of the program, which goes to {@code out}
     * unless the options name a file.
     */
    public static Outcome build(BuildOptions options, PrintStream out) {
        return build(SourceProvider.file(options.source()), options, out);
    }

    /** As {@link #build(BuildOptions, PrintStream)}, from a text; the options' source only gives the default output. */
    public static Outcome build(SourceFile source, BuildOptions options, PrintStream out) {
        return build(SourceProvider.text(source), options, out);
    }

    /**
     * What came of building the tests or benchmarks of a program.
     *
     * @param cases those the executable can run, in order of declaration; where there are none, none was made
     */
    public record CaseOutcome(Outcome outcome, List<TestCase> cases) {
        public CaseOutcome {
            cases = List.copyOf(cases);
        }
    }

    /**
     * Makes an executable that runs one of the program's tests or benchmarks; {@link CaseProcess} starts it.
     *
     * @param entry what to run; not {@code main}
     */
    public static CaseOutcome buildCases(BuildOptions options, Entry entry) {
        List<TestCase> cases = new ArrayList<>();
        Outcome outcome = withRoom(() -> {
            cases.clear();
            Compilation compilation = new Compilation();
            return compilation.outcome(() -> compilation.runCases(options, entry, cases));
        });
        return new CaseOutcome(outcome, cases);
    }

    private void runCases(BuildOptions options, Entry entry, List<TestCase> cases) throws DriverException {
        try (ToolShell shell = ToolShell.start()) {
            Optional<SourceProgram> sources = parse(SourceProvider.file(options.source()));
            if (sources.isEmpty()) {
                return;
            }
            GenericProgram generic = Checker.check(sources.get(), entry, sink);
            timings.done("check");
            cases.addAll(generic.cases());
            Optional<HirProgram> program = monomorphic(generic);
            if (program.isPresent()) {
                generate(program.get(), options, shell);
            }
        }
    }

    /** Errors and warnings of a program, wherever its texts are. */
    public static Outcome check(SourceProvider source) {
        return check(source, Entry.MAIN);
    }

    /**
     * Errors and warnings of texts.
     *
     * @param entry {@link Entry#MAIN} for a program, {@link Entry#NONE} for what may be a library
     */
    public static Outcome check(SourceProvider source, Entry entry) {
        return withRoom(() -> {
            Compilation compilation = new Compilation();
            return compilation.outcome(() -> {
                Optional<SourceProgram> sources = compilation.parse(source);
                if (sources.isPresent()) {
                    compilation.analyse(sources.get(), entry);
                }
            });
        });
    }

    /** As {@link #build(BuildOptions, PrintStream)}, from wherever the texts are. */
    public static Outcome build(SourceProvider source, BuildOptions options, PrintStream out) {
        return withRoom(() -> {
            Compilation compilation = new Compilation();
            return compilation.outcome(() -> compilation.run(source, options, out));
        });
    }

    /** The phases recurse over the program; one that is too deep for this thread's stack is begun anew on a large one. */
    private static Outcome withRoom(Supplier<Outcome> attempt) {
        try {
            return attempt.get();
        } catch (StackOverflowError overflow) {
            FutureTask<Outcome> again = new FutureTask<>(attempt::get);
            new Thread(null, again, "compiler", LARGE_STACK_BYTES).start();
            try {
                return again.get();
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The stages; any of them may be the last. */
    private void run(SourceProvider source, BuildOptions options, PrintStream out) throws DriverException {
        if (options.emit().isPresent()) {
            stages(source, options, out, Optional.empty());
            return;
        }
        try (ToolShell shell = ToolShell.start()) {
            stages(source, options, out, Optional.of(shell));
        }
    }

    private void stages(SourceProvider source, BuildOptions options, PrintStream out, Optional<ToolShell> shell)
            throws DriverException {
        Optional<SourceProgram> sources = parse(source);
        if (sources.isEmpty()) {
            return;
        }
        if (options.emit().equals(Optional.of(BuildOptions.Emit.AST))) {
            write(AstPrinter.print(sources.get().main()), options, out);
            return;
        }
        Optional<HirProgram> program = analyse(sources.get(), Entry.MAIN);
        if (program.isEmpty()) {
            return;
        }
        if (options.emit().isPresent()) {
            String text = switch (options.emit().get()) {
                case AST, HIR -> HirPrinter.print(program.get());
                case SSA -> IrPrinter.print(Codegen.ssa(program.get(), codegenOptions(options)));
                case ASM -> new String(Codegen.compile(program.get(), codegenOptions(options)), StandardCharsets.UTF_8);
            };
            write(text, options, out);
            return;
        }
        if (shell.isPresent()) {
            generate(program.get(), options, shell.get());
        }
    }

    private void generate(HirProgram program, BuildOptions options, ToolShell shell) throws DriverException {
        byte[] assembly = Codegen.compile(program, codegenOptions(options));
        timings.done("select, emit");
        NativeLink.link(shell, assembly, options.executable(), options.debug());
        timings.done("as, ld");
    }

    private Optional<SourceProgram> parse(SourceProvider source) throws DriverException {
        Optional<SourceFile> file = source.main(sink);
        timings.done("read");
        if (file.isEmpty()) {
            return Optional.empty();
        }
        CompilationUnit unit = Parser.parse(file.get(), sink);
        // What was meant by text that does not parse is a guess: later phases would report errors about the guess.
        Optional<SourceProgram> program =
                sink.hasErrors() ? Optional.empty() : Optional.of(ModuleLoader.load(unit, source.modules(unit), sink));
        timings.done("parse");
        return sink.hasErrors() ? Optional.empty() : program;
    }

    /** The checked program without type variables, or empty when it has errors or no entry. */
    private Optional<HirProgram> analyse(SourceProgram sources, Entry entry) {
        GenericProgram generic = Checker.check(sources, entry, sink);
        timings.done("check");
        return monomorphic(generic);
    }

    private Optional<HirProgram> monomorphic(GenericProgram generic) {
        if (sink.hasErrors() || generic.entry().isEmpty()) {
            return Optional.empty();
        }
        Optional<HirProgram> program = Monomorphize.run(generic, sink);
        timings.done("monomorphize");
        return sink.hasErrors() ? Optional.empty() : program;
    }

    private Codegen.Options codegenOptions(BuildOptions options) {
        return new Codegen.Options(
                options.optimize() ? 2 : 0,
                options.debug(),
                options.overflowPanics(),
                lowered -> timings.done("lower"),
                optimized -> timings.done("optimize"));
    }

    private static void write(String text, BuildOptions options, PrintStream out) throws DriverException {
        if (options.output().isEmpty()) {
            out.print(text);
            return;
        }
        try {
            Files.writeString(options.output().get(), text);
        } catch (IOException e) {
            throw new DriverException(
                    "cannot write `" + options.output().get() + "`: " + e.getMessage(), "choose another place with -o");
        }
    }

    private interface Stages {
        void run() throws DriverException;
    }

    private Outcome outcome(Stages stages) {
        try {
            stages.run();
            return new Outcome(reports(), Optional.empty(), timings);
        } catch (DriverException e) {
            return new Outcome(reports(), Optional.of(e), timings);
        }
    }

    /**
     * What to show. A variable may seem unused, or a statement without effect, only because the use was not understood:
     * with errors, that is noise.
     */
    private List<Diagnostic> reports() {
        List<Diagnostic> all = sink.sorted();
        return sink.hasErrors()
                ? all.stream()
                        .filter(d -> d.code() != DiagnosticCode.W0001 && d.code() != DiagnosticCode.W0006)
                        .toList()
                : all;
    }
}
