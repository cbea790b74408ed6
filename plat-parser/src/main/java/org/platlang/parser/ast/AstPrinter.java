package org.platlang.parser.ast;

import java.util.List;
import java.util.Optional;

/**
 * The AST as text, for {@code platc build --emit=ast} and tests: symbolic expressions, one head word a record. Stable:
 * it depends on the tree alone, and shows neither spans nor documentation.
 */
public final class AstPrinter {
    private AstPrinter() {}

    public static String print(CompilationUnit unit) {
        SExpr out = SExpr.list("unit");
        unit.module().ifPresent(module -> out.add(SExpr.list("mod").add(path(module.path()))));
        for (CompilationUnit.UseDeclaration use : unit.uses()) {
            SExpr line = SExpr.list("use").add(path(use.path()));
            use.alias().ifPresent(alias -> line.add("as").add(alias.text()));
            for (CompilationUnit.UseName name : use.names()) {
                SExpr part = SExpr.list(name.name().text());
                name.alias().ifPresent(alias -> part.add("as").add(alias.text()));
                line.add(part);
            }
            out.add(line);
        }
        for (Decl item : unit.items()) {
            out.add(decl(item));
        }
        return out.layout();
    }

    public static String print(Expr expression) {
        return expr(expression).layout();
    }

    private static String path(List<Identifier> path) {
        StringBuilder text = new StringBuilder();
        for (Identifier name : path) {
            text.append(text.length() == 0 ? "" : "::").append(name.text());
        }
        return text.toString();
    }

    // ---- declarations

    private static SExpr decl(Decl decl) {
        return switch (decl) {
            case Decl.Function f -> {
                SExpr out = head("fn", f.modifiers(), f.name());
                typeParameters(f.typeParameters(), out);
                out.add(parameters(f.parameters()));
                f.result().ifPresent(type -> out.add("->").add(type(type)));
                yield out.add(expr(f.body()));
            }
            case Decl.Class c -> {
                SExpr out = head("class", c.modifiers(), c.name());
                typeParameters(c.typeParameters(), out);
                c.base().ifPresent(base -> out.add(":").add(type(base)));
                addAll(c.fields(), out);
                addAll(c.inits(), out);
                addAll(c.methods(), out);
                yield out;
            }
            case Decl.Field f -> {
                SExpr out = head(f.mutable() ? "var" : "let", f.modifiers(), f.name())
                        .add(type(f.type()));
                f.defaultValue().ifPresent(value -> out.add(expr(value)));
                yield out;
            }
            case Decl.Init i -> {
                SExpr out = head("init", i.modifiers(), i.name()).add(parameters(i.parameters()));
                i.result().ifPresent(type -> out.add("->").add(type(type)));
                yield out.add(expr(i.body()));
            }
            case Decl.Enum e -> {
                SExpr out = head("enum", e.modifiers(), e.name());
                typeParameters(e.typeParameters(), out);
                addAll(e.variants(), out);
                addAll(e.methods(), out);
                yield out;
            }
            case Decl.Variant v -> {
                SExpr out = SExpr.list("variant").add(v.name().text());
                for (Decl.VariantField field : v.fields()) {
                    SExpr type = type(field.type());
                    out.add(
                            field.name().isPresent()
                                    ? SExpr.list(field.name().get().text()).add(type)
                                    : type);
                }
                yield out;
            }
            case Decl.TypeAlias a -> {
                SExpr out = head("type", a.modifiers(), a.name());
                typeParameters(a.typeParameters(), out);
                yield out.add(type(a.target()));
            }
            case Decl.Newtype n -> head("newtype", n.modifiers(), n.name()).add(type(n.base()));
            case Decl.Constant c ->
                head("const", c.modifiers(), c.name()).add(type(c.type())).add(expr(c.value()));
            case Decl.TaskLocal t ->
                head("task_local", t.modifiers(), t.name()).add(type(t.type())).add(expr(t.value()));
            case Decl.TestBlock t -> {
                SExpr out = SExpr.list(t.benchmark() ? "bench" : "test")
                        .add(t.name().text());
                addAll(t.functions(), out);
                yield out;
            }
        };
    }

    private static void addAll(List<? extends Decl> decls, SExpr out) {
        for (Decl decl : decls) {
            out.add(decl(decl));
        }
    }

    private static SExpr head(String word, Decl.Modifiers modifiers, Identifier name) {
        SExpr out = SExpr.list(word);
        if (modifiers.isPublic()) {
            out.add("pub");
        }
        if (modifiers.isVirtual()) {
            out.add("virtual");
        }
        if (modifiers.isOverride()) {
            out.add("override");
        }
        if (modifiers.isMut()) {
            out.add("mut");
        }
        return word.equals("init") ? out : out.add(name.text());
    }

