package org.platlang.hir.check;

import org.platlang.hir.check.Headers.FieldHeader;
import org.platlang.hir.check.Headers.FunctionHeader;
import org.platlang.hir.check.Headers.Item;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Identifier;

/** Items and members are private to their module unless {@code pub} (§2). What is private is reported, then used all the same: one mistake is one error. */
final class Visibility {
    private Visibility() {}

    static void reportItem(Env env, Item item, Module home, Identifier use) {
        env.report(Diagnostic.at(
                        DiagnosticCode.E0209, use.span(), "`" + use.text() + "` is private to module `" + home + "`")
                .secondary(item.span(), "declared here, without `pub`")
                .help("declare it `pub` to use it in other modules"));
    }

    /** Reports the use of a field that this module must not see. */
    static void check(Env env, String owner, FieldHeader field, Span use) {
        if (!field.home().isVisibleIn(env.module)) {
            member(env, "field `" + field.name() + "` of `" + owner + "`", field.home(), use);
        }
    }

    /**
     * Reports the use of a method that this module must not see. Those that the language itself calls, for the text of a
     * value or {@code ==}, are everybody's.
     */
    static void check(Env env, FunctionHeader method, Span use) {
        if (!isVisible(env.module, method)) {
            member(env, "method `" + method.signature().name() + "`", method.home(), use);
        }
    }

    static boolean isVisible(Module from, FunctionHeader method) {
        return switch (method.symbol().name()) {
            case "to_string", "equals", "hash" -> true;
            default -> method.home().isVisibleIn(from);
        };
    }

    private static void member(Env env, String what, Headers.Home home, Span use) {
        env.report(Diagnostic.at(DiagnosticCode.E0209, use, what + " is private to module `" + home.env().module + "`")
                .secondary(home.span(), "declared here, without `pub`")
                .help("declare it `pub` to use it in other modules"));
    }
}
