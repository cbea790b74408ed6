package org.platlang.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.BinaryOperator;
import org.platlang.parser.ast.Expr;
import org.platlang.parser.ast.Identifier;
import org.platlang.parser.ast.UnaryOperator;
import org.platlang.parser.grammar.PlatParser;
import org.platlang.parser.grammar.PlatParser.ArgumentContext;
import org.platlang.parser.grammar.PlatParser.ArgumentsContext;
import org.platlang.parser.grammar.PlatParser.BracesContext;
import org.platlang.parser.grammar.PlatParser.ExpressionContext;
import org.platlang.parser.grammar.PlatParser.LeadingPrimaryContext;
import org.platlang.parser.grammar.PlatParser.PostfixContext;
import org.platlang.parser.grammar.PlatParser.ValuePathContext;

/** Expressions (§5) but for braces, control flow and concurrency, which are in {@link StatementBuilder}. */
final class ExpressionBuilder {
    private final Build build;

    ExpressionBuilder(Build build) {
        this.build = build;
    }

    Expr expression(ExpressionContext context) {
        if (!build.enter(context)) {
            build.leave();
            return new Expr.Invalid(build.span(context));
        }
        Expr result = flat(context);
        build.leave();
        return result;
    }

    Expr leading(PlatParser.LeadingExpressionContext context) {
        if (!build.enter(context)) {
            build.leave();
            return new Expr.Invalid(build.span(context));
        }
        Expr result = flat(context);
        build.leave();
        return result;
    }

    /** `comparison (looseOperator comparison)*`; most expressions are a single operand, which needs no folding. */
    private Expr flat(ParserRuleContext context) {
        if (context.getChildCount() == 1) {
            ParserRuleContext comparison = (ParserRuleContext) context.getChild(0);
            if (comparison.getChildCount() == 1) {
                ParserRuleContext operand = (ParserRuleContext) comparison.getChild(0);
                if (!(operand.getChild(0) instanceof PlatParser.PrefixOperatorContext)) {
                    return postfixed(operand, 0);
                }
            }
        }
        OperatorFolder folder = new OperatorFolder(build);
        for (int i = 0; i < context.getChildCount(); i++) {
            ParserRuleContext child = (ParserRuleContext) context.getChild(i);
            if (child instanceof PlatParser.LooseOperatorContext) {
                folder.binary(operator(child.getStart()), build.span(child));
            } else {
                comparison(child, folder);
            }
        }
        return folder.fold();
    }

    private void comparison(ParserRuleContext context, OperatorFolder folder) {
        for (int i = 0; i < context.getChildCount(); i++) {
            ParserRuleContext child = (ParserRuleContext) context.getChild(i);
            if (child instanceof PlatParser.TightOperatorContext || child instanceof PlatParser.RelationContext) {
                operator(child, folder);
            } else {
                operand(child, folder);
            }
        }
    }

    private void operator(ParserRuleContext context, OperatorFolder folder) {
        Token first = context.getStart();
        Span span = build.span(context);
        switch (first.getType()) {
            case PlatParser.DOTDOT -> folder.range(false, span);
            case PlatParser.DOTDOTEQ -> folder.range(true, span);
            case PlatParser.GT_THEN_GT -> folder.binary(BinaryOperator.SHIFT_RIGHT, span);
            case PlatParser.GT_THEN_EQ -> folder.binary(BinaryOperator.GREATER_EQUAL, span);
            default -> folder.binary(operator(first), span);
        }
    }

