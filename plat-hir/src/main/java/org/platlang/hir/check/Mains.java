package org.platlang.hir.check;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.Headers.FunctionHeader;
import org.platlang.hir.check.Headers.Item;
import org.platlang.hir.tree.FunctionRef;
import org.platlang.hir.tree.FunctionSymbol;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.Arm;
import org.platlang.hir.tree.HirExpr.HirBlock;
import org.platlang.hir.tree.HirExpr.HirCall;
import org.platlang.hir.tree.HirExpr.HirInt;
import org.platlang.hir.tree.HirExpr.HirInterpolate;
import org.platlang.hir.tree.HirExpr.HirIntrinsic;
import org.platlang.hir.tree.HirExpr.HirLocalGet;
import org.platlang.hir.tree.HirExpr.HirMatch;
import org.platlang.hir.tree.HirExpr.HirString;
import org.platlang.hir.tree.HirExpr.Part;
import org.platlang.hir.tree.HirFunction;
import org.platlang.hir.tree.HirLocal;
import org.platlang.hir.tree.HirPattern;
import org.platlang.hir.tree.HirPattern.PatBinding;
import org.platlang.hir.tree.HirPattern.PatVariant;
import org.platlang.hir.tree.HirPattern.PatWildcard;
import org.platlang.hir.tree.Intrinsic;
import org.platlang.hir.type.BuiltinTypes;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.EnumType;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.CompilationUnit;

/** {@code main}: its three forms, and the wrapper that turns each into an exit status. */
final class Mains {
    private Mains() {}

    /** The entry; null where something was reported. */
    static @Nullable FunctionSymbol check(CompilationUnit unit, Env env) {
        Item item = env.item("main");
        if (!(item instanceof Item.FunctionItem f)) {
            int last = unit.file().text().stripTrailing().length();
            Span end = unit.file().span(last, last);
            env.report(Diagnostic.at(DiagnosticCode.E0951, end, "there is no function `main` to begin with")
                    .note("a program begins with `main`, which stands outside of classes and blocks")
                    .help("add `fn main() { … }`"));
            return null;
        }
        FunctionHeader header = env.function(f.symbol());
        Signature s = header.signature();
        Type result = s.result();
        boolean fine = s.parameters().isEmpty()
                && s.typeParameters().isEmpty()
                && (result == Primitive.UNIT
                        || result == Primitive.INT32
                        || result == Primitive.NEVER
                        || result == Primitive.ERROR
                        || BuiltinTypes.isResult(result));
        if (!fine) {
            env.report(Diagnostic.at(
                            DiagnosticCode.E0952,
                            header.span(),
                            "`main` takes nothing and returns nothing, `Int32` or a `Result`")
                    .help("write `fn main()`, `fn main() -> Int32` or `fn main() -> Result<Unit, String>`"));
            return null;
        }
        FunctionSymbol entry = new FunctionSymbol(env.module.toString(), 0, "main.entry", List.of());
        env.bodies.put(entry, wrapper(entry, header.symbol(), result, header.span()));
        return entry;
    }

    private static HirFunction wrapper(FunctionSymbol entry, FunctionSymbol main, Type result, Span span) {
        HirExpr call = new HirCall(FunctionRef.of(main, List.of()), List.of(), result, span);
        HirExpr zero = new HirInt(0, Primitive.INT32, span);
        HirExpr body;
        int locals = 0;
        if (result instanceof EnumType t && BuiltinTypes.isResult(t)) {
            HirLocal error = new HirLocal(locals++, "$error", t.arguments().get(1), false, span);
            HirExpr text = new HirInterpolate(
                    List.of(
                            new Part(new HirString("error: ", span), Optional.empty()),
                            new Part(new HirLocalGet(error, span), Optional.empty())),
                    span);
            HirExpr say = new HirIntrinsic(Intrinsic.EPRINT, List.of(), List.of(text), Primitive.UNIT, span);
            HirPattern ok = new PatVariant(
                    t, BuiltinTypes.OK, List.of(new PatWildcard(t.arguments().get(0), span)), span);
            HirPattern err = new PatVariant(t, BuiltinTypes.ERR, List.of(new PatBinding(error, span)), span);
            body = new HirMatch(
                    call,
                    List.of(
                            new Arm(ok, Optional.empty(), zero, span),
                            new Arm(
                                    err,
                                    Optional.empty(),
                                    new HirBlock(List.of(say), new HirInt(1, Primitive.INT32, span), span),
                                    span)),
                    Primitive.INT32,
                    span);
        } else if (result == Primitive.INT32 || result == Primitive.NEVER) {
            body = call;
        } else {
            body = new HirBlock(List.of(call), zero, span);
        }
        return new HirFunction(
                FunctionRef.of(entry, List.of()),
                HirFunction.Kind.FUNCTION,
                List.of(),
                locals,
                Primitive.INT32,
                body,
                span);
    }
}
