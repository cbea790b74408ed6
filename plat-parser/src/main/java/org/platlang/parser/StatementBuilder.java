package org.platlang.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.BinaryOperator;
import org.platlang.parser.ast.Expr;
import org.platlang.parser.ast.Identifier;
import org.platlang.parser.ast.Stmt;
import org.platlang.parser.grammar.PlatParser;
import org.platlang.parser.grammar.PlatParser.BareJumpContext;
import org.platlang.parser.grammar.PlatParser.BlockContext;
import org.platlang.parser.grammar.PlatParser.BlockLikeContext;
import org.platlang.parser.grammar.PlatParser.BlockTailContext;
import org.platlang.parser.grammar.PlatParser.BracesContext;
import org.platlang.parser.grammar.PlatParser.DictTailContext;
import org.platlang.parser.grammar.PlatParser.ExpressionContext;
import org.platlang.parser.grammar.PlatParser.IfStatementContext;
import org.platlang.parser.grammar.PlatParser.IfValueContext;
import org.platlang.parser.grammar.PlatParser.PlainStatementContext;
import org.platlang.parser.grammar.PlatParser.SimpleContext;
import org.platlang.parser.grammar.PlatParser.SimpleRunContext;
import org.platlang.parser.grammar.PlatParser.StatementContext;

/** Statements and blocks (§4), braces and control flow (§5, §8), concurrency (§10). */
final class StatementBuilder {
    private final Build build;
    private @Nullable BracesContext body;

    StatementBuilder(Build build) {
        this.build = build;
    }

    Expr.Block block(BlockContext context) {
        if (!build.enter(context)) {
            build.leave();
            return new Expr.Block(List.of(), Optional.empty(), build.span(context));
        }
        BlockAssembler block = new BlockAssembler(build);
        contents(context, block);
        build.leave();
        return block.finish(build.span(context));
    }

    /** Everything of a block among the children of a rule; braces, expressions and operators are skipped. */
    private void contents(ParserRuleContext context, BlockAssembler block) {
        for (int i = 0; i < context.getChildCount(); i++) {
            ParseTree child = context.getChild(i);
            if (child instanceof SimpleContext simple) {
                simple(simple, block);
            } else if (child instanceof SimpleRunContext run) {
                contents(run, block);
            } else if (child instanceof BlockTailContext tail) {
                contents(tail, block);
            } else if (child instanceof StatementContext statement) {
                statement(statement, block);
            } else if (child instanceof PlainStatementContext plain) {
                block.complete(plain(plain));
            } else if (child instanceof BlockLikeContext blockLike) {
                block.blockLike(blockLike(blockLike));
            } else if (child instanceof BareJumpContext jump) {
                block.simple(bareJump(jump));
            } else if (child instanceof TerminalNode terminal
                    && terminal.getSymbol().getType() == PlatParser.SEMI) {
                block.semicolon();
            }
        }
    }

    private void simple(SimpleContext context, BlockAssembler block) {
        if (context instanceof PlatParser.ExpressionOrAssignmentContext either && either.assignOperator() == null) {
            block.simple(build.expressions.leading(either.leadingExpression()));
        } else {
            block.simple(simpleStatement(context));
        }
    }

    private Stmt simpleStatement(SimpleContext context) {
        Span span = build.span(context);
        if (context instanceof PlatParser.ReturnValueContext value) {
            return new Stmt.Return(Optional.of(build.expressions.expression(value.expression())), span);
        }
        if (context instanceof PlatParser.BreakValueContext value) {
            return new Stmt.Break(
                    label(value.LABEL()), Optional.of(build.expressions.expression(value.expression())), span);
        }
        PlatParser.ExpressionOrAssignmentContext assignment = (PlatParser.ExpressionOrAssignmentContext) context;
        return assignment(
                build.expressions.leading(assignment.leadingExpression()),
                assignment.assignOperator(),
                assignment.expression(),
                span);
    }

