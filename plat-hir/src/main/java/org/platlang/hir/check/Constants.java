package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.Headers.Item;
import org.platlang.hir.tree.FunctionSymbol;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.type.Bound;
import org.platlang.hir.type.Type;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;

/** Constants: checked and folded on first use, then copied to every use. */
final class Constants {
    private final IdentityHashMap<Item.ConstantItem, Entry> entries = new IdentityHashMap<>();
    private final List<Item.ConstantItem> order = new ArrayList<>();

    private static final class Entry {
        final Type type;

        @Nullable
        HirExpr value;

        boolean open;

        Entry(Type type) {
            this.type = type;
        }
    }

    /** Resolves the type; the value waits until somebody asks. */
    void declare(Item.ConstantItem item) {
        Env env = item.home().env();
        Type type = env.types.resolve(item.decl().type(), List.of());
        Entry entry = new Entry(type);
        if (!Bounds.holds(type, Bound.SENDABLE, env)) {
            entry.value = new HirExpr.HirInvalid(type, item.span()); // one mistake is one error
            env.report(Diagnostic.at(
                            DiagnosticCode.E0320,
                            item.decl().type().span(),
                            "a constant cannot be a `" + Mismatch.shown(type) + "`")
                    .note("constants are immutable all the way down"));
        }
        entries.put(item, entry);
        order.add(item);
    }

    /** Checks those that nobody has asked for. */
    void checkAll() {
        for (Item.ConstantItem item : order) {
            value(item, item.span());
        }
    }

    /** The constant's value at a use. */
    HirExpr value(Item.ConstantItem item, Span use) {
        Env env = item.home().env();
        Entry entry = entries.get(item);
        if (entry == null) {
            return Body.invalid(use);
        }
        HirExpr value = entry.value;
        if (value != null) {
            return Folding.at(value, use);
        }
        if (entry.open) {
            env.report(Diagnostic.at(
                            DiagnosticCode.E0321,
                            item.span(),
                            "constant `" + item.decl().name().text() + "` is defined by itself")
                    .secondary(use, "used here"));
            return new HirExpr.HirInvalid(entry.type, use);
        }
        entry.open = true;
        String name = item.decl().name().text();
        HirExpr checked = Body.checkConstant(
                env,
                new FunctionSymbol(env.module.toString(), 0, name, List.of()),
                item.decl().value(),
                entry.type,
                new Reason(
                        Reason.Kind.DEFAULT_VALUE, name, "", item.decl().type().span()));
        HirExpr folded = Folding.fold(checked, env);
        entry.open = false;
        entry.value = folded;
        return Folding.at(folded, use);
    }
}