    private static BinaryOperator operator(Token token) {
        return switch (token.getType()) {
            case PlatParser.OR -> BinaryOperator.OR;
            case PlatParser.AND -> BinaryOperator.AND;
            case PlatParser.EQ -> BinaryOperator.EQUAL;
            case PlatParser.NE -> BinaryOperator.NOT_EQUAL;
            case PlatParser.LT -> BinaryOperator.LESS;
            case PlatParser.LE -> BinaryOperator.LESS_EQUAL;
            case PlatParser.GT -> BinaryOperator.GREATER;
            case PlatParser.PIPE -> BinaryOperator.BIT_OR;
            case PlatParser.CARET -> BinaryOperator.BIT_XOR;
            case PlatParser.AMP -> BinaryOperator.BIT_AND;
            case PlatParser.SHL -> BinaryOperator.SHIFT_LEFT;
            case PlatParser.PLUS -> BinaryOperator.ADD;
            case PlatParser.MINUS -> BinaryOperator.SUBTRACT;
            case PlatParser.STAR -> BinaryOperator.MULTIPLY;
            case PlatParser.SLASH -> BinaryOperator.DIVIDE;
            case PlatParser.PERCENT -> BinaryOperator.REMAINDER;
            default -> throw new IllegalArgumentException(token.toString());
        };
    }

    /** Prefixes are `not`s, which are loose and left to the folder, then `-` and `~`, which bind tighter than all. */
    private void operand(ParserRuleContext context, OperatorFolder folder) {
        int at = 0;
        while (context.getChild(at) instanceof PlatParser.PrefixOperatorContext) {
            at++;
        }
        Expr value = postfixed(context, at);
        List<Span> nots = List.of();
        int leadingNots = 0;
        while (leadingNots < at && prefix(context, leadingNots).getType() == PlatParser.NOT) {
            leadingNots++;
        }
        if (at > Build.MAX_DEPTH) {
            build.sink.report(SyntaxReports.tooDeep(build.span(context.getStart())));
            folder.operand(nots, new Expr.Invalid(build.span(context)));
            return;
        }
        for (int i = at - 1; i >= leadingNots; i--) {
            Token prefix = prefix(context, i);
            UnaryOperator operator = switch (prefix.getType()) {
                case PlatParser.MINUS -> UnaryOperator.NEGATE;
                case PlatParser.TILDE -> UnaryOperator.COMPLEMENT;
                default -> UnaryOperator.NOT;
            };
            if (operator == UnaryOperator.NOT) {
                build.sink.report(build.error(
                                DiagnosticCode.E0111,
                                build.span(prefix),
                                "`not` after an operator that binds tighter needs parentheses")
                        .help("write `(not …)`"));
            }
            value = new Expr.Unary(operator, value, build.span(prefix).to(value.span()));
        }
        if (leadingNots > 0) {
            nots = new ArrayList<>(leadingNots);
            for (int i = 0; i < leadingNots; i++) {
                nots.add(build.span(prefix(context, i)));
            }
        }
        folder.operand(nots, value);
    }

    private static Token prefix(ParserRuleContext operand, int i) {
        return ((ParserRuleContext) operand.getChild(i)).getStart();
    }

    /** The primary at child `at`, and the postfixes after it. */
    private Expr postfixed(ParserRuleContext operand, int at) {
        ParserRuleContext primary = (ParserRuleContext) operand.getChild(at);
        Expr value = primary instanceof LeadingPrimaryContext leading
                ? leadingPrimary(leading)
                : primary((PlatParser.PrimaryContext) primary);
        for (int i = at + 1; i < operand.getChildCount(); i++) {
            value = postfix(value, (PostfixContext) operand.getChild(i));
            if (value instanceof Expr.Member member
                    && !member.typeArguments().isEmpty()
                    && !(operand.getChild(i + 1) instanceof PlatParser.CallPostfixContext)) {
                build.sink.report(build.error(
                                DiagnosticCode.E0120,
                                member.name().span(),
                                "a method with type arguments must be called")
                        .help("a method is no value: write a lambda, `fn(x) { … }`"));
            }
        }
        return value;
    }

