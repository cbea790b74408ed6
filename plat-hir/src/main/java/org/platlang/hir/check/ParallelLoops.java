package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.tree.BinaryOp;
import org.platlang.hir.tree.FunctionRef;
import org.platlang.hir.tree.FunctionSymbol;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirBinary;
import org.platlang.hir.tree.HirExpr.HirBlock;
import org.platlang.hir.tree.HirExpr.HirConcurrent;
import org.platlang.hir.tree.HirExpr.HirForRange;
import org.platlang.hir.tree.HirExpr.HirInt;
import org.platlang.hir.tree.HirExpr.HirLet;
import org.platlang.hir.tree.HirExpr.HirLocalGet;
import org.platlang.hir.tree.HirExpr.HirRange;
import org.platlang.hir.tree.HirExpr.HirSpawn;
import org.platlang.hir.tree.HirFunction;
import org.platlang.hir.tree.HirLabel;
import org.platlang.hir.tree.HirLocal;
import org.platlang.hir.tree.HirScope;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ListType;
import org.platlang.hir.type.Type.RangeType;
import org.platlang.hir.type.Type.TaskType;
import org.platlang.hir.type.TypeParam;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Expr;
import org.platlang.parser.ast.Identifier;
import org.platlang.parser.ast.Pattern;
import org.platlang.parser.ast.Stmt;
import org.platlang.parser.ast.TypeExpr;

/**
 * {@code list.par()} and {@code range.par()} (§10). They are no values: they begin a {@code for}, or {@code map}, {@code
 * sum} or {@code reduce}, which are library functions ({@code par.plat}). A loop becomes
 *
 * <pre>
 *   concurrent {
 *     for ($chunk in 0..par_chunks(length)) {
 *       spawn { for (x in the elements of the chunk) { … } };
 *     }
 *   }
 * </pre>
 *
 * so that its body is compiled into the loop over the chunk, and captures as a task's body does.
 */
final class ParallelLoops {
    private static final String ITEMS = "$items";
    private static final String LENGTH = "$length";
    private static final String CHUNK = "$chunk";
    private static final String FROM = "$from";
    private static final String TO = "$to";
    private static final String PART = "$part";
    private static final String INDEX = "$index";

    private final Body body;

    ParallelLoops(Body body) {
        this.body = body;
    }

    /** The call {@code ….par()} that the expression is, or null. */
    static Expr.@Nullable Member par(Expr e) {
        return e instanceof Expr.Call c
                        && c.arguments().isEmpty()
                        && c.callee() instanceof Expr.Member m
                        && m.name().text().equals("par")
                        && m.typeArguments().isEmpty()
                ? m
                : null;
    }

    private static boolean isSource(Type type) {
        return type instanceof ListType || type instanceof RangeType;
    }

    /** A list or range with {@code .par()} that begins nothing. */
    HirExpr alone(Expr.Call call, Identifier par) {
        body.env.report(Diagnostic.at(DiagnosticCode.E0506, par.span(), "`par()` does nothing by itself")
                .label("this is no value")
                .note("it begins a parallel loop, or `map`, `sum` or `reduce`")
                .help("write `for (x in " + call.span().text() + ") { … }`, or `"
                        + call.span().text() + ".map(f = …)`"));
        return Body.invalid(call.span());
    }

    /** {@code receiver.par().name(…)}; null where the receiver has no {@code par}. */
    @Nullable
    HirExpr method(HirExpr receiver, Expr.Member m, Expr.Call e, Want want) {
        if (!isSource(receiver.type())) {
            return null;
        }
        String name = (receiver.type() instanceof ListType ? "par_list_" : "par_range_")
                .concat(m.name().text());
        boolean known = List.of("map", "sum", "reduce").contains(m.name().text());
        Signature s = known ? body.env.prelude.signature(name) : null;
        String owner = Mismatch.shown(receiver.type()).concat(".par()");
        return BuiltinMethods.apply(body, receiver, owner, new BuiltinMethods.Found(s, "map sum reduce"), m, e, want);
    }

