package org.platlang.hir;

import java.util.Optional;
import org.platlang.hir.check.Checker;
import org.platlang.hir.modules.SourceProgram;
import org.platlang.hir.mono.Monomorphize;
import org.platlang.hir.tree.Entry;
import org.platlang.hir.tree.GenericProgram;
import org.platlang.hir.tree.HirProgram;
import org.platlang.lexer.diag.DiagnosticSink;
import org.platlang.parser.ast.CompilationUnit;

/** The door to this module: from AST to a program ready for code generation. */
public final class Hir {
    private Hir() {}

    /**
     * Checks a file and makes the instances its {@code main} needs.
     *
     * @param sink takes errors and warnings; may hold the parser's already
     * @return the program; empty exactly if the sink holds errors
     */
    public static Optional<HirProgram> compile(CompilationUnit unit, DiagnosticSink sink) {
        return compile(SourceProgram.of(unit), sink);
    }

    /** The same for a program of several files. */
    public static Optional<HirProgram> compile(SourceProgram sources, DiagnosticSink sink) {
        GenericProgram generic = Checker.check(sources, Entry.MAIN, sink);
        if (sink.hasErrors()) {
            return Optional.empty();
        }
        return Monomorphize.run(generic, sink);
    }
}