    private Stmt assignment(
            Expr target, PlatParser.AssignOperatorContext operator, ExpressionContext value, Span span) {
        return new Stmt.Assign(
                compound(operator.getStart()), assignable(target), build.expressions.expression(value), span);
    }

    private static Optional<BinaryOperator> compound(Token operator) {
        return switch (operator.getType()) {
            case PlatParser.PLUS_EQ -> Optional.of(BinaryOperator.ADD);
            case PlatParser.MINUS_EQ -> Optional.of(BinaryOperator.SUBTRACT);
            case PlatParser.STAR_EQ -> Optional.of(BinaryOperator.MULTIPLY);
            case PlatParser.SLASH_EQ -> Optional.of(BinaryOperator.DIVIDE);
            case PlatParser.PERCENT_EQ -> Optional.of(BinaryOperator.REMAINDER);
            case PlatParser.AMP_EQ -> Optional.of(BinaryOperator.BIT_AND);
            case PlatParser.PIPE_EQ -> Optional.of(BinaryOperator.BIT_OR);
            case PlatParser.CARET_EQ -> Optional.of(BinaryOperator.BIT_XOR);
            case PlatParser.SHL_EQ -> Optional.of(BinaryOperator.SHIFT_LEFT);
            case PlatParser.GT_THEN_GT_EQ -> Optional.of(BinaryOperator.SHIFT_RIGHT);
            default -> Optional.empty();
        };
    }

    private Expr assignable(Expr target) {
        if (target instanceof Expr.Invalid
                || target instanceof Expr.Index
                || target instanceof Expr.Path path && path.simpleName().isPresent()
                || target instanceof Expr.Member member
                        && member.typeArguments().isEmpty()) {
            return target;
        }
        Diagnostic report = build.error(DiagnosticCode.E0113, target.span(), "this cannot be assigned to")
                .note("what can be assigned is a `var` variable, a field `e.name` and an element `e[i]`");
        if (target instanceof Expr.Unwrap unwrap && unwrap.operand() instanceof Expr.Index) {
            report = report.help("an element is assigned without the `!`: `list[i] = value`");
        } else if (target instanceof Expr.Binary) {
            report = report.help("to compare, write `==`");
        }
        build.sink.report(report);
        return new Expr.Invalid(target.span());
    }

    private Optional<Identifier> label(@Nullable TerminalNode label) {
        return label == null ? Optional.empty() : Optional.of(build.label(label.getSymbol()));
    }

    private Stmt bareJump(BareJumpContext context) {
        Span span = build.span(context);
        return switch (context.getStart().getType()) {
            case PlatParser.RETURN -> new Stmt.Return(Optional.empty(), span);
            case PlatParser.BREAK -> new Stmt.Break(label(context.LABEL()), Optional.empty(), span);
            default -> new Stmt.Continue(label(context.LABEL()), span);
        };
    }

    private void statement(StatementContext context, BlockAssembler block) {
        if (context.plainStatement() != null) {
            block.complete(plain(context.plainStatement()));
            return;
        }
        block.blockLike(blockLike(context.blockLike()));
        if (context.SEMI() != null) {
            block.semicolon();
        }
    }