    private Expr postfix(Expr receiver, PostfixContext context) {
        Span span = receiver.span().to(build.span(context));
        if (context instanceof PlatParser.CallPostfixContext call) {
            return call(receiver, call.arguments(), span);
        }
        if (context instanceof PlatParser.MemberPostfixContext member) {
            return new Expr.Member(
                    receiver, build.identifier(member.anyName()), build.types.arguments(member.typeArguments()), span);
        }
        if (context instanceof PlatParser.IndexPostfixContext index) {
            return new Expr.Index(receiver, expression(index.expression()), span);
        }
        return context instanceof PlatParser.TryPostfixContext
                ? new Expr.Try(receiver, span)
                : new Expr.Unwrap(receiver, span);
    }

    private Expr call(Expr callee, @Nullable ArgumentsContext context, Span span) {
        if (callee instanceof Expr.Path path && path.segments().size() == 1) {
            String name = path.segments().get(0).name().text();
            if (name.equals("with_local")) {
                return BodyCalls.build(build, name, path.span(), arguments(context, true), span);
            }
            if (BodyCalls.isConstruct(name)) {
                return BodyCalls.build(build, name, path.span(), arguments(context), span);
            }
        }
        return new Expr.Call(callee, arguments(context), span);
    }

    List<Expr.Argument> arguments(@Nullable ArgumentsContext context) {
        return arguments(context, false);
    }

    private static String path(ArgumentContext context) {
        return context.name().stream().map(n -> n.getText()).collect(Collectors.joining("::"));
    }

    private List<Expr.Argument> arguments(@Nullable ArgumentsContext context, boolean inWithLocal) {
        if (context == null) {
            return List.of();
        }
        List<Expr.Argument> arguments = new ArrayList<>(context.getChildCount() / 2 + 1);
        for (int i = 0; i < context.getChildCount(); i += 2) {
            arguments.add(argument((ArgumentContext) context.getChild(i), inWithLocal));
        }
        return arguments;
    }

    private Expr.Argument argument(ArgumentContext context, boolean inWithLocal) {
        int names = context.name().size();
        if (names > 1) {
            build.sink.report(build.error(
                            DiagnosticCode.E0121,
                            build.span(context.name(0)).to(build.span(context.name(names - 1))),
                            inWithLocal
                                    ? "a task-local is bound by its name alone"
                                    : "an argument is named by a parameter, not by a path")
                    .help(inWithLocal ? "import it: `use " + path(context) + ";`" : "write the name alone"));
        }
        if (names == 0) {
            return new Expr.Argument(Optional.empty(), expression(context.expression()), build.span(context));
        }
        Identifier name = build.identifier(context.name(names - 1));
        if (name.text().equals("body")) {
            build.statements.alwaysBlock(leftmost(context.expression()));
        }
        return new Expr.Argument(Optional.of(name), expression(context.expression()), build.span(context));
    }

    /** What an expression begins with. */
    private static ParseTree leftmost(ExpressionContext context) {
        ParseTree at = context;
        while (at.getChildCount() > 0 && !(at instanceof BracesContext)) {
            at = at.getChild(0);
        }
        return at;
    }

    private Expr primary(PlatParser.PrimaryContext context) {
        ParseTree child = context.getChild(0);
        if (child instanceof LeadingPrimaryContext leading) {
            return leadingPrimary(leading);
        }
        if (child instanceof BracesContext braces) {
            return build.statements.braces(braces, false);
        }
        if (child instanceof PlatParser.IfValueContext ifValue) {
            return build.statements.ifValue(ifValue);
        }
        return build.statements.construct((PlatParser.ConstructContext) child);
    }