    private static void typeParameters(List<Decl.TypeParameter> parameters, SExpr out) {
        for (Decl.TypeParameter parameter : parameters) {
            SExpr part = SExpr.list("type-parameter").add(parameter.name().text());
            for (TypeExpr bound : parameter.bounds()) {
                part.add(type(bound));
            }
            out.add(part);
        }
    }

    private static SExpr parameters(List<Decl.Parameter> parameters) {
        SExpr out = SExpr.list("parameters");
        for (Decl.Parameter parameter : parameters) {
            SExpr part = SExpr.list(parameter.name().text()).add(type(parameter.type()));
            parameter.defaultValue().ifPresent(value -> part.add(expr(value)));
            out.add(part);
        }
        return out;
    }

    // ---- types and patterns

    private static SExpr type(TypeExpr type) {
        return switch (type) {
            case TypeExpr.Named named -> {
                if (named.arguments().isEmpty()) {
                    yield SExpr.atom(path(named.path()));
                }
                SExpr out = SExpr.list(path(named.path()));
                for (TypeExpr argument : named.arguments()) {
                    out.add(type(argument));
                }
                yield out;
            }
            case TypeExpr.Function function -> {
                SExpr out = SExpr.list("fn-type");
                for (TypeExpr parameter : function.parameters()) {
                    out.add(type(parameter));
                }
                function.result().ifPresent(result -> out.add("->").add(type(result)));
                yield out;
            }
            case TypeExpr.Invalid ignored -> SExpr.atom("<invalid>");
        };
    }

    private static SExpr pattern(Pattern pattern) {
        return switch (pattern) {
            case Pattern.Wildcard ignored -> SExpr.atom("_");
            case Pattern.Binding binding ->
                binding.type().isPresent()
                        ? SExpr.list("bind")
                                .add(binding.name().text())
                                .add(type(binding.type().get()))
                        : SExpr.list("bind").add(binding.name().text());
            case Pattern.Literal literal ->
                literal.negative() ? SExpr.list("-").add(expr(literal.value())) : expr(literal.value());
            case Pattern.Range range ->
                SExpr.list(range.inclusive() ? "..=" : "..")
                        .add(pattern(range.low()))
                        .add(pattern(range.high()));
            case Pattern.Variant variant -> {
                SExpr out = SExpr.list("variant").add(path(variant.path()));
                for (Pattern.Field field : variant.fields()) {
                    SExpr inner = pattern(field.pattern());
                    out.add(
                            field.name().isPresent()
                                    ? SExpr.list("=")
                                            .add(field.name().get().text())
                                            .add(inner)
                                    : inner);
                }
                yield out;
            }
            case Pattern.Or or -> {
                SExpr out = SExpr.list("|");
                for (Pattern alternative : or.alternatives()) {
                    out.add(pattern(alternative));
                }
                yield out;
            }
            case Pattern.Invalid ignored -> SExpr.atom("<invalid>");
        };
    }

    // ---- statements

    private static SExpr stmt(Stmt stmt) {
        return switch (stmt) {
            case Stmt.Let let -> {
                SExpr out = SExpr.list("let").add(pattern(let.pattern())).add(expr(let.value()));
                let.otherwise().ifPresent(block -> out.add(SExpr.list("else").add(expr(block))));
                yield out;
            }
            case Stmt.Var variable -> {
                SExpr out = SExpr.list("var").add(variable.name().text());
                variable.type().ifPresent(type -> out.add(type(type)));
                yield out.add(expr(variable.value()));
            }
            case Stmt.Assign assign ->
                SExpr.list(assign.operator().map(BinaryOperator::symbol).orElse("") + "=")
                        .add(expr(assign.target()))
                        .add(expr(assign.value()));
            case Stmt.Expression expression -> SExpr.list("do").add(expr(expression.expression()));
            case Stmt.While loop ->
                labelled("while", loop.label()).add(condition(loop.condition())).add(expr(loop.body()));
            case Stmt.For loop -> {
                SExpr out = labelled("for", loop.label());
                for (Stmt.LoopVariable variable : loop.variables()) {
                    out.add(loopVariable(variable));
                }
                yield out.add(expr(loop.iterated())).add(expr(loop.body()));
            }
            case Stmt.Defer defer -> SExpr.list("defer").add(expr(defer.body()));
            case Stmt.Return jump -> optional(SExpr.list("return"), jump.value());
            case Stmt.Break jump -> optional(labelled("break", jump.label()), jump.value());
            case Stmt.Continue jump -> labelled("continue", jump.label());
            case Stmt.Invalid ignored -> SExpr.atom("<invalid>");
        };
    }

    private static SExpr labelled(String head, Optional<Identifier> label) {
        SExpr out = SExpr.list(head);
        label.ifPresent(name -> out.add("'" + name.text()));
        return out;
    }