    private Stmt plain(PlainStatementContext context) {
        Span span = build.span(context);
        if (context instanceof PlatParser.LetStatementContext let) {
            return new Stmt.Let(
                    build.patterns.pattern(let.pattern()),
                    build.expressions.expression(let.expression()),
                    let.block() == null ? Optional.empty() : Optional.of(block(let.block())),
                    span);
        }
        if (context instanceof PlatParser.VarStatementContext variable) {
            return new Stmt.Var(
                    build.identifier(variable.name()),
                    build.types.optional(variable.type()),
                    build.expressions.expression(variable.expression()),
                    span);
        }
        if (context instanceof PlatParser.JumpStatementContext jump) {
            return bareJump(jump.bareJump());
        }
        if (context instanceof PlatParser.WhileStatementContext loop) {
            return new Stmt.While(
                    label(loop.LABEL_DEFINITION()), condition(loop.condition()), block(loop.block()), span);
        }
        if (context instanceof PlatParser.ForStatementContext loop) {
            List<Stmt.LoopVariable> variables = new ArrayList<>(2);
            for (int i = 0; i < loop.getChildCount(); i++) {
                if (loop.getChild(i) instanceof PlatParser.LoopVariableContext variable) {
                    variables.add(loopVariable(variable));
                }
            }
            return new Stmt.For(
                    label(loop.LABEL_DEFINITION()),
                    variables,
                    build.expressions.expression(loop.expression()),
                    block(loop.block()),
                    span);
        }
        return new Stmt.Defer(block(((PlatParser.DeferStatementContext) context).block()), span);
    }

    private Stmt.LoopVariable loopVariable(PlatParser.LoopVariableContext context) {
        return new Stmt.LoopVariable(
                build.identifier(context.name()), build.types.optional(context.type()), build.span(context));
    }

    private Stmt.Condition condition(PlatParser.ConditionContext context) {
        Expr value = build.expressions.expression(context.expression());
        return context.pattern() == null
                ? new Stmt.Condition.Test(value, build.span(context))
                : new Stmt.Condition.Let(build.patterns.pattern(context.pattern()), value, build.span(context));
    }

    // ---- what ends at its brace

    private Expr blockLike(BlockLikeContext context) {
        if (context.braces() != null) {
            return braces(context.braces(), true);
        }
        return context.ifStatement() != null ? ifStatement(context.ifStatement()) : construct(context.construct());
    }

    private Expr ifStatement(IfStatementContext context) {
        if (!build.enter(context)) {
            build.leave();
            return new Expr.Invalid(build.span(context));
        }
        Optional<Expr> otherwise = Optional.empty();
        if (context.ifStatement() != null) {
            otherwise = Optional.of(ifStatement(context.ifStatement()));
        } else if (context.block(1) != null) {
            otherwise = Optional.of(block(context.block(1)));
        }
        build.leave();
        return new Expr.If(condition(context.condition()), block(context.block(0)), otherwise, build.span(context));
    }

    /** An `if` whose value is used: the grammar wants its `else`. */
    Expr ifValue(IfValueContext context) {
        if (!build.enter(context)) {
            build.leave();
            return new Expr.Invalid(build.span(context));
        }
        Expr otherwise = context.ifValue() != null ? ifValue(context.ifValue()) : block(context.block(1));
        build.leave();
        return new Expr.If(
                condition(context.condition()), block(context.block(0)), Optional.of(otherwise), build.span(context));
    }

    Expr construct(PlatParser.ConstructContext context) {
        Span span = build.span(context);
        if (context instanceof PlatParser.MatchContext match) {
            Expr subject = build.expressions.expression(match.expression());
            return new Expr.Match(subject, arms(match.arms()), span);
        }
        if (context instanceof PlatParser.LoopContext loop) {
            return new Expr.Loop(label(loop.LABEL_DEFINITION()), block(loop.block()), span);
        }
        if (context instanceof PlatParser.ConcurrentContext concurrent) {
            return new Expr.Concurrent(block(concurrent.block()), span);
        }
        if (context instanceof PlatParser.RaceContext) {
            List<Expr.Spawn> arms = new ArrayList<>();
            for (int i = 0; i < context.getChildCount(); i++) {
                if (context.getChild(i) instanceof PlatParser.RaceArmContext arm) {
                    arms.add(new Expr.Spawn(block(arm.block()), build.span(arm)));
                }
            }
            return new Expr.Race(arms, span);
        }
        if (context instanceof PlatParser.RaceListContext race) {
            return new Expr.RaceList(
                    loopVariable(race.loopVariable()),
                    build.expressions.expression(race.expression()),
                    block(race.block()),
                    span);
        }
        PlatParser.SelectContext select = (PlatParser.SelectContext) context;
        return new Expr.Select(select.BIASED() != null, selectArms(select.selectArms()), span);
    }

