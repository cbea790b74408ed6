package org.platlang.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;
import org.jspecify.annotations.Nullable;
import org.platlang.parser.ast.Identifier;
import org.platlang.parser.ast.TypeExpr;
import org.platlang.parser.grammar.PlatParser;
import org.platlang.parser.grammar.PlatParser.TypeContext;

/** Types (§3) and type arguments in expressions (§6). */
final class TypeBuilder {
    private final Build build;

    TypeBuilder(Build build) {
        this.build = build;
    }

    Optional<TypeExpr> optional(@Nullable TypeContext context) {
        return context == null ? Optional.empty() : Optional.of(type(context));
    }

    TypeExpr type(TypeContext context) {
        if (!build.enter(context)) {
            build.leave();
            return new TypeExpr.Invalid(build.span(context));
        }
        TypeExpr result;
        if (context instanceof PlatParser.NamedTypeContext named) {
            ParserRuleContext arguments =
                    named.angleArguments() != null ? named.angleArguments() : named.squareArguments();
            result = new TypeExpr.Named(path(named.path()), arguments(arguments), build.span(context));
        } else if (context instanceof PlatParser.FunctionTypeContext) {
            result = function(context);
        } else {
            result = new TypeExpr.Invalid(build.span(context));
        }
        build.leave();
        return result;
    }

    /** The names of a `path`, or of any rule that has them as children between other tokens. */
    List<Identifier> path(ParserRuleContext context) {
        List<Identifier> names = new ArrayList<>(2);
        for (int i = 0; i < context.getChildCount(); i++) {
            if (context.getChild(i) instanceof PlatParser.AnyNameContext name) {
                names.add(build.identifier(name));
            }
        }
        return names;
    }

    /** The types in brackets of whichever kind; none for null. */
    List<TypeExpr> arguments(@Nullable ParserRuleContext brackets) {
        if (brackets == null) {
            return List.of();
        }
        List<TypeExpr> types = new ArrayList<>(2);
        for (int i = 0; i < brackets.getChildCount(); i++) {
            ParseTree child = brackets.getChild(i);
            if (child instanceof TypeContext type) {
                types.add(type(type));
            }
        }
        return types;
    }

    /** `fn (types) -> type`: a type after the closing parenthesis is the result. */
    private TypeExpr function(ParserRuleContext context) {
        List<TypeExpr> parameters = new ArrayList<>(2);
        Optional<TypeExpr> result = Optional.empty();
        boolean afterArrow = false;
        for (int i = 0; i < context.getChildCount(); i++) {
            ParseTree child = context.getChild(i);
            if (child instanceof TypeContext type) {
                if (afterArrow) {
                    result = Optional.of(type(type));
                } else {
                    parameters.add(type(type));
                }
            } else if (child instanceof org.antlr.v4.runtime.tree.TerminalNode terminal) {
                afterArrow |= terminal.getSymbol().getType() == PlatParser.ARROW;
            }
        }
        return new TypeExpr.Function(parameters, result, build.span(context));
    }
}