    private static SExpr optional(SExpr out, Optional<Expr> value) {
        value.ifPresent(e -> out.add(expr(e)));
        return out;
    }

    private static SExpr loopVariable(Stmt.LoopVariable variable) {
        SExpr out = SExpr.list("bind").add(variable.name().text());
        variable.type().ifPresent(type -> out.add(type(type)));
        return out;
    }

    private static SExpr condition(Stmt.Condition condition) {
        return switch (condition) {
            case Stmt.Condition.Test test -> expr(test.value());
            case Stmt.Condition.Let let ->
                SExpr.list("let").add(pattern(let.pattern())).add(expr(let.value()));
        };
    }

    // ---- expressions

    private static SExpr expr(Expr expr) {
        return switch (expr) {
            case Expr.IntLiteral literal ->
                SExpr.atom(Long.toUnsignedString(literal.value())
                        + literal.suffix().text());
            case Expr.FloatLiteral literal ->
                SExpr.atom(literal.digits() + literal.suffix().text());
            case Expr.DurationLiteral literal -> SExpr.atom(Long.toUnsignedString(literal.nanoseconds()) + "ns");
            case Expr.BoolLiteral literal -> SExpr.atom(literal.value() ? "true" : "false");
            case Expr.StringLiteral literal -> SExpr.atom(quoted(literal.value()));
            case Expr.InterpolatedString string -> {
                SExpr out = SExpr.list("interpolate");
                for (Expr.StringPart part : string.parts()) {
                    out.add(stringPart(part));
                }
                yield out;
            }
            case Expr.UnitLiteral ignored -> SExpr.atom("()");
            case Expr.ListLiteral list -> exprs(SExpr.list("list"), list.elements());
            case Expr.SetLiteral set -> exprs(SExpr.list("set"), set.elements());
            case Expr.DictLiteral dict -> {
                SExpr out = SExpr.list("dict");
                for (Expr.DictEntry entry : dict.entries()) {
                    out.add(SExpr.list(":").add(expr(entry.key())).add(expr(entry.value())));
                }
                yield out;
            }
            case Expr.Path path -> pathExpr(path);
            case Expr.Self ignored -> SExpr.atom("self");
            case Expr.SuperCall call ->
                arguments(SExpr.list("super").add(call.method().text()), call.arguments());
            case Expr.Call call -> arguments(SExpr.list("call").add(expr(call.callee())), call.arguments());
            case Expr.Member member -> {
                SExpr out = SExpr.list("member")
                        .add(expr(member.receiver()))
                        .add(member.name().text());
                for (TypeExpr type : member.typeArguments()) {
                    out.add(SExpr.list("type").add(type(type)));
                }
                yield out;
            }
            case Expr.Index index ->
                SExpr.list("index").add(expr(index.receiver())).add(expr(index.index()));
            case Expr.Try inner -> SExpr.list("try").add(expr(inner.operand()));
            case Expr.Unwrap inner -> SExpr.list("unwrap").add(expr(inner.operand()));
            case Expr.Parenthesized inner -> SExpr.list("parens").add(expr(inner.inner()));
            case Expr.Unary unary -> SExpr.list(unary.operator().symbol()).add(expr(unary.operand()));
            case Expr.Binary binary ->
                SExpr.list(binary.operator().symbol()).add(expr(binary.left())).add(expr(binary.right()));
            case Expr.Range range ->
                SExpr.list(range.inclusive() ? "..=" : "..")
                        .add(expr(range.start()))
                        .add(expr(range.end()));
            case Expr.Cast cast -> SExpr.list("cast").add(expr(cast.value())).add(type(cast.target()));
            case Expr.Lambda lambda -> {
                SExpr parameters = SExpr.list("parameters");
                for (Expr.LambdaParameter parameter : lambda.parameters()) {
                    SExpr part = SExpr.list(parameter.name().text());
                    parameter.type().ifPresent(type -> part.add(type(type)));
                    parameters.add(part);
                }
                SExpr out = SExpr.list("lambda").add(parameters);
                lambda.result().ifPresent(type -> out.add("->").add(type(type)));
                yield out.add(expr(lambda.body()));
            }
            case Expr.Block block -> {
                SExpr out = SExpr.list("block");
                for (Stmt stmt : block.statements()) {
                    out.add(stmt(stmt));
                }
                yield optional(out, block.result());
            }
            case Expr.If branch -> {
                SExpr out = SExpr.list("if").add(condition(branch.condition())).add(expr(branch.then()));
                yield optional(out, branch.otherwise());
            }
            case Expr.Match match -> {
                SExpr out = SExpr.list("match").add(expr(match.subject()));
                for (Expr.MatchArm arm : match.arms()) {
                    SExpr part = SExpr.list("arm").add(pattern(arm.pattern()));
                    arm.guard().ifPresent(guard -> part.add(SExpr.list("if").add(expr(guard))));
                    out.add(part.add(expr(arm.body())));
                }
                yield out;
            }
            case Expr.Loop loop -> labelled("loop", loop.label()).add(expr(loop.body()));
            case Expr.Concurrent concurrent -> SExpr.list("concurrent").add(expr(concurrent.body()));
            case Expr.Spawn spawn -> SExpr.list("spawn").add(expr(spawn.body()));
            case Expr.Race race -> {
                SExpr out = SExpr.list("race");
                for (Expr.Spawn arm : race.arms()) {
                    out.add(expr(arm));
                }
                yield out;
            }
            case Expr.RaceList race ->
                SExpr.list("race-list")
                        .add(loopVariable(race.variable()))
                        .add(expr(race.iterated()))
                        .add(expr(race.body()));
            case Expr.Select select -> {
                SExpr out = SExpr.list(select.biased() ? "select-biased" : "select");
                for (Expr.SelectArm arm : select.arms()) {
                    out.add(selectArm(arm));
                }
                yield out;
            }
            case Expr.WithTimeout timeout ->
                SExpr.list("with-timeout").add(expr(timeout.duration())).add(expr(timeout.body()));
            case Expr.Attempt attempt -> SExpr.list("attempt").add(expr(attempt.body()));
            case Expr.WithLocal local -> {
                SExpr out = SExpr.list("with-local");
                for (Expr.LocalBinding binding : local.bindings()) {
                    out.add(SExpr.list("=").add(binding.name().text()).add(expr(binding.value())));
                }
                yield out.add(expr(local.body()));
            }
            case Expr.Invalid ignored -> SExpr.atom("<invalid>");
        };
    }

