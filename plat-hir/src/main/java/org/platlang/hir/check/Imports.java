package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.Headers.Item;
import org.platlang.hir.modules.ModulePath;
import org.platlang.hir.modules.ModuleSource;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.diag.Suggest;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.CompilationUnit;
import org.platlang.parser.ast.CompilationUnit.UseDeclaration;
import org.platlang.parser.ast.CompilationUnit.UseName;
import org.platlang.parser.ast.Identifier;

/** The names that the {@code use} declarations of one file make visible in it (§2). */
final class Imports {
    /** One name. It may stand for a module and for an item of the module around it, both of that name. */
    private static final class Import {
        final Identifier name;
        final UseDeclaration declaration;
        final @Nullable Module module;
        final @Nullable Item item;
        boolean used;

        Import(Identifier name, UseDeclaration declaration, @Nullable Module module, @Nullable Item item) {
            this.name = name;
            this.declaration = declaration;
            this.module = module;
            this.item = item;
        }
    }

    private final Map<String, Import> byName = new LinkedHashMap<>();
    /** Imported modules by their full path, which may be written as well. */
    private final Map<String, Import> byPath = new LinkedHashMap<>();
    /** Items by the paths written in this file, such as {@code math::Point}: see {@link Paths}. */
    private final Map<String, Item> qualified = new LinkedHashMap<>();

    private ModuleSource source = ModuleSource.none();
    private List<UseDeclaration> lines = List.of();
    private @Nullable Span firstItem;

    // ---- questions

    /** What a name, or a path written in this file, stands for among items; null if nothing. */
    @Nullable
    Item item(String name) {
        Import found = byName.get(name);
        if (found != null && found.item != null) {
            found.used = true;
            return found.item;
        }
        return qualified.get(name);
    }

    /** The imported module that a name or full path stands for, or null. */
    @Nullable
    Module module(String path) {
        Import found = byName.get(path);
        if (found == null || found.module == null) {
            found = byPath.get(path);
        }
        if (found == null || found.module == null) {
            return null;
        }
        found.used = true;
        return found.module;
    }

    /** Whether the name was imported, but what it stands for was not found and is reported. */
    boolean isUnresolved(String name) {
        Import found = byName.get(name);
        if (found == null || found.module != null || found.item != null) {
            return false;
        }
        found.used = true;
        return true;
    }

    void remember(String path, Item item) {
        qualified.put(path, item);
    }

    /** Every name there is, for suggestions. */
    List<String> names() {
        return new ArrayList<>(byName.keySet());
    }

    /** {@code math::add} for a name that an imported module has. */
    Optional<String> within(String name, Module from) {
        for (Map.Entry<String, Import> e : byName.entrySet()) {
            Module module = e.getValue().module;
            if (module != null
                    && module.item(name).filter(i -> i.home().isVisibleIn(from)).isPresent()) {
                return Optional.of(e.getKey() + "::" + name);
            }
        }
        return Optional.empty();
    }

    /** The fix that imports a module: before the first `use` of a path behind its own, else behind the last one. */
    private Diagnostic addUse(Diagnostic d, ModulePath path) {
        String line = "use " + path + ";";
        Diagnostic helped = d.help("import it: `" + line + "`");
        String label = "add `" + line + "`";
        for (UseDeclaration use : lines) {
            if (ModulePath.of(use.path()).toString().compareTo(path.toString()) > 0) {
                return helped.fix(label, use.span().atStart(), line + "\n");
            }
        }
        if (!lines.isEmpty()) {
            Span last = lines.get(lines.size() - 1).span();
            int end = last.file().text().indexOf('\n', last.end());
            return end < 0
                    ? helped.fix(label, last.atEnd(), "\n" + line)
                    : helped.fix(label, last.file().span(end + 1, end + 1), line + "\n");
        }
        return firstItem == null ? helped : helped.fix(label, withDocumentation(firstItem), line + "\n\n");
    }

    /** Before an item and the lines of documentation above it. */
    private static Span withDocumentation(Span item) {
        String text = item.file().text();
        int start = item.start();
        while (start > 0) {
            int above = text.lastIndexOf('\n', start - 2) + 1;
            if (text.charAt(start - 1) != '\n'
                    || !text.substring(above, start).stripLeading().startsWith("///")) {
                break;
            }
            start = above;
        }
        return item.file().span(start, start);
    }

    /** Help for a path that begins with something that is no name here: a module that was not imported, or a misspelling. */
    Diagnostic advise(Diagnostic d, List<String> path, Span at) {
        for (int length = path.size(); length > 0; length--) {
            ModulePath written = new ModulePath(path.subList(0, length));
            if (source.places().contains(written)) {
                return addUse(d, written);
            }
            if (written.parts().size() == 1 && StandardModules.NAMES.contains(written.name())) {
                return addUse(d, new ModulePath(List.of("std", written.name())))
                        .fix("write `std::" + written + "`", at, "std::" + written);
            }
        }
        Optional<String> near = Suggest.nearest(path.get(0), names());
        return near.isPresent()
                ? d.help("did you mean `" + near.get() + "`?").fix("write `" + near.get() + "`", at, near.get())
                : d;
    }

    // ---- binding

    /** Looks up what a file imports; every module has its items by now. */
    static void bind(CompilationUnit unit, Env env, ModuleSource source) {
        Imports imports = env.imports;
        imports.source = source;
        imports.lines = unit.uses();
        imports.firstItem = unit.items().isEmpty() ? null : unit.items().get(0).span();
        for (UseDeclaration use : unit.uses()) {
            imports.bind(use, env);
        }
    }

