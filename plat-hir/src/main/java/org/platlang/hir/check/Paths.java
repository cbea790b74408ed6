package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.Headers.Item;
import org.platlang.hir.modules.ModulePath;
import org.platlang.hir.type.TypeParam;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.diag.Suggest;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Expr;
import org.platlang.parser.ast.Identifier;

/**
 * Paths through modules. What names an item of a module, {@code geometry::Shape} of {@code geometry::Shape::Circle},
 * becomes one name as written, under which {@link Env#item} has the item from then on; so the rest of the checker knows
 * plain names only.
 */
final class Paths {
    private final Env env;

    Paths(Env env) {
        this.env = env;
    }

    private record Prefix(Module module, int length) {}

    /** The path with its modules joined to the item's name; null where something was reported. */
    @Nullable
    List<Identifier> join(List<Identifier> path, List<TypeParam> scope) {
        if (path.size() == 1 || isType(path.get(0), scope)) {
            return path;
        }
        Prefix prefix = prefix(path);
        if (prefix == null) {
            return unknownHead(path);
        }
        Identifier name = path.get(prefix.length());
        Item item = prefix.module().items.get(name.text());
        if (item == null) {
            env.report(nothingIn(env, prefix.module(), name));
            return null;
        }
        if (!item.home().isVisibleIn(env.module)) {
            Visibility.reportItem(env, item, prefix.module(), name);
        }
        List<Identifier> joined = new ArrayList<>();
        joined.add(joined(path.subList(0, prefix.length() + 1), item));
        joined.addAll(path.subList(prefix.length() + 1, path.size()));
        return joined;
    }

    /** {@link #join(List, List)} on the path of an expression. */
    @Nullable
    List<Expr.PathSegment> joinSegments(List<Expr.PathSegment> segments, List<TypeParam> scope) {
        if (segments.size() == 1) {
            return segments;
        }
        List<Identifier> names = new ArrayList<>(segments.size());
        for (Expr.PathSegment s : segments) {
            names.add(s.name());
        }
        List<Identifier> joined = join(names, scope);
        if (joined == null || joined.size() == segments.size()) {
            return joined == null ? null : segments;
        }
        int modules = segments.size() - joined.size();
        for (Expr.PathSegment s : segments.subList(0, modules)) {
            if (!s.typeArguments().isEmpty()) {
                env.error(DiagnosticCode.E0310, s.span(), "module `" + s.name().text() + "` takes no type arguments");
            }
        }
        Expr.PathSegment item = segments.get(modules);
        List<Expr.PathSegment> result = new ArrayList<>();
        result.add(new Expr.PathSegment(
                joined.get(0), item.typeArguments(), segments.get(0).span().to(item.span())));
        result.addAll(segments.subList(modules + 1, segments.size()));
        return result;
    }

    /** As {@link #joinSegments}, for a look ahead: reports nothing, and gives the path as it is where something is wrong. */
    List<Expr.PathSegment> quietly(List<Expr.PathSegment> segments, List<TypeParam> scope) {
        if (segments.size() < 3) {
            return segments;
        }
        List<Identifier> names = new ArrayList<>(segments.size());
        for (Expr.PathSegment s : segments) {
            names.add(s.name());
        }
        Prefix prefix = isType(names.get(0), scope) ? null : prefix(names);
        boolean found = prefix != null
                && prefix.module().items.containsKey(names.get(prefix.length()).text());
        List<Expr.PathSegment> joined = found ? joinSegments(segments, scope) : null;
        return joined == null ? segments : joined;
    }

    private Identifier joined(List<Identifier> names, Item item) {
        StringBuilder text = new StringBuilder();
        for (Identifier name : names) {
            text.append(text.isEmpty() ? "" : "::").append(name.text());
        }
        env.imports.remember(text.toString(), item);
        Span span = names.get(0).span().to(names.get(names.size() - 1).span());
        return new Identifier(text.toString(), span);
    }

    private boolean isType(Identifier head, List<TypeParam> scope) {
        return env.types.isType(head.text(), scope);
    }

    /** The longest beginning of the path that is a module; at least one name is left over. */
    private @Nullable Prefix prefix(List<Identifier> path) {
        for (int length = path.size() - 1; length > 0; length--) {
            Module module = module(path.subList(0, length));
            if (module != null) {
                return new Prefix(module, length);
            }
        }
        return null;
    }

    private @Nullable Module module(List<Identifier> names) {
        ModulePath path = ModulePath.of(names);
        Module imported = env.imports.module(path.toString());
        if (imported != null) {
            return imported;
        }
        if (path.equals(env.module.path())) {
            return env.module;
        }
        return path.isStandard() ? env.program.module(path) : null;
    }

    private @Nullable List<Identifier> unknownHead(List<Identifier> path) {
        Identifier head = path.get(0);
        if (env.imports.isUnresolved(head.text())) {
            return null;
        }
        if (!Naming.SNAKE.fits(head.text()) || env.item(head.text()) != null) {
            return path; // no module: whoever asks knows what it wants instead
        }
        List<String> names = new ArrayList<>();
        for (Identifier name : path.subList(0, path.size() - 1)) {
            names.add(name.text());
        }
        if (head.text().equals("std")) {
            env.report(Diagnostic.at(
                            DiagnosticCode.E0210,
                            head.span().to(path.get(path.size() - 2).span()),
                            "there is no module `" + String.join("::", names) + "`")
                    .help("the standard library's modules are std::" + String.join(", std::", StandardModules.NAMES)));
            return null;
        }
        env.report(env.imports.advise(
                Diagnostic.at(
                        DiagnosticCode.E0210, head.span(), "there is no module `" + head.text() + "` in this file"),
                names,
                head.span()));
        return null;
    }

    /** The report of a name that a module does not have. */
    static Diagnostic nothingIn(Env env, Module module, Identifier name) {
        Diagnostic d = Diagnostic.at(
                DiagnosticCode.E0201, name.span(), "module `" + module + "` has no `" + name.text() + "`");
        ModulePath below = module.path().child(name.text());
        if (env.program.module(below) != null) {
            return d.help("`" + below + "` is a module: import it with `use " + below + ";`");
        }
        if (module.isLibrary() && BuiltinFunctions.NAMES.contains(name.text())) {
            return d.help("`" + name.text() + "` is there without a module: write `" + name.text() + "(…)`");
        }
        List<String> known = new ArrayList<>();
        for (Map.Entry<String, Item> e : module.items.entrySet()) {
            if (e.getValue().home().isVisibleIn(env.module)) {
                known.add(e.getKey());
            }
        }
        Optional<String> near = Suggest.nearest(name.text(), known);
        if (near.isPresent()) {
            return d.help("did you mean `" + near.get() + "`?")
                    .fix("write `" + near.get() + "`", name.span(), near.get());
        }
        return known.isEmpty() || known.size() > 12 ? d : d.note("it has " + String.join(", ", known));
    }
}