    private static SExpr exprs(SExpr out, List<Expr> elements) {
        for (Expr element : elements) {
            out.add(expr(element));
        }
        return out;
    }

    private static SExpr pathExpr(Expr.Path path) {
        boolean generic = false;
        StringBuilder names = new StringBuilder();
        for (Expr.PathSegment segment : path.segments()) {
            generic |= !segment.typeArguments().isEmpty();
            names.append(names.length() == 0 ? "" : "::").append(segment.name().text());
        }
        if (!generic) {
            return SExpr.atom(names.toString());
        }
        SExpr out = SExpr.list("path");
        for (Expr.PathSegment segment : path.segments()) {
            out.add(segment.name().text());
            for (TypeExpr type : segment.typeArguments()) {
                out.add(SExpr.list("type").add(type(type)));
            }
        }
        return out;
    }

    private static SExpr arguments(SExpr out, List<Expr.Argument> arguments) {
        for (Expr.Argument argument : arguments) {
            SExpr value = expr(argument.value());
            out.add(
                    argument.name().isPresent()
                            ? SExpr.list("=").add(argument.name().get().text()).add(value)
                            : value);
        }
        return out;
    }

    private static SExpr selectArm(Expr.SelectArm arm) {
        return switch (arm) {
            case Expr.SelectArm.Channel channel -> {
                SExpr out = SExpr.list("arm");
                channel.variable().ifPresent(variable -> out.add(loopVariable(variable)));
                yield out.add(expr(channel.operation())).add(expr(channel.body()));
            }
            case Expr.SelectArm.After after ->
                SExpr.list("after").add(expr(after.duration())).add(expr(after.body()));
            case Expr.SelectArm.Default fallback -> SExpr.list("default").add(expr(fallback.body()));
        };
    }

    private static SExpr stringPart(Expr.StringPart part) {
        return switch (part) {
            case Expr.StringPart.Text text -> SExpr.atom(quoted(text.value()));
            case Expr.StringPart.Interpolation value ->
                value.format().isPresent()
                        ? SExpr.list("format")
                                .add(expr(value.value()))
                                .add(format(value.format().get()))
                        : expr(value.value());
        };
    }

    private static SExpr format(FormatSpec spec) {
        StringBuilder text = new StringBuilder(":");
        if (spec.alignment() != FormatSpec.Alignment.DEFAULT) {
            text.appendCodePoint(spec.fill())
                    .append("?<^>".charAt(spec.alignment().ordinal()));
        }
        text.append(spec.plus() ? "+" : "").append(spec.alternate() ? "#" : "").append(spec.zero() ? "0" : "");
        text.append(spec.width() < 0 ? "" : Integer.toString(spec.width()));
        text.append(spec.digits() < 0 ? "" : "." + spec.digits());
        if (spec.style() != FormatSpec.Style.PLAIN) {
            text.append("?xXboe".charAt(spec.style().ordinal()));
        }
        return SExpr.atom(quoted(text.toString()));
    }

    private static String quoted(String value) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\0' -> out.append("\\0");
                default -> out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