    private void bind(UseDeclaration use, Env env) {
        ModulePath path = ModulePath.of(use.path());
        Identifier last = use.path().get(use.path().size() - 1);
        if (use.names().isEmpty()) {
            Module module = env.program.module(path);
            Module around = path.parent().map(p -> env.program.module(p)).orElse(null);
            Identifier name = use.alias().orElse(last);
            if (module == null && around == null) {
                unknownModule(use.path(), path, env);
                add(name, use, null, null, env);
                return;
            }
            one(use, name, last, module, around, env);
            return;
        }
        Module around = env.program.module(path);
        if (around == null && use.names().stream().allMatch(n -> submodule(path, n, env) == null)) {
            unknownModule(use.path(), path, env);
            for (UseName n : use.names()) {
                add(n.alias().orElse(n.name()), use, null, null, env);
            }
            return;
        }
        for (UseName n : use.names()) {
            one(use, n.alias().orElse(n.name()), n.name(), submodule(path, n, env), around, env);
        }
    }

    private static @Nullable Module submodule(ModulePath path, UseName name, Env env) {
        return env.program.module(path.child(name.name().text()));
    }

    private void one(
            UseDeclaration use,
            Identifier name,
            Identifier original,
            @Nullable Module module,
            @Nullable Module around,
            Env env) {
        Item item = around == null ? null : around.items.get(original.text());
        if (item != null && around != null && !item.home().isVisibleIn(env.module)) {
            if (module == null) {
                Visibility.reportItem(env, item, around, original);
            } else {
                item = null;
            }
        }
        if (item == null && module == null && around != null) {
            env.report(Paths.nothingIn(env, around, original));
        }
        spelling(name, module, item, env);
        add(name, use, module, item, env);
    }

    private static void spelling(Identifier name, @Nullable Module module, @Nullable Item item, Env env) {
        if (item == null) {
            if (module != null) {
                Naming.SNAKE.check(name, "module", env.sink);
            }
            return;
        }
        switch (item) {
            case Item.FunctionItem i -> Naming.SNAKE.check(name, "function", env.sink);
            case Item.ConstantItem i -> Naming.UPPER.check(name, "constant", env.sink);
            case Item.TaskLocalItem i -> Naming.UPPER.check(name, "task-local", env.sink);
            case Item.ClassItem i -> CollectDecls.typeName(name, "class", env);
            case Item.EnumItem i -> CollectDecls.typeName(name, "enum", env);
            case Item.AliasItem i -> CollectDecls.typeName(name, "type", env);
            case Item.NewtypeItem i -> CollectDecls.typeName(name, "newtype", env);
        }
    }

    private void add(Identifier name, UseDeclaration use, @Nullable Module module, @Nullable Item item, Env env) {
        Import made = new Import(name, use, module, item);
        if (module == null && item == null) {
            made.used = true; // reported
        }
        Item own = env.module.items.get(name.text());
        Import earlier = byName.putIfAbsent(name.text(), made);
        if (own != null && item != null) {
            made.used = true;
            env.report(Diagnostic.at(
                            DiagnosticCode.E0205,
                            name.span(),
                            "`" + name.text() + "` is declared in this module already")
                    .secondary(own.span(), "declared here")
                    .help("give the import another name: `as …`"));
        } else if (earlier != null) {
            env.report(Diagnostic.at(DiagnosticCode.E0205, name.span(), "`" + name.text() + "` is imported twice")
                    .secondary(earlier.name.span(), "first imported here")
                    .help("remove one of them, or give one another name: `as …`"));
        }
        if (module != null) {
            byPath.putIfAbsent(module.path().toString(), made);
        }
    }

    private void unknownModule(List<Identifier> written, ModulePath path, Env env) {
        Span at = written.get(0).span().to(written.get(written.size() - 1).span());
        Diagnostic d = Diagnostic.at(DiagnosticCode.E0210, at, "there is no module `" + path + "`");
        List<String> known = new ArrayList<>();
        for (ModulePath place : source.places()) {
            known.add(place.toString());
        }
        for (String name : StandardModules.NAMES) {
            known.add("std::" + name);
        }
        Optional<String> near = Suggest.nearest(path.toString(), known);
        if (near.isEmpty() && path.parts().size() == 1 && StandardModules.NAMES.contains(path.name())) {
            near = Optional.of("std::" + path);
        }
        if (near.isPresent()) {
            d = d.help("did you mean `" + near.get() + "`?").fix("write `" + near.get() + "`", at, near.get());
        } else if (path.isStandard()) {
            d = d.help("the standard library's modules are std::" + String.join(", std::", StandardModules.NAMES));
        } else {
            String file = String.join("/", path.parts()) + ".plat";
            d = d.help("a module is a file `" + file + "` under the project's root, or files in the folder `"
                    + String.join("/", path.parts()) + "/` that begin with `mod " + path + ";`");
        }
        env.report(d);
    }

    // ---- warnings

    /** Warns of what was imported and never named. */
    void warnUnused(Env env) {
        for (Import i : byName.values()) {
            if (i.used || i.name.text().startsWith("_")) {
                continue;
            }
            Diagnostic d = Diagnostic.at(
                    DiagnosticCode.W0003, i.name.span(), "`" + i.name.text() + "` is imported and never used");
            env.report(
                    i.declaration.names().size() < 2
                            ? d.fix("remove the import", i.declaration.span(), "")
                            : d.help("remove it from the braces"));
        }
    }
}
