package org.platlang.differential;

import java.util.List;
import java.util.Optional;
import org.platlang.hir.Hir;
import org.platlang.hir.tree.HirProgram;
import org.platlang.interpreter.Interpreter;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticSink;
import org.platlang.lexer.diag.Severity;
import org.platlang.lexer.source.SourceFile;
import org.platlang.parser.Parser;

/** The interpreter's side: the front end's program, and what it means. */
final class Reference {
    /** Programs that do more are left out. */
    private static final long STEPS = 3_000_000;

    private final HirProgram program;

    private Reference(HirProgram program) {
        this.program = program;
    }

    /** The errors of the source, each with what it is about; none of a program. */
    static List<String> errors(SourceFile source) {
        DiagnosticSink sink = new DiagnosticSink();
        Hir.compile(Parser.parse(source, sink), sink);
        return sink.sorted().stream()
                .filter(d -> d.severity() == Severity.ERROR)
                .map(Reference::shown)
                .toList();
    }

    private static String shown(Diagnostic error) {
        String about = error.primary().isPresent()
                ? error.primary().get().span() + ": "
                        + error.primary().get().span().text()
                : "";
        return error.code().id() + " " + error.message() + " (" + about + ")";
    }

    /** Empty where the front end refuses the source. */
    static Optional<Reference> of(SourceFile source) {
        DiagnosticSink sink = new DiagnosticSink();
        Optional<HirProgram> program = Hir.compile(Parser.parse(source, sink), sink);
        return sink.hasErrors() ? Optional.empty() : program.map(Reference::new);
    }

    /** What the program does with these arguments; empty where that takes too long. */
    Optional<Behaviour> run(List<String> arguments) {
        List<String> words = new java.util.ArrayList<>(List.of("program"));
        words.addAll(arguments);
        Interpreter.Outcome outcome =
                Interpreter.run(program, new Interpreter.Settings(words, List.of(), false, STEPS));
        return outcome.end() == Interpreter.End.ENDLESS ? Optional.empty() : Optional.of(Behaviour.of(outcome));
    }
}
