package org.platlang.parser;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Expr;
import org.platlang.parser.ast.Identifier;
import org.platlang.parser.ast.TypeExpr;
import org.platlang.parser.grammar.PlatParser;

/**
 * The constructs that are written like calls: {@code attempt}, {@code with_timeout}, {@code with_local} (§10) and {@code
 * cast} (§3). Their arguments are checked here, since the AST has a record for each.
 */
final class BodyCalls {
    private BodyCalls() {}

    /** Whether a call of this name is one of the constructs. */
    static boolean isConstruct(String name) {
        return name.equals("attempt") || name.equals("with_timeout") || name.equals("with_local");
    }

    /** The report for a construct written like a statement, `attempt { … }`. */
    static Diagnostic misspelt(Span name) {
        return Diagnostic.at(DiagnosticCode.E0121, name, "`" + name.text() + "` is written like a call")
                .help(usage(name.text()));
    }

    static Expr build(Build build, String construct, Span nameSpan, List<Expr.Argument> arguments, Span span) {
        Expr.Block body = null;
        Expr duration = null;
        List<Expr.LocalBinding> bindings = new ArrayList<>();
        boolean reported = false;
        for (Expr.Argument argument : arguments) {
            String name = name(argument);
            if (name.equals("body")) {
                if (argument.value() instanceof Expr.Block block && body == null) {
                    body = block;
                } else if (argument.value() instanceof Expr.Invalid) {
                    reported = true;
                } else {
                    reported = true;
                    build.sink.report(build.error(
                                    DiagnosticCode.E0121,
                                    argument.span(),
                                    body == null
                                            ? "the `body` of `" + construct + "` must be a block"
                                            : "`body` is given twice")
                            .help("write it in braces: `body = { … }`"));
                }
            } else if (construct.equals("with_timeout") && name.equals("duration") && duration == null) {
                duration = argument.value();
            } else if (construct.equals("with_local") && argument.name().isPresent()) {
                bindings.add(new Expr.LocalBinding(argument.name().get(), argument.value(), argument.span()));
            } else {
                reported = true;
                build.sink.report(build.error(
                                DiagnosticCode.E0121,
                                argument.span(),
                                "`" + construct + "` has no place for this argument")
                        .help(usage(construct)));
            }
        }
        boolean complete = body != null
                && (!construct.equals("with_timeout") || duration != null)
                && (!construct.equals("with_local") || !bindings.isEmpty());
        if (!complete && !reported) {
            String missing = body == null
                    ? "a `body`"
                    : construct.equals("with_timeout") ? "a `duration`" : "the task-local to bind";
            build.sink.report(build.error(DiagnosticCode.E0121, nameSpan, "`" + construct + "` needs " + missing)
                    .help(usage(construct)));
        }
        if (body == null || !complete || reported) {
            return new Expr.Invalid(span);
        }
        if (duration != null) {
            return new Expr.WithTimeout(duration, body, span);
        }
        return bindings.isEmpty() ? new Expr.Attempt(body, span) : new Expr.WithLocal(bindings, body, span);
    }

    /** The name given to an argument, or the variable passed bare. */
    private static String name(Expr.Argument argument) {
        if (argument.name().isPresent()) {
            return argument.name().get().text();
        }
        return argument.value() instanceof Expr.Path path
                ? path.simpleName().map(Identifier::text).orElse("")
                : "";
    }

    private static String usage(String construct) {
        return switch (construct) {
            case "with_timeout" -> "it is written `with_timeout(duration = 100ms, body = { … })`";
            case "with_local" -> "it is written `with_local(NAME = value, body = { … })`";
            default -> "it is written `attempt(body = { … })`";
        };
    }

    static Expr cast(Build build, PlatParser.CastContext context) {
        Expr value = null;
        TypeExpr target = null;
        Span span = build.span(context);
        boolean wrong = false;
        for (int i = 0; i < context.getChildCount(); i++) {
            if (context.getChild(i) instanceof PlatParser.CastArgumentContext argument) {
                if (argument.type() != null) {
                    wrong |= target != null;
                    target = build.types.type(argument.type());
                } else {
                    wrong |= value != null || argument.VALUE() == null && !isBareValue(argument);
                    value = build.expressions.expression(argument.expression());
                }
            }
        }
        return finish(build, value, target, wrong, span);
    }

    /** `cast(value, target = T)` passes the variable `value` bare. */
    private static boolean isBareValue(PlatParser.CastArgumentContext argument) {
        return argument.getStart() == argument.getStop() && argument.getStart().getType() == PlatParser.VALUE;
    }

    private static Expr finish(Build build, @Nullable Expr value, @Nullable TypeExpr target, boolean wrong, Span span) {
        if (value == null || target == null || wrong) {
            build.sink.report(build.error(DiagnosticCode.E0121, span, "`cast` takes exactly a `value` and a `target`")
                    .help("it is written `cast(value = e, target = Int64)`"));
            return new Expr.Invalid(span);
        }
        return new Expr.Cast(value, target, span);
    }
}