    private List<Expr.MatchArm> arms(PlatParser.@Nullable ArmsContext first) {
        List<Expr.MatchArm> arms = new ArrayList<>();
        for (PlatParser.ArmsContext at = first; at != null; at = at.arms()) {
            Optional<Expr> guard = at.guard() == null
                    ? Optional.empty()
                    : Optional.of(build.expressions.expression(at.guard().expression()));
            Expr body = armBody(at.blockLike(), at.armBody());
            arms.add(new Expr.MatchArm(
                    build.patterns.pattern(at.pattern()),
                    guard,
                    body,
                    build.span(at.getStart()).to(body.span())));
        }
        return arms;
    }

    private List<Expr.SelectArm> selectArms(PlatParser.@Nullable SelectArmsContext first) {
        List<Expr.SelectArm> arms = new ArrayList<>();
        for (PlatParser.SelectArmsContext at = first; at != null; at = at.selectArms()) {
            Expr body = armBody(at.blockLike(), at.armBody());
            Span span = build.span(at.getStart()).to(body.span());
            if (at.selectHead() instanceof PlatParser.AfterHeadContext after) {
                arms.add(new Expr.SelectArm.After(build.expressions.expression(after.expression()), body, span));
            } else if (at.selectHead() instanceof PlatParser.ChannelHeadContext channel) {
                Optional<Stmt.LoopVariable> variable = Optional.empty();
                if (channel.name() != null) {
                    Token end = channel.type() == null
                            ? channel.name().getStop()
                            : channel.type().getStop();
                    variable = Optional.of(new Stmt.LoopVariable(
                            build.identifier(channel.name()),
                            build.types.optional(channel.type()),
                            build.span(channel.getStart(), end)));
                }
                Expr operation = build.expressions.expression(channel.expression());
                reportReservedHead(channel.getStart());
                arms.add(new Expr.SelectArm.Channel(variable, operation, body, span));
            } else {
                arms.add(new Expr.SelectArm.Default(body, span));
            }
        }
        return arms;
    }

    /** An arm that begins with `after` or `default` is never a channel operation (§1). */
    private void reportReservedHead(Token first) {
        if (first.getType() == PlatParser.AFTER || first.getType() == PlatParser.DEFAULT) {
            String word = build.text(first);
            build.sink.report(build.error(
                            DiagnosticCode.E0100,
                            build.span(first),
                            "an arm that begins with `" + word + "` is no channel operation")
                    .help(
                            first.getType() == PlatParser.AFTER
                                    ? "a timeout is written `after 100ms -> …`; a variable of that name `(after)`"
                                    : "it is written `default -> …`; a variable of that name `(default)`"));
        }
    }

    /** An assignment or a jump as the body of an arm becomes a block that holds it. */
    private Expr armBody(@Nullable BlockLikeContext blockLike, PlatParser.@Nullable ArmBodyContext other) {
        if (blockLike != null) {
            return blockLike(blockLike);
        }
        if (other == null) {
            throw new IllegalArgumentException("arm without a body");
        }
        if (other.simple() instanceof PlatParser.ExpressionOrAssignmentContext either
                && either.assignOperator() == null) {
            return build.expressions.leading(either.leadingExpression());
        }
        Stmt jump = other.bareJump() != null ? bareJump(other.bareJump()) : simpleStatement(other.simple());
        return new Expr.Block(List.of(jump), Optional.empty(), build.span(other));
    }

    // ---- braces: a block or a Dict

    /** Braces after `body =` are always a block (§5); `tree` is what the argument begins with. */
    void alwaysBlock(ParseTree tree) {
        if (tree instanceof BracesContext braces) {
            body = braces;
        }
    }

