package org.platlang.hir.modules;

import java.util.List;
import java.util.Map;
import org.platlang.parser.ast.CompilationUnit;

/**
 * The parsed files of a program.
 *
 * @param main the file it was asked for
 * @param modules every module that is reached from there with its files, the main file's first; the maps and lists are
 *     in the order found
 * @param source for suggestions
 */
public record SourceProgram(CompilationUnit main, Map<ModulePath, List<CompilationUnit>> modules, ModuleSource source) {
    /** A program of one file. */
    public static SourceProgram of(CompilationUnit main) {
        ModulePath path = ModulePath.declaredBy(main).orElse(ModulePath.MAIN);
        return new SourceProgram(main, Map.of(path, List.of(main)), ModuleSource.none());
    }
}
