package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.Frame.Binding;
import org.platlang.hir.check.Headers.FunctionHeader;
import org.platlang.hir.check.Headers.FunctionKind;
import org.platlang.hir.check.Signature.Default;
import org.platlang.hir.check.Signature.Parameter;
import org.platlang.hir.tree.FunctionRef;
import org.platlang.hir.tree.FunctionSymbol;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirBlock;
import org.platlang.hir.tree.HirExpr.HirInvalid;
import org.platlang.hir.tree.HirExpr.HirUnit;
import org.platlang.hir.tree.HirFunction;
import org.platlang.hir.tree.HirLocal;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.TypeParam;
import org.platlang.hir.type.Types;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Expr;

/**
 * The check of one function body: the state that the topics share, and the switch that hands each kind of expression
 * to its topic.
 */
final class Body {
    final Env env;
    final List<TypeParam> typeParameters;
    final FunctionSymbol symbol;
    Frame frame;
    /** The instance that this {@code init} makes; null in every other function. */
    @Nullable
    HirLocal initSelf;
    /** The blocks that are open, as written, inner ones last. */
    final List<Expr.Block> blocks = new ArrayList<>();

    /** The statement of the function's outermost block that is being checked. */
    @Nullable
    Span outermost;
    /** How many blocks are open. */
    int depth;

    /** The type whose method this is, also where the method has no {@code self}; null outside of types. */
    @Nullable
    Type owner;

    private final Map<String, Integer> numbered = new HashMap<>();

    final Statements statements = new Statements(this);
    final Control control = new Control(this);
    final Jumps jumps = new Jumps(this);
    final ParallelLoops parallel = new ParallelLoops(this);
    final Literals literals = new Literals(this);
    final Operators operators = new Operators(this);
    final Names names = new Names(this);
    final Calls calls = new Calls(this);
    final Arguments arguments = new Arguments(this);
    final Members members = new Members(this);
    final Patterns patterns = new Patterns(this);
    final Supers supers = new Supers(this);
    final Concurrency concurrency = new Concurrency(this);
    final Races races = new Races(this);
    final Attempts attempts = new Attempts(this);
    final Selects selects = new Selects(this);
    final Lambdas lambdas = new Lambdas(this);
    final TextOf text = new TextOf(this);

    private Body(Env env, FunctionSymbol symbol, List<TypeParam> typeParameters, Want result) {
        this.env = env;
        this.symbol = symbol;
        this.typeParameters = typeParameters;
        this.frame = new Frame(Frame.Kind.FUNCTION, null, result);
    }

    // ---- entries

    /** Checks a function with a written body and files the result. */
    static void checkFunction(Env env, FunctionHeader header) {
        Expr.Block block = header.body();
        if (block == null) {
            Inits.generated(env, header);
            return;
        }
        Type result = header.signature().result();
        Want want = result == Primitive.UNIT || header.kind() == FunctionKind.INIT
                ? Want.DROP
                : Want.type(
                        result,
                        new Reason(
                                Reason.Kind.RESULT,
                                header.symbol().name(),
                                "",
                                header.resultSpan() == null ? header.span() : header.resultSpan()));
        Body body = new Body(env, header.symbol(), header.typeParameters(), want);
        HirFunction checked = body.function(header, block, want);
        env.bodies.put(checked.ref().symbol(), checked);
        if (header.kind() == FunctionKind.INIT) {
            Inits.wrap(env, header);
        }
        MutMark.check(env, header, checked);
    }

    private HirFunction function(FunctionHeader header, Expr.Block block, Want want) {
        frame.open();
        List<HirLocal> parameters = new ArrayList<>();
        owner = header.owner();
        if (header.kind() == FunctionKind.METHOD && header.owner() != null) {
            parameters.add(parameter("self", header.owner(), header.span()));
        }
        for (Parameter p : header.signature().parameters()) {
            parameters.add(parameter(p.name(), p.type(), p.span() == null ? header.span() : p.span()));
        }
        FunctionSymbol made = header.symbol();
        HirExpr checked;
        if (header.kind() == FunctionKind.INIT) {
            FunctionSymbol onSelf = Inits.onSelf(env, header);
            made = onSelf == null ? made : onSelf;
            HirLocal self = Inits.self(this, header);
            if (onSelf != null) {
                parameters.add(0, self);
            }
            checked = Inits.written(this, header, self, block);
        } else {
            checked = control.functionBody(block, want, header.symbol().name());
        }
        close();
        return new HirFunction(
                FunctionRef.of(made, Env.variables(typeParameters)),
                HirFunction.Kind.FUNCTION,
                List.copyOf(parameters),
                frame.localCount(),
                header.signature().result(),
                checked,
                header.span());
    }

