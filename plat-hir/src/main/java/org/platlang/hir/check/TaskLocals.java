package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.Headers.Item;
import org.platlang.hir.tree.FunctionSymbol;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirTaskLocal;
import org.platlang.hir.type.Bound;
import org.platlang.hir.type.Type;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Expr;
import org.platlang.parser.ast.Identifier;

/** Task-locals: their declarations, reading them, and {@code with_local}. */
final class TaskLocals {
    private final Map<Item.TaskLocalItem, Entry> entries = new IdentityHashMap<>();
    private final List<Item.TaskLocalItem> order = new ArrayList<>();

    private static final class Entry {
        final Type type;

        @Nullable
        HirTaskLocal local;

        boolean open;

        Entry(Type type) {
            this.type = type;
        }
    }

    /** Resolves the type; the initial value waits until somebody asks. */
    void declare(Item.TaskLocalItem item) {
        Env env = item.home().env();
        Type type = env.types.resolve(item.decl().type(), List.of());
        Entry entry = new Entry(type);
        if (!Bounds.holds(type, Bound.SENDABLE, env)) {
            entry.local = new HirTaskLocal(name(item), type, new HirExpr.HirInvalid(type, item.span()));
            env.report(
                    Diagnostic.at(
                                    DiagnosticCode.E0511,
                                    item.decl().type().span(),
                                    "a task-local cannot be a `" + Mismatch.shown(type) + "`")
                            .note(
                                    "every task below a `with_local` reads the same value, so it must be immutable all the way down"));
        }
        entries.put(item, entry);
        order.add(item);
    }

    /** Checks those that nobody has asked for. */
    void checkAll() {
        for (Item.TaskLocalItem item : order) {
            local(item, item.span());
        }
    }

    /** What a use of the name gives. */
    HirExpr value(Item.TaskLocalItem item, Span use) {
        HirTaskLocal local = local(item, use);
        return local == null ? Body.invalid(use) : new HirExpr.HirTaskLocalGet(local, use);
    }

    private static String name(Item.TaskLocalItem item) {
        String module = item.home().env().module.toString();
        String name = item.decl().name().text();
        return module.isEmpty() ? name : module + "::" + name;
    }

    /** Null where its initial value is being checked: reported. */
    private @Nullable HirTaskLocal local(Item.TaskLocalItem item, Span use) {
        Env env = item.home().env();
        Entry entry = entries.get(item);
        if (entry == null) {
            return null;
        }
        if (entry.local != null) {
            return entry.local;
        }
        String name = item.decl().name().text();
        if (entry.open) {
            env.report(
                    Diagnostic.at(DiagnosticCode.E0321, item.span(), "task-local `" + name + "` is defined by itself")
                            .secondary(use, "used here"));
            return null;
        }
        entry.open = true;
        HirExpr checked = Body.checkConstant(
                env,
                new FunctionSymbol(env.module.toString(), 0, name, List.of()),
                item.decl().value(),
                entry.type,
                new Reason(
                        Reason.Kind.DEFAULT_VALUE, name, "", item.decl().type().span()));
        HirTaskLocal made = new HirTaskLocal(name(item), entry.type, Folding.fold(checked, env));
        entry.open = false;
        entry.local = made;
        return made;
    }

    // ---- with_local

    /** The body is the current task's, but for spawns it begins anew; that is for the caller to see to. */
    static List<HirExpr.LocalBinding> bindings(Body body, Expr.WithLocal e) {
        List<HirExpr.LocalBinding> bindings = new ArrayList<>();
        Set<HirTaskLocal> seen = new HashSet<>();
        for (Expr.LocalBinding b : e.bindings()) {
            Identifier name = b.name();
            HirTaskLocal local = bound(body, name);
            if (local == null) {
                body.expr(b.value(), Want.VALUE);
                continue;
            }
            if (!seen.add(local)) {
                body.env.error(DiagnosticCode.E0511, name.span(), "`" + name.text() + "` is bound twice");
            }
            Reason reason = new Reason(Reason.Kind.ASSIGNED, name.text(), "", name.span());
            bindings.add(new HirExpr.LocalBinding(local, body.expr(b.value(), Want.type(local.type(), reason))));
        }
        return bindings;
    }

    /** The task-local of that name; null where there is none, which was reported. */
    private static @Nullable HirTaskLocal bound(Body body, Identifier name) {
        Item item = body.env.item(name.text());
        if (item instanceof Item.TaskLocalItem t) {
            return body.env.taskLocals.local(t, name.span());
        }
        String text = name.text();
        if (item == null && !body.lookupQuietly(text)) {
            if (!body.env.imports.isUnresolved(text)) {
                body.names.unknown(name);
            }
            return null;
        }
        String kind = item == null ? "variable" : Hints.itemKind(item);
        body.env.report(Diagnostic.at(
                        DiagnosticCode.E0511, name.span(), kind + " `" + text + "` cannot be bound by `with_local`")
                .note("it binds task-locals, which are declared beside functions: `task_local NAME: T = value;`"));
        return null;
    }
}
