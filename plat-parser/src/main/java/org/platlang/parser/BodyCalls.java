package org.platlang.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.SourceFile;
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

    /** Whether a damaged expression is one of the constructs, whose report says what belongs into its parentheses. */
    static boolean isReported(Expr e) {
        String text = e.span().text();
        int end = text.indexOf('(');
        return e instanceof Expr.Invalid
                && end > 0
                && isConstruct(text.substring(0, end).strip());
    }

    /** The arguments of one construct, as far as they are known. */
    private static final class Parts {
        Expr.@Nullable Block body;

        @Nullable
        Expr duration;

        final List<Expr.LocalBinding> bindings = new ArrayList<>();
        /** Where a name is missing, and the text that the argument should have. */
        final List<Span> unnamed = new ArrayList<>();

        final List<String> named = new ArrayList<>();
        boolean reported;

        boolean complete(String construct) {
            return body != null
                    && (!construct.equals("with_timeout") || duration != null)
                    && (!construct.equals("with_local") || !bindings.isEmpty());
        }

        /** The text of the call with a name for every argument. */
        String mended(Span call) {
            StringBuilder text = new StringBuilder(call.text());
            for (int i = unnamed.size() - 1; i >= 0; i--) {
                Span at = unnamed.get(i);
                text.replace(at.start() - call.start(), at.end() - call.start(), named.get(i));
            }
            return text.toString();
        }
    }

    static Expr build(Build build, String construct, Span nameSpan, List<Expr.Argument> arguments, Span span) {
        Parts parts = new Parts();
        for (Expr.Argument argument : arguments) {
            argument(build, construct, argument, parts);
        }
        int next = Texts.skipSpaces(span.file().text(), span.end());
        boolean followed = parts.body == null && span.file().text().startsWith("{", next);
        if (followed) {
            build.sink.report(trailing(nameSpan, span.end(), next));
            return new Expr.Invalid(span);
        }
        if (!parts.complete(construct) && !parts.reported) {
            String missing = parts.body == null
                    ? "a `body`"
                    : construct.equals("with_timeout") ? "a `duration`" : "the task-local to bind";
            build.sink.report(build.error(DiagnosticCode.E0121, nameSpan, "`" + construct + "` needs " + missing)
                    .help(usage(construct)));
        } else if (!parts.unnamed.isEmpty() && !parts.reported) {
            String right = parts.mended(span);
            Span all = parts.unnamed.get(0).to(parts.unnamed.get(parts.unnamed.size() - 1));
            build.sink.report(build.error(DiagnosticCode.E0121, all, "the arguments of `" + construct + "` have names")
                    .help(usage(construct))
                    .fix("write `" + Texts.oneLine(right) + "`", span, right));
        }
        Expr.Block body = parts.body;
        if (body == null || !parts.complete(construct) || parts.reported) {
            return new Expr.Invalid(span);
        }
        if (parts.duration != null) {
            return new Expr.WithTimeout(parts.duration, body, span);
        }
        return parts.bindings.isEmpty() ? new Expr.Attempt(body, span) : new Expr.WithLocal(parts.bindings, body, span);
    }

    private static void argument(Build build, String construct, Expr.Argument argument, Parts parts) {
        String name = name(argument);
        Expr value = argument.value();
        boolean timed = construct.equals("with_timeout");
        if (name.equals("body") && value instanceof Expr.Block block && parts.body == null) {
            parts.body = block;
        } else if (name.equals("body")) {
            parts.reported = true;
            if (!(value instanceof Expr.Invalid)) {
                build.sink.report(build.error(
                                DiagnosticCode.E0121,
                                argument.span(),
                                parts.body == null
                                        ? "the `body` of `" + construct + "` must be a block"
                                        : "`body` is given twice")
                        .help("write it in braces: `body = { … }`"));
            }
        } else if (timed && name.equals("duration") && parts.duration == null) {
            parts.duration = value;
        } else if (construct.equals("with_local") && argument.name().isPresent()) {
            parts.bindings.add(new Expr.LocalBinding(argument.name().get(), value, argument.span()));
        } else if (argument.name().isEmpty() && timed && parts.duration == null && !(value instanceof Expr.Block)) {
            parts.duration = value;
            parts.unnamed.add(argument.span());
            parts.named.add("duration = " + argument.span().text());
        } else if (argument.name().isEmpty() && !construct.equals("with_local") && parts.body == null) {
            boolean block = value instanceof Expr.Block;
            String text = argument.span().text();
            parts.body =
                    value instanceof Expr.Block b ? b : new Expr.Block(List.of(), Optional.of(value), argument.span());
            parts.unnamed.add(argument.span());
            parts.named.add("body = " + (block ? text : "{ " + text + " }"));
        } else {
            parts.reported = true;
            build.sink.report(build.error(
                            DiagnosticCode.E0121, argument.span(), "`" + construct + "` has no place for this argument")
                    .help(usage(construct)));
        }
    }

    /**
     * The report for a block behind the call of a construct, `with_timeout(duration = 1s) { … }` or `attempt { … }`.
     *
     * @param headEnd where the call without the block ends
     * @param brace where the block begins
     */
    static Diagnostic trailing(Span name, int headEnd, int brace) {
        SourceFile file = name.file();
        String head = file.text().substring(name.start(), headEnd);
        if (name.text().equals("with_timeout") && !head.contains("duration")) {
            head = head.replaceFirst("\\(\\s*(?=[^)\\s])", "(duration = ");
        }
        Diagnostic report = Diagnostic.at(
                        DiagnosticCode.E0119, file.span(brace, brace + 1), "a block is passed as an argument")
                .secondary(name, "the body of this")
                .help(usage(name.text()));
        int end = Texts.blockEnd(file.text(), brace);
        if (end < 0) {
            return report;
        }
        String open = head.endsWith(")") ? head.substring(0, head.length() - 1).stripTrailing() : head + "(";
        String separator = open.endsWith("(") || open.endsWith(",") ? "" : ",";
        String space = open.endsWith("(") ? "" : " ";
        String right = open + separator + space + "body = " + file.text().substring(brace, end) + ")";
        return report.fix("write `" + Texts.oneLine(right) + "`", file.span(name.start(), end), right);
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
        List<Span> unnamed = new ArrayList<>();
        for (int i = 0; i < context.getChildCount(); i++) {
            if (context.getChild(i) instanceof PlatParser.CastArgumentContext argument) {
                if (argument.type() != null) {
                    wrong |= target != null;
                    target = build.types.type(argument.type());
                } else {
                    boolean named = argument.VALUE() != null || isBareValue(argument);
                    if (!named) {
                        unnamed.add(build.span(argument));
                    }
                    wrong |= value != null || !named;
                    value = build.expressions.expression(argument.expression());
                }
            }
        }
        if (unnamed.size() == 2 && target == null) {
            String right = "cast(value = " + unnamed.get(0).text() + ", target = "
                    + unnamed.get(1).text() + ")";
            build.sink.report(build.error(DiagnosticCode.E0121, span, "the arguments of `cast` have names")
                    .help("it is written `cast(value = e, target = Int64)`")
                    .fix("write `" + right + "`", span, right));
            return new Expr.Invalid(span);
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
