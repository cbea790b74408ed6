package org.platlang.hir.modules;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.diag.DiagnosticSink;
import org.platlang.lexer.source.SourceFile;
import org.platlang.lexer.source.Span;
import org.platlang.parser.Parser;
import org.platlang.parser.ast.CompilationUnit;

/**
 * Finds the files of a program (§2): from the main file along {@code use}, each file once, so that imports may go in
 * circles. A {@code use} that leads nowhere is no concern of this phase.
 */
public final class ModuleLoader {
    private final CompilationUnit main;
    private final ModulePath mainPath;
    private final ModuleSource source;
    private final DiagnosticSink sink;
    private final Map<ModulePath, List<CompilationUnit>> modules = new LinkedHashMap<>();
    private final Set<ModulePath> asked = new HashSet<>();
    private final Queue<CompilationUnit> unread = new ArrayDeque<>();
    private final Map<SourceFile, Parsed> parsed = new IdentityHashMap<>();

    /** A parsed file; what is wrong with it matters only if the program has it. */
    private record Parsed(CompilationUnit unit, DiagnosticSink sink) {}

    private ModuleLoader(CompilationUnit main, ModuleSource source, DiagnosticSink sink) {
        this.main = main;
        this.mainPath = ModulePath.declaredBy(main).orElse(ModulePath.MAIN);
        this.source = source;
        this.sink = sink;
    }

    /** The program that begins with {@code main}; syntax errors of the files found go to the sink. */
    public static SourceProgram load(CompilationUnit main, ModuleSource source, DiagnosticSink sink) {
        ModuleLoader loader = new ModuleLoader(main, source, sink);
        loader.run();
        return new SourceProgram(main, Collections.unmodifiableMap(loader.modules), source);
    }

    private void run() {
        if (mainPath.isStandard() && main.module().isPresent()) {
            sink.report(Diagnostic.at(
                            DiagnosticCode.E0211,
                            main.module().get().span(),
                            "`" + mainPath + "` is the name of a module of the standard library")
                    .help("choose a name that does not begin with `std`"));
        }
        add(mainPath, main);
        if (main.module().isPresent() && !mainPath.isStandard()) {
            load(mainPath, main.module().get().span());
        }
        for (CompilationUnit unit = unread.poll(); unit != null; unit = unread.poll()) {
            for (CompilationUnit.UseDeclaration use : unit.uses()) {
                follow(use);
            }
        }
    }

    private void add(ModulePath path, CompilationUnit unit) {
        modules.computeIfAbsent(path, p -> new ArrayList<>()).add(unit);
        unread.add(unit);
    }

    /** A path may name a module, or an item of the module around it; so may each name in the braces. */
    private void follow(CompilationUnit.UseDeclaration use) {
        ModulePath path = ModulePath.of(use.path());
        if (path.isStandard()) {
            return; // the checker has it
        }
        load(path, use.span());
        if (use.names().isEmpty()) {
            path.parent().ifPresent(around -> load(around, use.span()));
        }
        for (CompilationUnit.UseName name : use.names()) {
            load(path.child(name.name().text()), name.span());
        }
    }

    private void load(ModulePath path, Span use) {
        if (!asked.add(path)) {
            return;
        }
        for (ModuleFile file : source.files(path, sink)) {
            if (file.source() == main.file()) {
                if (!mainPath.equals(path)
                        && main.module().isEmpty()
                        && file.place().equals(path)) {
                    sink.report(Diagnostic.at(
                                    DiagnosticCode.E0211,
                                    use,
                                    "`" + path + "` is the program's main file, which has no `mod`")
                            .help("begin it with `mod " + path + ";`"));
                }
                continue;
            }
            Parsed found = parsed.computeIfAbsent(file.source(), ModuleLoader::parse);
            ModulePath declared = ModulePath.declaredBy(found.unit()).orElse(file.place());
            if (declared.equals(path)) {
                sink.addAll(found.sink());
                add(path, found.unit());
            } else if (!fits(declared, file.place())) {
                misplaced(found.unit(), declared, file.place());
            }
        }
    }

    private static Parsed parse(SourceFile file) {
        DiagnosticSink own = new DiagnosticSink();
        return new Parsed(Parser.parse(file, own), own);
    }

    /** Whether a file may bear that {@code mod}: the path of its place, or that of its folder. */
    private static boolean fits(ModulePath declared, ModulePath place) {
        return declared.equals(place) || Optional.of(declared).equals(place.parent());
    }

    private void misplaced(CompilationUnit unit, ModulePath declared, ModulePath place) {
        Optional<CompilationUnit.ModuleDeclaration> written = unit.module();
        if (written.isEmpty()) {
            return;
        }
        Span at = written.get().span();
        String folder = place.parent()
                .map(p -> ", or `mod " + p + ";` to share the folder's module")
                .orElse("");
        sink.report(Diagnostic.at(DiagnosticCode.E0211, at, "`mod " + declared + "` does not match the file's place")
                .help("write `mod " + place + ";`" + folder)
                .fix("write `mod " + place + ";`", at, "mod " + place + ";"));
    }
}
