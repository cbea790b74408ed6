package org.platlang.driver;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.platlang.hir.modules.ModuleFile;
import org.platlang.hir.modules.ModulePath;
import org.platlang.hir.modules.ModuleSource;
import org.platlang.lexer.diag.DiagnosticSink;
import org.platlang.lexer.source.SourceFile;
import org.platlang.parser.ast.CompilationUnit;

/** Texts that a host program hands over, by their paths under the project's root. */
final class MemorySources implements SourceProvider, ModuleSource {
    private final Map<String, SourceFile> files = new TreeMap<>();
    private final String main;

    MemorySources(Map<String, String> texts, String main) {
        texts.forEach((path, text) -> files.put(path, SourceFile.of(path, text)));
        this.main = main;
    }

    @Override
    public Optional<SourceFile> main(DiagnosticSink sink) throws DriverException {
        SourceFile found = files.get(main);
        if (found == null) {
            throw new DriverException("there is no text `" + main + "`", "the texts are " + files.keySet());
        }
        return Optional.of(found);
    }

    @Override
    public ModuleSource modules(CompilationUnit unit) {
        return this;
    }

    @Override
    public List<ModuleFile> files(ModulePath module, DiagnosticSink sink) {
        String base = String.join("/", module.parts());
        List<ModuleFile> found = new ArrayList<>();
        SourceFile own = files.get(base + ".plat");
        if (own != null) {
            found.add(new ModuleFile(own, module));
        }
        files.forEach((path, file) -> {
            if (path.startsWith(base + "/") && path.indexOf('/', base.length() + 1) < 0) {
                place(path).ifPresent(place -> found.add(new ModuleFile(file, place)));
            }
        });
        return found;
    }

    @Override
    public List<ModulePath> places() {
        Set<ModulePath> found = new LinkedHashSet<>();
        for (String path : files.keySet()) {
            place(path).ifPresent(place -> {
                found.add(place);
                place.parent().ifPresent(found::add); // a folder whose files may share a module
            });
        }
        return List.copyOf(found);
    }

    private static Optional<ModulePath> place(String path) {
        return path.endsWith(".plat")
                ? Optional.of(new ModulePath(List.of(
                        path.substring(0, path.length() - ".plat".length()).split("/"))))
                : Optional.empty();
    }
}
