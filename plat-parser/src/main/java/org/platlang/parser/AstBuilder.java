package org.platlang.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.CompilationUnit.ModuleDeclaration;
import org.platlang.parser.ast.CompilationUnit.UseDeclaration;
import org.platlang.parser.ast.CompilationUnit.UseName;
import org.platlang.parser.ast.Decl;
import org.platlang.parser.ast.Expr;
import org.platlang.parser.ast.Identifier;
import org.platlang.parser.ast.TypeExpr;
import org.platlang.parser.grammar.PlatParser;
import org.platlang.parser.grammar.PlatParser.ExpressionContext;
import org.platlang.parser.grammar.PlatParser.FunctionContext;
import org.platlang.parser.grammar.PlatParser.ModifierContext;
import org.platlang.parser.grammar.PlatParser.TypeParametersContext;

/** Files, items, classes and enums (§2, §6, §7, §8, §13): parse trees to records, and nothing else. */
final class AstBuilder {
    private final Build build;

    AstBuilder(Build build) {
        this.build = build;
    }

    ModuleDeclaration module(PlatParser.ModuleDeclarationContext context) {
        return new ModuleDeclaration(build.types.path(context.path()), build.span(context));
    }

    UseDeclaration use(PlatParser.UseDeclarationContext context) {
        Optional<Identifier> alias =
                context.name() == null ? Optional.empty() : Optional.of(build.identifier(context.name()));
        List<UseName> names = new ArrayList<>();
        for (int i = 0; i < context.getChildCount(); i++) {
            if (context.getChild(i) instanceof PlatParser.UseNameContext name) {
                names.add(new UseName(
                        build.identifier(name.anyName()),
                        name.name() == null ? Optional.empty() : Optional.of(build.identifier(name.name())),
                        build.span(name)));
            }
        }
        return new UseDeclaration(build.types.path(context.path()), alias, names, build.span(context));
    }

    Decl item(PlatParser.ItemContext context) {
        String documentation = build.documentation.before(context.getStart().getStartIndex());
        Span span = build.span(context);
        PlatParser.DeclarationContext declaration = context.declaration();
        ParserRuleContext inner = (ParserRuleContext) declaration.getChild(0);
        Decl.Modifiers modifiers = modifiers(context);
        onlyPub(modifiers, inner instanceof PlatParser.TestBlockContext);
        if (inner instanceof FunctionContext function) {
            return function(documentation, modifiers, function, span);
        }
        if (inner instanceof PlatParser.ClassDeclarationContext declared) {
            return classDeclaration(documentation, modifiers, declared, span);
        }
        if (inner instanceof PlatParser.EnumDeclarationContext declared) {
            return enumDeclaration(documentation, modifiers, declared, span);
        }
        if (inner instanceof PlatParser.TypeAliasContext alias) {
            return new Decl.TypeAlias(
                    documentation,
                    modifiers,
                    build.identifier(alias.name()),
                    typeParameters(alias.typeParameters()),
                    build.types.type(alias.type()),
                    span);
        }
        if (inner instanceof PlatParser.NewtypeDeclarationContext newtype) {
            return new Decl.Newtype(
                    documentation, modifiers, build.identifier(newtype.name()), build.types.type(newtype.type()), span);
        }
        if (inner instanceof PlatParser.ConstantContext constant) {
            return new Decl.Constant(
                    documentation,
                    modifiers,
                    build.identifier(constant.name()),
                    build.types.type(constant.type()),
                    build.expressions.expression(constant.expression()),
                    span);
        }
        if (inner instanceof PlatParser.TaskLocalContext local) {
            return new Decl.TaskLocal(
                    documentation,
                    modifiers,
                    build.identifier(local.name()),
                    build.types.type(local.type()),
                    build.expressions.expression(local.expression()),
                    span);
        }
        return testBlock(documentation, (PlatParser.TestBlockContext) inner, span);
    }

    private Decl testBlock(String documentation, PlatParser.TestBlockContext context, Span span) {
        return new Decl.TestBlock(
                documentation,
                context.BENCH() != null,
                build.identifier(context.name()),
                functions(context, true),
                span);
    }

