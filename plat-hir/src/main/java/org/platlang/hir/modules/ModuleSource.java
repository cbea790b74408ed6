package org.platlang.hir.modules;

import java.util.List;
import org.platlang.lexer.diag.DiagnosticSink;

/** Where the texts of modules come from: folders, or memory. The checker itself reads no file. */
public interface ModuleSource {
    /**
     * The files that may belong to a module, in a fixed order: {@code a/b.plat}, then those directly in {@code a/b/}. The
     * {@code mod} in each decides. Nothing for a module that is nowhere.
     *
     * @param sink takes reports about files that hold no text
     */
    List<ModuleFile> files(ModulePath module, DiagnosticSink sink);

    /** The places of all files there are: what a misspelt name may have meant. */
    List<ModulePath> places();

    /** For programs of one file. */
    static ModuleSource none() {
        return new ModuleSource() {
            @Override
            public List<ModuleFile> files(ModulePath module, DiagnosticSink sink) {
                return List.of();
            }

            @Override
            public List<ModulePath> places() {
                return List.of();
            }
        };
    }
}