    private static @Nullable DictTailContext dictTail(BracesContext context) {
        if (context instanceof PlatParser.ExpressionBracesContext either) {
            return either.dictTail();
        }
        return context instanceof PlatParser.BlockLikeBracesContext either ? either.dictTail() : null;
    }

    /**
     * @param blockWanted whether the braces stand as a statement, arm body or last thing of a block, where the empty
     *     ones are a block
     */
    Expr braces(BracesContext context, boolean blockWanted) {
        Span span = build.span(context);
        boolean isBody = context == body;
        if (isBody && dictTail(context) != null) {
            build.sink.report(build.error(DiagnosticCode.E0121, span, "braces after `body =` are always a block")
                    .help("for a Dict as the block's value write `{ ({…}) }`"));
            return new Expr.Invalid(span);
        }
        if (!build.enter(context)) {
            build.leave();
            return new Expr.Invalid(span);
        }
        Expr result;
        DictTailContext tail = dictTail(context);
        if (tail != null) {
            result = dict(context, tail);
        } else if (context instanceof PlatParser.EmptyBracesContext) {
            result = blockWanted || isBody
                    ? new Expr.Block(List.of(), Optional.empty(), span)
                    : new Expr.DictLiteral(List.of(), span);
        } else {
            result = bracesBlock(context);
        }
        build.leave();
        return result;
    }

    private Expr.Block bracesBlock(BracesContext context) {
        BlockAssembler block = new BlockAssembler(build);
        if (context instanceof PlatParser.ExpressionBracesContext either) {
            Expr first = build.expressions.leading(either.leadingExpression());
            if (either.assignOperator() == null) {
                block.simple(first);
            } else {
                Span span = build.span(either.leadingExpression()).to(build.span(either.expression()));
                block.simple(assignment(first, either.assignOperator(), either.expression(), span));
            }
        } else if (context instanceof PlatParser.JumpBracesContext jump) {
            Optional<Expr> value = Optional.of(build.expressions.expression(jump.expression()));
            TerminalNode keyword = (TerminalNode) jump.getChild(1);
            Span span = build.span(keyword.getSymbol()).to(build.span(jump.expression()));
            block.simple(
                    jump.RETURN() != null
                            ? new Stmt.Return(value, span)
                            : new Stmt.Break(label(jump.LABEL()), value, span));
        }
        contents(context, block);
        return block.finish(build.span(context));
    }

    private Expr dict(BracesContext context, DictTailContext tail) {
        List<Expr.DictEntry> entries = new ArrayList<>();
        Expr key;
        ExpressionContext value;
        if (context instanceof PlatParser.ExpressionBracesContext first) {
            key = build.expressions.leading(first.leadingExpression());
            value = first.expression();
        } else {
            PlatParser.BlockLikeBracesContext first = (PlatParser.BlockLikeBracesContext) context;
            BlockLikeContext blockLike = first.blockLike();
            key = blockLike.braces() != null ? braces(blockLike.braces(), false) : blockLike(blockLike);
            value = first.expression();
        }
        entries.add(entry(key, value));
        for (int i = 0; i < tail.getChildCount(); i++) {
            if (tail.getChild(i) instanceof PlatParser.DictEntryContext entry) {
                entries.add(entry(build.expressions.expression(entry.expression(0)), entry.expression(1)));
            }
        }
        return new Expr.DictLiteral(entries, build.span(context));
    }

    private Expr.DictEntry entry(Expr writtenKey, ExpressionContext valueContext) {
        Expr key = writtenKey;
        if (writtenKey instanceof Expr.Path path && path.simpleName().isPresent()) {
            key = new Expr.StringLiteral(path.simpleName().get().text(), path.span());
        }
        Expr value = build.expressions.expression(valueContext);
        return new Expr.DictEntry(key, value, key.span().to(value.span()));
    }
}