    HirLocal parameter(String name, Type type, Span span) {
        HirLocal local = frame.newLocal(name, type, false, span);
        frame.bindings.add(new Binding(local, false, false));
        return local;
    }

    /** Checks a default value as a function of the parameters to its left; files it under its symbol. */
    static HirExpr checkDefault(Env env, Default.Written value, List<Parameter> left, Type type, Reason reason) {
        FunctionSymbol symbol = value.function();
        Body body = new Body(env, symbol, symbol.typeParameters(), Want.type(type, reason));
        body.frame.open();
        List<HirLocal> parameters = new ArrayList<>();
        for (Parameter p : left) {
            parameters.add(body.parameter(
                    p.name(), p.type(), p.span() == null ? value.expr().span() : p.span()));
        }
        HirExpr checked = body.expr(value.expr(), body.frame.result);
        body.close();
        env.bodies.put(
                symbol,
                new HirFunction(
                        FunctionRef.of(symbol, Env.variables(symbol.typeParameters())),
                        HirFunction.Kind.FUNCTION,
                        List.copyOf(parameters),
                        body.frame.localCount(),
                        type,
                        checked,
                        value.expr().span()));
        return checked;
    }

    /** Checks the value of a constant: an expression without locals. */
    static HirExpr checkConstant(Env env, FunctionSymbol symbol, Expr value, Type type, Reason reason) {
        Body body = new Body(env, symbol, List.of(), Want.type(type, reason));
        body.frame.open();
        HirExpr checked = body.expr(value, body.frame.result);
        body.close();
        return checked;
    }

    // ---- expressions

    /** Checks an expression against what is wanted; the result has the wanted type, or something was reported. */
    HirExpr expr(Expr e, Want want) {
        return fit(dispatch(e, want), want, e);
    }

    private HirExpr dispatch(Expr e, Want want) {
        return switch (e) {
            case Expr.Path x -> names.path(x, want);
            case Expr.Call x -> calls.call(x, want);
            case Expr.IntLiteral x -> literals.integer(x, false, x.span(), want);
            case Expr.StringLiteral x -> new HirExpr.HirString(x.value(), x.span());
            case Expr.Binary x -> operators.binary(x, want);
            case Expr.Block x -> control.block(x, want);
            case Expr.If x -> control.ifElse(x, want);
            case Expr.InterpolatedString x -> text.interpolated(x);
            case Expr.Member x -> members.field(x);
            case Expr.Index x -> members.index(x);
            case Expr.Match x -> control.match(x, want);
            case Expr.Self x -> names.self(x);
            case Expr.BoolLiteral x -> new HirExpr.HirBool(x.value(), x.span());
            case Expr.FloatLiteral x -> literals.floating(x, false, x.span(), want);
            case Expr.DurationLiteral x -> literals.duration(x, false, x.span());
            case Expr.UnitLiteral x -> new HirUnit(x.span());
            case Expr.ListLiteral x -> literals.list(x, want);
            case Expr.DictLiteral x -> DictLiterals.dict(this, x, want);
            case Expr.SetLiteral x -> DictLiterals.set(this, x, want);
            case Expr.SuperCall x -> supers.call(x, want);
            case Expr.Try x -> control.propagate(x);
            case Expr.Unwrap x -> members.unwrap(x, want);
            case Expr.Parenthesized x -> expr(x.inner(), want);
            case Expr.Unary x -> operators.unary(x, want);
            case Expr.Range x -> literals.range(x, want);
            case Expr.Cast x -> Casts.cast(this, x);
            case Expr.Lambda x -> lambdas.lambda(x, want);
            case Expr.Loop x -> control.loop(x, want);
            case Expr.Concurrent x -> concurrency.concurrent(x, want);
            case Expr.Spawn x -> concurrency.spawn(x, want);
            case Expr.Race x -> races.block(x, want);
            case Expr.RaceList x -> races.list(x, want);
            case Expr.Select x -> selects.select(x, want);
            case Expr.WithTimeout x -> attempts.withTimeout(x, want);
            case Expr.Attempt x -> attempts.attempt(x, want);
            case Expr.WithLocal x -> attempts.withLocal(x, want);
            case Expr.Invalid x -> invalid(x.span());
        };
    }