    /** The loop; {@code items} is a list or range, and {@code par} the call that says so. */
    HirExpr loop(Stmt.For s, HirExpr items, Span par) {
        if (Body.isError(items)) {
            return Body.invalid(s.span());
        }
        if (s.variables().size() != 1) {
            return body.error(
                    Diagnostic.at(DiagnosticCode.E0322, par, "a parallel loop has one variable")
                            .help("to know the index, run over the indices: `for (i in (0..xs.length()).par())`"),
                    s.span());
        }
        boolean list = items.type() instanceof ListType;
        String source = list ? "list" : "range";
        Type element = items.type() instanceof ListType t ? t.element() : ((RangeType) items.type()).element();
        HirExpr plain = items;
        boolean counts = plain instanceof HirRange;

        Frame outer = body.frame;
        outer.open();
        HirLocal over = hidden(ITEMS, items.type(), par);
        HirLocal length = hidden(LENGTH, Primitive.INT64, par);
        HirLocal chunk = hidden(CHUNK, Primitive.INT64, par);
        HirExpr measured = call(
                "par_" + source + "_length",
                List.of(element),
                List.of(new HirLocalGet(over, par)),
                Primitive.INT64,
                par);

        Frame inner = new Frame(Frame.Kind.TASK, outer, Want.DROP);
        inner.parallel = par;
        body.frame = inner;
        inner.open();
        HirExpr whole = captured(ITEMS, par);
        HirExpr all = captured(LENGTH, par);
        HirExpr mine = captured(CHUNK, par);
        HirExpr next = new HirBinary(BinaryOp.ADD, mine, number(1, par), Primitive.INT64, par);
        List<HirExpr> before = new ArrayList<>();
        HirExpr from = let(before, FROM, call("par_begin", List.of(), List.of(all, mine), Primitive.INT64, par), par);
        HirExpr to = let(before, TO, call("par_begin", List.of(), List.of(all, next), Primitive.INT64, par), par);
        Stmt.For chunkLoop;
        if (list) {
            let(before, FROM.concat("32"), new HirExpr.HirCast(from, Primitive.INT32, par), par);
            let(before, TO.concat("32"), new HirExpr.HirCast(to, Primitive.INT32, par), par);
            chunkLoop = overList(s, par);
        } else if (counts) {
            HirExpr last = new HirBinary(BinaryOp.SUB, to, number(1, par), Primitive.INT64, par);
            let(before, "$first", call("par_range_at", List.of(element), List.of(whole, from), element, par), par);
            let(before, "$last", call("par_range_at", List.of(element), List.of(whole, last), element, par), par);
            chunkLoop = over(s, new Expr.Range(name("$first", par), name("$last", par), true, par));
        } else {
            let(
                    before,
                    PART,
                    call("par_range_part", List.of(element), List.of(whole, from, to), items.type(), par),
                    par);
            chunkLoop = over(s, name(PART, par));
        }
        HirExpr work = new HirBlock(List.copyOf(before), Body.asUnit(body.control.forLoop(chunkLoop)), s.span());
        body.close();
        body.frame = outer;
        HirScope scope = new HirScope(body.number("scope"));
        HirExpr spawn = Body.asUnit(spawn(inner, work, scope, s.span()));
        HirExpr chunks = call("par_chunks", List.of(), List.of(new HirLocalGet(length, par)), Primitive.INT64, par);
        HirExpr start = new HirForRange(
                new HirLabel(body.number("loop")), chunk, number(0, par), chunks, false, spawn, s.span());
        body.close();
        HirExpr parts = new HirConcurrent(scope, start, s.span());
        return new HirBlock(List.of(new HirLet(over, items, par), new HirLet(length, measured, par)), parts, s.span());
    }

    private HirExpr spawn(Frame inner, HirExpr work, HirScope scope, Span span) {
        FunctionSymbol symbol = new FunctionSymbol(body.symbol.toString(), 0, body.number("par"), body.typeParameters);
        FunctionRef ref = FunctionRef.of(symbol, Env.variables(body.typeParameters));
        List<HirLocal> parameters = new ArrayList<>();
        List<HirExpr> captures = new ArrayList<>();
        Concurrency.captures(inner, parameters, captures, span);
        body.env.bodies.put(
                symbol,
                new HirFunction(
                        ref,
                        HirFunction.Kind.TASK,
                        List.copyOf(parameters),
                        inner.localCount(),
                        Primitive.UNIT,
                        work,
                        span));
        return new HirSpawn(ref, List.copyOf(captures), scope, true, new TaskType(Primitive.UNIT), span);
    }

    // ---- the loop over a chunk, as the user could have written it

    /** {@code for ($index in $from32..$to32) { let x: T = $items[$index]!; { … } }}. */
    private static Stmt.For overList(Stmt.For s, Span par) {
        Stmt.LoopVariable v = s.variables().get(0);
        Expr index = new Expr.Index(name(ITEMS, par), name(INDEX, par), par);
        Optional<TypeExpr> type = v.type();
        Stmt take = new Stmt.Let(
                new Pattern.Binding(v.name(), type, v.span()), new Expr.Unwrap(index, par), Optional.empty(), v.span());
        Expr.Block inner =
                new Expr.Block(List.of(take), Optional.of(s.body()), s.body().span());
        Stmt.LoopVariable counter = new Stmt.LoopVariable(new Identifier(INDEX, par), Optional.empty(), par);
        Expr indices = new Expr.Range(name(FROM.concat("32"), par), name(TO.concat("32"), par), false, par);
        return new Stmt.For(s.label(), List.of(counter), indices, inner, s.span());
    }

    private static Stmt.For over(Stmt.For s, Expr iterated) {
        return new Stmt.For(s.label(), s.variables(), iterated, s.body(), s.span());
    }

    private static Expr name(String text, Span span) {
        return new Expr.Path(List.of(new Expr.PathSegment(new Identifier(text, span), List.of(), span)), span);
    }

    // ---- hidden variables: no program can write their names

    private HirLocal hidden(String name, Type type, Span span) {
        HirLocal local = body.frame.newLocal(name, type, false, span);
        body.declare(local, false);
        return local;
    }

    private HirExpr let(List<HirExpr> before, String name, HirExpr value, Span span) {
        HirLocal local = hidden(name, value.type(), span);
        before.add(new HirLet(local, value, span));
        return new HirLocalGet(local, span);
    }

    private HirExpr captured(String name, Span span) {
        Frame.Binding binding = body.frame.find(name);
        if (binding == null) {
            throw new IllegalStateException("hidden variable is not in reach: " + name);
        }
        return new HirLocalGet(binding.local, span);
    }

    private static HirExpr number(int value, Span span) {
        return new HirInt(value, Primitive.INT64, span);
    }

    private HirExpr call(String name, List<Type> types, List<HirExpr> arguments, Type result, Span span) {
        Signature s = body.env.prelude.signature(name);
        Map<TypeParam, Type> by = Bounds.bind(s.typeParameters(), types);
        return Emit.call(s, by, arguments, result, span);
    }
}