    /** The functions among the children of a rule, each with the modifiers before it. */
    private List<Decl.Function> functions(ParserRuleContext context, boolean plain) {
        List<Decl.Function> functions = new ArrayList<>();
        int firstModifier = -1;
        for (int i = 0; i < context.getChildCount(); i++) {
            if (context.getChild(i) instanceof ModifierContext) {
                firstModifier = firstModifier < 0 ? i : firstModifier;
            } else if (context.getChild(i) instanceof FunctionContext function) {
                int from = firstModifier < 0 ? i : firstModifier;
                Decl.Modifiers modifiers = modifiers(context, from, i);
                if (plain) {
                    onlyPub(modifiers, true);
                }
                ParserRuleContext first = (ParserRuleContext) context.getChild(from);
                functions.add(function(
                        build.documentation.before(first.getStart().getStartIndex()),
                        modifiers,
                        function,
                        build.span(first.getStart(), function.getStop())));
                firstModifier = -1;
            }
        }
        return functions;
    }

    private Decl.Function function(String documentation, Decl.Modifiers modifiers, FunctionContext context, Span span) {
        return new Decl.Function(
                documentation,
                modifiers,
                build.identifier(context.name()),
                typeParameters(context.typeParameters()),
                parameters(context),
                build.types.optional(context.type()),
                build.statements.block(context.block()),
                span);
    }

    private List<Decl.TypeParameter> typeParameters(@Nullable TypeParametersContext context) {
        if (context == null) {
            return List.of();
        }
        List<Decl.TypeParameter> parameters = new ArrayList<>(2);
        for (int i = 0; i < context.getChildCount(); i++) {
            if (context.getChild(i) instanceof PlatParser.TypeParameterContext parameter) {
                List<TypeExpr> bounds = new ArrayList<>(1);
                for (int j = 0; j < parameter.getChildCount(); j++) {
                    if (parameter.getChild(j) instanceof PlatParser.TypeContext bound) {
                        bounds.add(build.types.type(bound));
                    }
                }
                parameters.add(
                        new Decl.TypeParameter(build.identifier(parameter.name()), bounds, build.span(parameter)));
            }
        }
        return parameters;
    }

    private List<Decl.Parameter> parameters(ParserRuleContext context) {
        List<Decl.Parameter> parameters = new ArrayList<>(4);
        for (int i = 0; i < context.getChildCount(); i++) {
            if (context.getChild(i) instanceof PlatParser.ParameterContext parameter) {
                parameters.add(new Decl.Parameter(
                        build.identifier(parameter.name()),
                        build.types.type(parameter.type()),
                        optional(parameter.expression()),
                        build.span(parameter)));
            }
        }
        return parameters;
    }

    private Optional<Expr> optional(@Nullable ExpressionContext context) {
        return context == null ? Optional.empty() : Optional.of(build.expressions.expression(context));
    }

    // ---- classes and enums

    private Decl classDeclaration(
            String documentation, Decl.Modifiers modifiers, PlatParser.ClassDeclarationContext context, Span span) {
        List<Decl.Field> fields = new ArrayList<>();
        List<Decl.Init> inits = new ArrayList<>();
        List<Decl.Function> methods = new ArrayList<>();
        for (int i = 0; i < context.getChildCount(); i++) {
            if (!(context.getChild(i) instanceof PlatParser.MemberContext member)) {
                continue;
            }
            String text = build.documentation.before(member.getStart().getStartIndex());
            Span memberSpan = build.span(member);
            Decl.Modifiers words = modifiers(member);
            if (member.field() != null) {
                onlyPub(words, false);
                PlatParser.FieldContext field = member.field();
                fields.add(new Decl.Field(
                        text,
                        words,
                        field.VAR() != null,
                        build.identifier(field.name()),
                        build.types.type(field.type()),
                        optional(field.expression()),
                        memberSpan));
            } else if (member.initializer() != null) {
                onlyPub(words, false);
                PlatParser.InitializerContext init = member.initializer();
                inits.add(new Decl.Init(
                        text,
                        words,
                        build.identifier(init.INIT().getSymbol()),
                        parameters(init),
                        build.types.optional(init.type()),
                        build.statements.block(init.block()),
                        memberSpan));
            } else {
                methods.add(function(text, words, member.function(), memberSpan));
            }
        }
        return new Decl.Class(
                documentation,
                modifiers,
                build.identifier(context.name()),
                typeParameters(context.typeParameters()),
                build.types.optional(context.type()),
                fields,
                inits,
                methods,
                span);
    }

