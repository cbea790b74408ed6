package org.platlang.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.parser.ast.Expr;
import org.platlang.parser.ast.Identifier;
import org.platlang.parser.ast.Pattern;
import org.platlang.parser.ast.TypeExpr;
import org.platlang.parser.grammar.PlatParser;
import org.platlang.parser.grammar.PlatParser.OnePatternContext;
import org.platlang.parser.grammar.PlatParser.PatternContext;
import org.platlang.parser.grammar.PlatParser.PatternLiteralContext;

/** Patterns (§8). */
final class PatternBuilder {
    private final Build build;

    PatternBuilder(Build build) {
        this.build = build;
    }

    Pattern pattern(PatternContext context) {
        if (!build.enter(context)) {
            build.leave();
            return new Pattern.Invalid(build.span(context));
        }
        List<Pattern> alternatives = new ArrayList<>(1);
        for (int i = 0; i < context.getChildCount(); i++) {
            if (context.getChild(i) instanceof OnePatternContext one) {
                alternatives.add(onePattern(one));
            }
        }
        build.leave();
        return alternatives.size() == 1 ? alternatives.get(0) : new Pattern.Or(alternatives, build.span(context));
    }

    private Pattern onePattern(OnePatternContext context) {
        if (context instanceof PlatParser.NamePatternContext name) {
            return namePattern(name);
        }
        if (context instanceof PlatParser.FieldsPatternContext fields) {
            return fieldsPattern(fields);
        }
        if (context instanceof PlatParser.LiteralPatternContext literal) {
            return literalPattern(literal);
        }
        return new Pattern.Invalid(build.span(context));
    }

    private Pattern namePattern(PlatParser.NamePatternContext context) {
        List<Identifier> path = build.types.path(context.path());
        Identifier name = path.get(path.size() - 1);
        Optional<TypeExpr> type = build.types.optional(context.type());
        if (type.isPresent()) {
            if (path.size() > 1) {
                build.sink.report(build.error(
                                DiagnosticCode.E0100,
                                build.span(context.path()),
                                "a pattern with a type binds a plain name, not a path")
                        .help("write `name: Type`, or leave the type out to match a variant"));
                return new Pattern.Invalid(build.span(context));
            }
            return new Pattern.Binding(name, type, build.span(context));
        }
        if (path.size() > 1 || beginsWithCapital(name.text())) {
            return new Pattern.Variant(path, false, List.of(), build.span(context));
        }
        return name.text().equals("_")
                ? new Pattern.Wildcard(name.span())
                : new Pattern.Binding(name, Optional.empty(), name.span());
    }

    /** Whether the first letter after underscores is a capital: then it names a variant. */
    private static boolean beginsWithCapital(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != '_') {
                return c >= 'A' && c <= 'Z';
            }
        }
        return false;
    }

    private Pattern fieldsPattern(PlatParser.FieldsPatternContext context) {
        List<Pattern.Field> fields = new ArrayList<>(2);
        for (int i = 0; i < context.getChildCount(); i++) {
            if (context.getChild(i) instanceof PlatParser.PatternFieldContext field) {
                Optional<Identifier> name =
                        field.name() == null ? Optional.empty() : Optional.of(build.identifier(field.name()));
                fields.add(new Pattern.Field(name, pattern(field.pattern()), build.span(field)));
            }
        }
        return new Pattern.Variant(build.types.path(context.path()), true, fields, build.span(context));
    }

    private Pattern literalPattern(PlatParser.LiteralPatternContext context) {
        Pattern.Literal low = literal(context.patternLiteral(0));
        PatternLiteralContext second = context.patternLiteral(1);
        if (second == null) {
            return low;
        }
        Pattern.Literal high = literal(second);
        return new Pattern.Range(low, high, context.DOTDOTEQ() != null, build.span(context));
    }

    private Pattern.Literal literal(PatternLiteralContext context) {
        boolean negative = context.MINUS() != null;
        Expr value = context.string() != null
                ? plainString(context.string())
                : build.literals.literal(negative ? context.getStop() : context.getStart());
        return new Pattern.Literal(negative, value, build.span(context));
    }

    private Expr plainString(PlatParser.StringContext context) {
        Expr value = build.literals.string(context);
        if (value instanceof Expr.InterpolatedString) {
            build.sink.report(
                    build.error(DiagnosticCode.E0116, value.span(), "a pattern cannot contain an interpolation `${…}`")
                            .help("bind the text to a name and compare in a guard: `text if text == \"…\" -> …`"));
            return new Expr.Invalid(value.span());
        }
        return value;
    }
}