    /** A condition: Bool. */
    HirExpr condition(Expr e) {
        return expr(e, Want.type(Primitive.BOOL, Reason.Kind.CONDITION, e.span()));
    }

    private HirExpr fit(HirExpr h, Want want, Expr e) {
        if (want.kind() != Want.Kind.TYPE) {
            return h;
        }
        Type actual = h.type();
        Type wanted = want.type();
        if (actual == wanted || actual == Primitive.NEVER || accepts(wanted, actual)) {
            return h;
        }
        HirExpr up = upcast(h, wanted);
        if (up != null) {
            return up;
        }
        Mismatch.report(this, h, want, e);
        return new HirInvalid(Types.hasHoles(wanted) ? Primitive.ERROR : wanted, h.span());
    }

    /** An instance as one of the wanted base class (whose type arguments may be holes); null where it is none. */
    @Nullable
    HirExpr upcast(HirExpr h, Type wanted) {
        Type.ClassType actual = env.program.classBounds.seenAs(h.type());
        if (actual == null || !(wanted instanceof Type.ClassType base)) {
            return null;
        }
        Type.ClassType seen = Inheritance.as(env, actual, base.symbol());
        return seen != null && accepts(wanted, seen) ? Inheritance.upcast(h, seen) : null;
    }

    /** Whether a value of type {@code actual} may stand where {@code wanted} is; holes agree with everything. */
    static boolean accepts(Type wanted, Type actual) {
        return Types.same(wanted, actual)
                || Types.hasError(wanted)
                || Types.hasError(actual)
                || actual == Primitive.NEVER
                || (Types.hasHoles(wanted) && Types.unify(wanted, actual, new HashMap<>()));
    }

    static HirExpr invalid(Span span) {
        return new HirInvalid(Primitive.ERROR, span);
    }

    HirExpr error(DiagnosticCode code, Span span, String message) {
        env.error(code, span, message);
        return invalid(span);
    }

    HirExpr error(Diagnostic diagnostic, Span span) {
        env.report(diagnostic);
        return invalid(span);
    }

    /** The expression as one of type Unit (or Never). */
    static HirExpr asUnit(HirExpr h) {
        Type t = h.type();
        if (t == Primitive.UNIT || t == Primitive.NEVER) {
            return h;
        }
        return new HirBlock(List.of(h), new HirUnit(h.span()), h.span());
    }

    static boolean isError(HirExpr h) {
        return h.type() == Primitive.ERROR;
    }

    /** A name for something that has none, unique in this function: {@code base} with a number that counts from 1. */
    String number(String base) {
        return base.concat(Integer.toString(numbered.merge(base, 1, Integer::sum)));
    }

    // ---- blocks of locals

    /** Ends a block of locals: warns of what was never read. */
    void close() {
        for (Binding b : frame.close()) {
            if (b.watched && !b.read && !b.local.name().startsWith("_") && !Types.hasError(b.local.type())) {
                env.report(Diagnostic.at(
                                DiagnosticCode.W0001, b.local.span(), "variable `" + b.local.name() + "` is never read")
                        .help("remove it, or write `_" + b.local.name() + "` if that is meant")
                        .fix("rename to `_" + b.local.name() + "`", b.local.span(), "_" + b.local.name()));
            }
        }
    }

    /** Makes a local visible; the same name twice in one block is an error ({@code _} may be bound any number of times). */
    void declare(HirLocal local, boolean watched) {
        String name = local.name();
        if (!name.equals("_")) {
            Binding earlier = frame.inBlock(name);
            if (earlier != null) {
                env.report(Diagnostic.at(
                                DiagnosticCode.E0205,
                                local.span(),
                                "`" + name + "` is declared twice in the same block")
                        .secondary(earlier.local.span(), "first declared here"));
            }
            frame.bindings.add(new Binding(local, false, watched));
        }
    }

    @Nullable
    Binding lookup(String name) {
        return frame.find(name);
    }

    /** Whether a local of the name is in reach; unlike {@link #lookup} it captures nothing. */
    boolean lookupQuietly(String name) {
        return frame.has(name);
    }
}