    private Expr leadingPrimary(LeadingPrimaryContext context) {
        if (context instanceof PlatParser.PathValueContext path) {
            return pathValue(path);
        }
        if (context instanceof PlatParser.LiteralContext) {
            return build.literals.literal(context.getStart());
        }
        if (context instanceof PlatParser.StringLiteralContext string) {
            return build.literals.string(string.string());
        }
        if (context instanceof PlatParser.SelfContext) {
            return new Expr.Self(build.span(context));
        }
        if (context instanceof PlatParser.ParenthesesContext parentheses) {
            return parentheses.expression() == null
                    ? new Expr.UnitLiteral(build.span(context))
                    : new Expr.Parenthesized(expression(parentheses.expression()), build.span(context));
        }
        if (context instanceof PlatParser.ListLiteralContext) {
            return new Expr.ListLiteral(elements(context), build.span(context));
        }
        if (context instanceof PlatParser.SpawnContext spawn) {
            return new Expr.Spawn(build.statements.block(spawn.block()), build.span(context));
        }
        if (context instanceof PlatParser.LambdaContext lambda) {
            return lambda(lambda);
        }
        if (context instanceof PlatParser.SuperCallContext call) {
            return new Expr.SuperCall(
                    build.identifier(call.anyName()), arguments(call.arguments()), build.span(context));
        }
        if (context instanceof PlatParser.CollectionMemberContext member) {
            return collectionMember(member);
        }
        if (context instanceof PlatParser.SetLiteralContext) {
            return new Expr.SetLiteral(elements(context), build.span(context));
        }
        if (context instanceof PlatParser.CastContext cast) {
            return BodyCalls.cast(build, cast);
        }
        return new Expr.Invalid(build.span(context));
    }

    private List<Expr> elements(ParserRuleContext context) {
        List<Expr> elements = new ArrayList<>();
        for (int i = 0; i < context.getChildCount(); i++) {
            if (context.getChild(i) instanceof ExpressionContext element) {
                elements.add(expression(element));
            }
        }
        return elements;
    }

    private Expr lambda(PlatParser.LambdaContext context) {
        List<Expr.LambdaParameter> parameters = new ArrayList<>(2);
        for (int i = 0; i < context.getChildCount(); i++) {
            if (context.getChild(i) instanceof PlatParser.LambdaParameterContext parameter) {
                parameters.add(new Expr.LambdaParameter(
                        build.identifier(parameter.name()),
                        build.types.optional(parameter.type()),
                        build.span(parameter)));
            }
        }
        return new Expr.Lambda(
                parameters,
                build.types.optional(context.type()),
                build.statements.block(context.block()),
                build.span(context));
    }

    // ---- paths

    private Expr pathValue(PlatParser.PathValueContext context) {
        return new Expr.Path(segments(context.valuePath()), build.span(context));
    }

    /** Names, each with the type arguments that follow it. */
    private List<Expr.PathSegment> segments(ValuePathContext context) {
        List<Expr.PathSegment> segments = new ArrayList<>(2);
        Identifier name = build.identifier((ParserRuleContext) context.getChild(0));
        PlatParser.@Nullable TypeArgumentsContext types = null;
        for (int i = 1; i < context.getChildCount(); i++) {
            ParseTree child = context.getChild(i);
            if (child instanceof PlatParser.TypeArgumentsContext arguments) {
                types = arguments;
            } else if (child instanceof PlatParser.AnyNameContext next) {
                segments.add(segment(name, types));
                name = build.identifier(next);
                types = null;
            }
        }
        segments.add(segment(name, types));
        return segments;
    }

    private Expr.PathSegment segment(Identifier name, @Nullable ParserRuleContext types) {
        Span span = types == null ? name.span() : name.span().to(build.span(types));
        return new Expr.PathSegment(name, build.types.arguments(types), span);
    }

    /** `List[T]::filled`, `Set[T].init`. */
    private Expr collectionMember(PlatParser.CollectionMemberContext context) {
        ParserRuleContext types =
                context.squareArguments() != null ? context.squareArguments() : context.typeArguments();
        Expr.PathSegment type = segment(build.identifier(context.collection()), types);
        Identifier name = build.identifier(context.anyName());
        if (((TerminalNode) context.getChild(context.getChildCount() - 2))
                        .getSymbol()
                        .getType()
                == PlatParser.DOT) {
            Expr receiver = new Expr.Path(List.of(type), type.span());
            return new Expr.Member(receiver, name, List.of(), build.span(context));
        }
        return new Expr.Path(List.of(type, new Expr.PathSegment(name, List.of(), name.span())), build.span(context));
    }
}