    private Decl enumDeclaration(
            String documentation, Decl.Modifiers modifiers, PlatParser.EnumDeclarationContext context, Span span) {
        List<Decl.Variant> variants = new ArrayList<>();
        List<Decl.Function> methods = new ArrayList<>();
        for (int i = 0; i < context.getChildCount(); i++) {
            if (context.getChild(i) instanceof PlatParser.VariantContext variant) {
                variants.add(variant(variant));
            } else if (context.getChild(i) instanceof PlatParser.EnumMethodContext method) {
                methods.addAll(functions(method, false));
            }
        }
        return new Decl.Enum(
                documentation,
                modifiers,
                build.identifier(context.name()),
                typeParameters(context.typeParameters()),
                variants,
                methods,
                span);
    }

    private Decl.Variant variant(PlatParser.VariantContext context) {
        List<Decl.VariantField> fields = new ArrayList<>(2);
        for (int i = 0; i < context.getChildCount(); i++) {
            if (context.getChild(i) instanceof PlatParser.VariantFieldContext field) {
                fields.add(new Decl.VariantField(
                        field.name() == null ? Optional.empty() : Optional.of(build.identifier(field.name())),
                        build.types.type(field.type()),
                        build.span(field)));
            }
        }
        return new Decl.Variant(
                build.documentation.before(context.getStart().getStartIndex()),
                build.identifier(context.anyName()),
                fields,
                build.span(context));
    }

    // ---- modifiers

    private Decl.Modifiers modifiers(ParserRuleContext context) {
        int count = 0;
        while (context.getChild(count) instanceof ModifierContext) {
            count++;
        }
        return modifiers(context, 0, count);
    }

    /** The modifiers among children [from, to): at most one of each, in order (§7). */
    private Decl.Modifiers modifiers(ParserRuleContext context, int from, int to) {
        if (from == to) {
            Span at = build.span(((ParserRuleContext) context.getChild(from)).getStart());
            return new Decl.Modifiers(false, false, false, false, at.atStart());
        }
        boolean isPublic = false;
        boolean isVirtual = false;
        boolean isOverride = false;
        boolean isMut = false;
        int rank = 0;
        Span span = build.span((ParserRuleContext) context.getChild(from))
                .to(build.span((ParserRuleContext) context.getChild(to - 1)));
        boolean wrong = false;
        for (int i = from; i < to; i++) {
            TerminalNode word = (TerminalNode) context.getChild(i).getChild(0);
            int thisRank;
            switch (word.getSymbol().getType()) {
                case PlatParser.PUB -> {
                    isPublic = true;
                    thisRank = 1;
                }
                case PlatParser.OVERRIDE -> {
                    isOverride = true;
                    thisRank = 2;
                }
                case PlatParser.VIRTUAL -> {
                    isVirtual = true;
                    thisRank = 2;
                }
                default -> {
                    isMut = true;
                    thisRank = 3;
                }
            }
            wrong |= thisRank <= rank;
            rank = Math.max(rank, thisRank);
        }
        if (wrong) {
            reportOrder(span, isPublic, isVirtual, isOverride, isMut);
        }
        return new Decl.Modifiers(isPublic, isVirtual, isOverride, isMut, span);
    }

    private void reportOrder(Span span, boolean isPublic, boolean isVirtual, boolean isOverride, boolean isMut) {
        if (isVirtual && isOverride) {
            build.sink.report(
                    build.error(DiagnosticCode.E0122, span, "a method is either `virtual` or `override`, not both")
                            .help("an override of a virtual method stays virtual: write `override`"));
            return;
        }
        String right = (isPublic ? "pub " : "")
                + (isOverride ? "override " : isVirtual ? "virtual " : "")
                + (isMut ? "mut " : "");
        right = right.substring(0, right.length() - 1);
        build.sink.report(build.error(
                        DiagnosticCode.E0122,
                        span,
                        "modifiers come once each, in the order `pub`, `override` or `virtual`, `mut`")
                .fix("write `" + right + "`", span, right));
    }

    private void onlyPub(Decl.Modifiers modifiers, boolean notEvenPub) {
        if (modifiers.isVirtual() || modifiers.isOverride() || modifiers.isMut()) {
            build.sink.report(build.error(
                    DiagnosticCode.E0122,
                    modifiers.span(),
                    "`virtual`, `override` and `mut` belong to methods of classes only"));
        } else if (notEvenPub && modifiers.isPublic()) {
            build.sink.report(
                    build.error(DiagnosticCode.E0122, modifiers.span(), "`pub` has no meaning for tests and benchmarks")
                            .fix("remove `pub`", modifiers.span(), ""));
        }
    }
}
