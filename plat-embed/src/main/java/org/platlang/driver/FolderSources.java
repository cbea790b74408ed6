package org.platlang.driver;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.modules.ModuleFile;
import org.platlang.hir.modules.ModulePath;
import org.platlang.hir.modules.ModuleSource;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.diag.DiagnosticSink;
import org.platlang.lexer.source.SourceFile;
import org.platlang.parser.ast.CompilationUnit;

/** A file on disk and, under the project's root, the files of the modules it uses. */
final class FolderSources implements SourceProvider {
    private static final String SUFFIX = ".plat";

    private final Path file;
    private @Nullable SourceFile main;

    FolderSources(Path file) {
        this.file = file;
    }

    @Override
    public Optional<SourceFile> main(DiagnosticSink sink) throws DriverException {
        Optional<SourceFile> loaded = SourceLoader.load(file, sink);
        main = loaded.orElse(null);
        return loaded;
    }

    @Override
    public ModuleSource modules(CompilationUnit unit) {
        Path absolute = file.toAbsolutePath().normalize();
        Path root = root(absolute, ModulePath.declaredBy(unit));
        Path here = Path.of("").toAbsolutePath();
        Path shown = file.isAbsolute() || here.getRoot() == null ? root : here.relativize(root);
        return new Folder(shown, absolute, Optional.ofNullable(main));
    }

    /** The folder of {@code plat.toml}, else that of the file, less its {@code mod} path where the path ends so. */
    private static Path root(Path absolute, Optional<ModulePath> module) {
        Path folder = Optional.ofNullable(absolute.getParent()).orElse(absolute);
        Optional<Path> project = Manifest.folderAround(folder);
        if (project.isPresent() || module.isEmpty()) {
            return project.orElse(folder);
        }
        Path own = Path.of("", module.get().parts().toArray(String[]::new));
        // `a/b.plat`, or a file in the folder `a/b`
        for (Path place : List.of(withoutSuffix(absolute), folder)) {
            if (place.endsWith(own)) {
                Path above = place;
                for (int i = 0; i < own.getNameCount() && above != null; i++) {
                    above = above.getParent();
                }
                if (above != null) {
                    return above;
                }
            }
        }
        return folder;
    }

    private static Path withoutSuffix(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.endsWith(SUFFIX) ? path.resolveSibling(name.substring(0, name.length() - SUFFIX.length())) : path;
    }

    /** The modules under one root. A file is read when it is first asked for. */
    private static final class Folder implements ModuleSource {
        /** A mistaken name is looked for among so many files at most: a root may be somebody's home. */
        private static final int MOST_PLACES = 2_000;

        private static final int MOST_LEVELS = 6;

        private final Path root;
        private final Path mainPath;
        private final Map<Path, Optional<SourceFile>> read = new HashMap<>();
        private @Nullable List<ModulePath> places;

        Folder(Path root, Path mainPath, Optional<SourceFile> main) {
            this.root = root;
            this.mainPath = mainPath;
            read.put(mainPath, main);
        }

        @Override
        public List<ModuleFile> files(ModulePath module, DiagnosticSink sink) {
            List<ModuleFile> found = new ArrayList<>();
            Path base = root;
            for (String part : module.parts()) {
                base = base.resolve(part);
            }
            Path own = base.resolveSibling(module.name() + SUFFIX);
            if (Files.isRegularFile(own)) {
                read(own, sink).ifPresent(f -> found.add(new ModuleFile(f, module)));
            }
            for (Path path : list(base)) {
                String name = String.valueOf(withoutSuffix(path).getFileName());
                read(path, sink).ifPresent(f -> found.add(new ModuleFile(f, module.child(name))));
            }
            return found;
        }

        private static List<Path> list(Path folder) {
            if (!Files.isDirectory(folder)) {
                return List.of();
            }
            try (Stream<Path> entries = Files.list(folder)) {
                return entries.filter(p -> p.toString().endsWith(SUFFIX) && Files.isRegularFile(p))
                        .sorted()
                        .toList();
            } catch (IOException e) {
                return List.of(); // what cannot be listed holds no module that anybody could use
            }
        }

        private Optional<SourceFile> read(Path path, DiagnosticSink sink) {
            return read.computeIfAbsent(key(path), k -> load(path, sink));
        }

        private Path key(Path path) {
            Path absolute = path.toAbsolutePath().normalize();
            try {
                return Files.isSameFile(absolute, mainPath) ? mainPath : absolute;
            } catch (IOException e) {
                return absolute;
            }
        }

        private static Optional<SourceFile> load(Path path, DiagnosticSink sink) {
            try {
                return SourceLoader.load(path, sink);
            } catch (DriverException e) {
                SourceFile unread = SourceFile.of(path.toString(), "");
                sink.report(Diagnostic.at(DiagnosticCode.E0900, unread.span(0, 0), e.problem())
                        .help(e.advice()));
                return Optional.empty();
            }
        }

        @Override
        public List<ModulePath> places() {
            List<ModulePath> known = places;
            if (known == null) {
                known = walk();
                places = known;
            }
            return known;
        }

        private List<ModulePath> walk() {
            Set<ModulePath> found = new LinkedHashSet<>();
            try {
                Files.walkFileTree(root, Set.of(), MOST_LEVELS, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                        String name = String.valueOf(folder.getFileName());
                        boolean sources = folder.equals(root) || !(name.startsWith(".") || name.equals("target"));
                        return sources ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
                        if (path.toString().endsWith(SUFFIX)) {
                            add(withoutSuffix(root.relativize(path)));
                        }
                        return found.size() < MOST_PLACES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path path, IOException e) {
                        return FileVisitResult.CONTINUE;
                    }

                    private void add(Path place) {
                        List<String> parts = new ArrayList<>();
                        place.forEach(part -> parts.add(part.toString()));
                        found.add(new ModulePath(parts));
                        if (parts.size() > 1) {
                            found.add(new ModulePath(parts.subList(0, parts.size() - 1)));
                        }
                    }
                });
            } catch (IOException e) {
                return List.copyOf(found);
            }
            return List.copyOf(found);
        }
    }
}
