package org.platlang.hir.check;

import java.util.List;
import org.platlang.hir.check.Headers.ClassHeader;
import org.platlang.hir.check.Headers.EnumHeader;
import org.platlang.hir.check.Headers.Item;
import org.platlang.hir.tree.FunctionSymbol;
import org.platlang.hir.type.ClassSymbol;
import org.platlang.hir.type.EnumSymbol;
import org.platlang.hir.type.TypeParam;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.CompilationUnit;
import org.platlang.parser.ast.Decl;
import org.platlang.parser.ast.Identifier;

/**
 * First phase: a symbol for every item. Ensures: names are unique at top level and follow the naming rules, type
 * parameters have their bounds. Types are not looked at yet, so that items may stand in any order.
 */
final class CollectDecls {
    private CollectDecls() {}

    static void run(CompilationUnit unit, Env env) {
        for (CompilationUnit.UseDeclaration use : unit.uses()) {
            env.notYet(use.span(), "`use` and modules over several files are");
        }
        // Classes first: a bound that names one must find it.
        for (Decl item : unit.items()) {
            collect(item, env);
        }
    }

    private static void collect(Decl item, Env env) {
        Identifier name = item.name();
        Span at = name.span();
        switch (item) {
            case Decl.Function d -> {
                Naming.SNAKE.check(name, "function", env.sink);
                List<TypeParam> parameters = env.types.declare(d.typeParameters());
                declare(
                        name,
                        new Item.FunctionItem(d, new FunctionSymbol(env.module, 0, name.text(), parameters), at),
                        env);
            }
            case Decl.Class d -> {
                typeName(name, "class", env);
                List<TypeParam> parameters = env.types.declare(d.typeParameters());
                ClassHeader header = new ClassHeader(new ClassSymbol(env.module, name.text(), parameters), d);
                env.classes.put(header.symbol, header);
                declare(name, new Item.ClassItem(header, at), env);
            }
            case Decl.Enum d -> {
                typeName(name, "enum", env);
                List<TypeParam> parameters = env.types.declare(d.typeParameters());
                EnumHeader header = new EnumHeader(new EnumSymbol(env.module, name.text(), parameters), d);
                env.add(header);
                declare(name, new Item.EnumItem(header, at), env);
            }
            case Decl.TypeAlias d -> {
                typeName(name, "type", env);
                declare(name, new Item.AliasItem(d, env.types.declare(d.typeParameters()), at), env);
            }
            case Decl.Constant d -> {
                Naming.UPPER.check(name, "constant", env.sink);
                declare(name, new Item.ConstantItem(d, at), env);
            }
            case Decl.Newtype d -> {
                typeName(name, "newtype", env);
                declare(name, new Item.NewtypeItem(d, TypeParam.newtype(name.text()), at), env);
            }
            case Decl.TaskLocal d -> {
                Naming.UPPER.check(name, "task-local", env.sink);
                env.notYet(d.span(), "`task_local` is");
                declare(name, new Item.UnavailableItem(at), env);
            }
            case Decl.TestBlock d -> {
                Naming.SNAKE.check(name, d.benchmark() ? "bench block" : "test block", env.sink);
                TestBlocks.collect(d, env);
            }
            case Decl.Field d -> {
                // only inside classes
            }
            case Decl.Init d -> {
                // only inside classes
            }
            case Decl.Variant d -> {
                // only inside enums
            }
        }
    }

    private static void typeName(Identifier name, String what, Env env) {
        Naming.TITLE.check(name, what, env.sink);
        if (TypeResolver.builtinArity(name.text()) >= 0 && !env.module.equals("std")) {
            env.report(Diagnostic.at(
                            DiagnosticCode.E0207,
                            name.span(),
                            "`" + name.text() + "` is a built-in type and cannot be declared again")
                    .help("choose another name"));
        }
    }

    private static void declare(Identifier name, Item item, Env env) {
        Item earlier = env.items.putIfAbsent(name.text(), item);
        if (earlier != null) {
            env.report(Diagnostic.at(DiagnosticCode.E0205, name.span(), "`" + name.text() + "` is declared twice")
                    .secondary(earlier.span(), "first declared here"));
        }
    }
}
