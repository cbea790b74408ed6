package org.platlang.driver;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.platlang.hir.modules.ModuleSource;
import org.platlang.lexer.diag.DiagnosticSink;
import org.platlang.lexer.source.SourceFile;
import org.platlang.parser.ast.CompilationUnit;

/** Where a program's texts come from. */
public interface SourceProvider {
    /** The file the program begins with; empty after a report into the sink. */
    Optional<SourceFile> main(DiagnosticSink sink) throws DriverException;

    /** Where its modules are, which depends on what the main file's {@code mod} says of its place. */
    ModuleSource modules(CompilationUnit main) throws DriverException;

    /** A file, and what lies beside it. */
    static SourceProvider file(Path path) {
        return new FolderSources(path);
    }

    /** A text that uses no other module. */
    static SourceProvider text(SourceFile source) {
        return new SourceProvider() {
            @Override
            public Optional<SourceFile> main(DiagnosticSink sink) {
                return Optional.of(source);
            }

            @Override
            public ModuleSource modules(CompilationUnit main) {
                return ModuleSource.none();
            }
        };
    }

    /**
     * Texts in memory.
     *
     * @param files by their paths under the project's root, parts separated by {@code /}: {@code geometry/shapes.plat}
     * @param main the path of the file to begin with
     */
    static SourceProvider memory(Map<String, String> files, String main) {
        return new MemorySources(files, main);
    }
}
