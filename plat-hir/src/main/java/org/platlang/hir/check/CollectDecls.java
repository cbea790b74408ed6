package org.platlang.hir.check;

import java.util.List;
import org.platlang.hir.check.Headers.ClassHeader;
import org.platlang.hir.check.Headers.EnumHeader;
import org.platlang.hir.check.Headers.Home;
import org.platlang.hir.check.Headers.Item;
import org.platlang.hir.tree.FunctionSymbol;
import org.platlang.hir.type.ClassSymbol;
import org.platlang.hir.type.EnumSymbol;
import org.platlang.hir.type.TypeParam;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.parser.ast.CompilationUnit;
import org.platlang.parser.ast.Decl;
import org.platlang.parser.ast.Identifier;

/**
 * First phase: a symbol for every item. Ensures: names are unique at top level and follow the naming rules, type
 * parameters have their bounds. Types are not looked at yet, so that items may stand in any order.
 */
final class CollectDecls {
    private CollectDecls() {}

    /** Calls with a `body` that are syntax, so that no function may have their names. */
    private static final List<String> CONSTRUCTS = List.of("with_timeout", "attempt", "with_local");

    static void run(CompilationUnit unit, Env env) {
        unit.module().ifPresent(m -> m.path().forEach(part -> Naming.SNAKE.check(part, "module", env.sink)));
        for (Decl item : unit.items()) {
            collect(item, env);
        }
    }

    private static void collect(Decl item, Env env) {
        Identifier name = item.name();
        Home home = new Home(env, isPublic(item), name.span());
        switch (item) {
            case Decl.Function d -> {
                Naming.SNAKE.check(name, "function", env.sink);
                if (CONSTRUCTS.contains(name.text())) {
                    env.report(Diagnostic.at(
                                    DiagnosticCode.E0118,
                                    name.span(),
                                    "`" + name.text() + "` is a construct of the language and cannot be declared")
                            .help("choose another name, such as `" + name.text() + "_`"));
                }
                List<TypeParam> parameters = env.types.declare(d.typeParameters());
                declare(
                        name,
                        new Item.FunctionItem(
                                d, new FunctionSymbol(env.module.toString(), 0, name.text(), parameters), home),
                        env);
            }
            case Decl.Class d -> {
                typeName(name, "class", env);
                List<TypeParam> parameters = env.types.declare(d.typeParameters());
                ClassHeader header =
                        new ClassHeader(new ClassSymbol(env.module.toString(), name.text(), parameters), d, env);
                env.classes.put(header.symbol, header);
                declare(name, new Item.ClassItem(header, home), env);
            }
            case Decl.Enum d -> {
                typeName(name, "enum", env);
                List<TypeParam> parameters = env.types.declare(d.typeParameters());
                EnumHeader header = new EnumHeader(new EnumSymbol(env.module.toString(), name.text(), parameters), d);
                env.add(header);
                declare(name, new Item.EnumItem(header, home), env);
            }
            case Decl.TypeAlias d -> {
                typeName(name, "type", env);
                declare(name, new Item.AliasItem(d, env.types.declare(d.typeParameters()), home), env);
            }
            case Decl.Constant d -> {
                Naming.UPPER.check(name, "constant", env.sink);
                declare(name, new Item.ConstantItem(d, home), env);
            }
            case Decl.Newtype d -> {
                typeName(name, "newtype", env);
                Item.NewtypeItem made =
                        new Item.NewtypeItem(d, TypeParam.newtype(env.module.toString(), name.text()), home);
                env.newtypes.declare(made);
                declare(name, made, env);
            }
            case Decl.TaskLocal d -> {
                Naming.UPPER.check(name, "task-local", env.sink);
                declare(name, new Item.TaskLocalItem(d, home), env);
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

    private static boolean isPublic(Decl item) {
        return switch (item) {
            case Decl.Function d -> d.modifiers().isPublic();
            case Decl.Class d -> d.modifiers().isPublic();
            case Decl.Enum d -> d.modifiers().isPublic();
            case Decl.TypeAlias d -> d.modifiers().isPublic();
            case Decl.Newtype d -> d.modifiers().isPublic();
            case Decl.Constant d -> d.modifiers().isPublic();
            case Decl.TaskLocal d -> d.modifiers().isPublic();
            case Decl.TestBlock d -> false;
            case Decl.Field d -> false;
            case Decl.Init d -> false;
            case Decl.Variant d -> false;
        };
    }

    static void typeName(Identifier name, String what, Env env) {
        Naming.TITLE.check(name, what, env.sink);
        if (TypeResolver.builtinArity(name.text()) >= 0 && !env.module.isLibrary()) {
            env.report(Diagnostic.at(
                            DiagnosticCode.E0207,
                            name.span(),
                            "`" + name.text() + "` is a built-in type and cannot be declared again")
                    .help("choose another name"));
        }
    }

    private static void declare(Identifier name, Item item, Env env) {
        Item earlier = env.module.items.putIfAbsent(name.text(), item);
        if (earlier != null) {
            env.report(Diagnostic.at(DiagnosticCode.E0205, name.span(), "`" + name.text() + "` is declared twice")
                    .secondary(earlier.span(), "first declared here"));
        }
    }
}
