package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.Signature.Default;
import org.platlang.hir.check.Signature.Parameter;
import org.platlang.hir.tree.FunctionRef;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirCall;
import org.platlang.hir.tree.HirExpr.HirInvalid;
import org.platlang.hir.tree.HirExpr.HirLet;
import org.platlang.hir.tree.HirExpr.HirLocalGet;
import org.platlang.hir.tree.HirLocal;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.TaskType;
import org.platlang.hir.type.Type.TypeVar;
import org.platlang.hir.type.TypeParam;
import org.platlang.hir.type.Types;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.diag.Suggest;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Expr;
import org.platlang.parser.ast.Identifier;

/**
 * Arguments to parameters: names, bare variables, defaults; inference of type arguments from the wanted type and the
 * arguments; the order of evaluation.
 */
final class Arguments {
    private final Body body;

    Arguments(Body body) {
        this.body = body;
    }

    /**
     * Checks a call of a signature.
     *
     * @param fixed type arguments known already (written, or of the receiver)
     * @param receiver the checked receiver, where it is the first argument of the target without being a parameter
     * @param nameSpan of what is called
     */
    HirExpr apply(
            Signature s,
            Map<TypeParam, Type> fixed,
            @Nullable HirExpr receiver,
            List<Expr.Argument> written,
            Want want,
            Span nameSpan,
            Span span) {
        Inference inference = new Inference(s, fixed, want);
        int[] parameterOf = assign(s, written);
        HirExpr[] values = new HirExpr[s.parameters().size()];
        // First what says by itself what it is, then numbers without a suffix, at last lambdas and empty literals: the
        // other arguments may tell what they are of.
        for (int pass = 0; pass < 3; pass++) {
            for (int i = 0; i < written.size(); i++) {
                Expr value = written.get(i).value();
                if (pass(value) != pass) {
                    continue;
                }
                if (parameterOf[i] < 0) {
                    body.expr(value, Want.VALUE);
                } else {
                    values[parameterOf[i]] = argument(s, parameterOf[i], value, inference);
                }
            }
        }
        boolean incomplete = missing(s, written, parameterOf, nameSpan, span) || anyWrong(parameterOf);
        Map<TypeParam, Type> solved = inference.solve(body, nameSpan, incomplete);
        Type result = Types.substitute(s.result(), solved);
        if (incomplete) {
            return new HirInvalid(result, span);
        }
        List<HirExpr> before = new ArrayList<>();
        HirExpr self = receiver;
        List<HirExpr> ordered = inOrder(s, values, parameterOf, solved, self, before, span);
        return Statements.sequence(before, Emit.call(s, solved, ordered, result, span), span);
    }

    private int pass(Expr e) {
        boolean last = e instanceof Expr.Lambda || OpenExpressions.isValue(body, e);
        return last ? 2 : OpenExpressions.isLiteral(e) ? 1 : 0;
    }

    private HirExpr argument(Signature s, int index, Expr value, Inference inference) {
        Parameter p = s.parameters().get(index);
        Type type = inference.known(p.type());
        Span declared = p.span();
        Reason reason =
                new Reason(Reason.Kind.PARAMETER, p.name(), s.name(), declared == null ? value.span() : declared);
        HirExpr h = body.expr(value, Want.type(type, reason));
        if (h.type() instanceof TaskType task && p.type() instanceof TypeVar v) {
            h = Awaiting.argument(body, h, value, task, v.parameter());
        }
        inference.learn(type, h.type());
        return h;
    }

    // ---- which argument is which parameter

    private int[] assign(Signature s, List<Expr.Argument> written) {
        List<Parameter> parameters = s.parameters();
        int[] result = new int[written.size()];
        Span[] taken = new Span[parameters.size()];
        List<Expr.Argument> unnamed = new ArrayList<>();
        boolean surplus = false;
        int position = 0;
        for (int i = 0; i < written.size(); i++) {
            Expr.Argument a = written.get(i);
            int found;
            if (a.name().isPresent()) {
                found = index(parameters, a.name().get().text());
                if (found < 0) {
                    unknownArgument(s, a.name().get());
                }
            } else if (s.positional()) {
                found = position < parameters.size() ? position : -1;
                if (found < 0 && !surplus) {
                    surplus = true;
                    body.env.error(
                            DiagnosticCode.E0306,
                            a.span(),
                            "`" + s.name() + "` takes " + count(parameters.size(), "value") + ", this is one too many");
                }
            } else {
                String bare = bareName(a.value());
                found = bare.isEmpty() ? -1 : index(parameters, bare);
                if (found < 0 && position < parameters.size() && taken[position] == null) {
                    // Taken for the parameter in its position, so that its type is checked all the same.
                    found = position;
                    unnamed.add(a);
                } else if (found < 0 && !surplus) {
                    surplus = true;
                    surplusArgument(s, a, written.size());
                }
            }
            position++;
            if (found >= 0 && taken[found] != null) {
                body.env.report(Diagnostic.at(
                                DiagnosticCode.E0306,
                                a.span(),
                                "argument `" + parameters.get(found).name() + "` is given twice")
                        .secondary(taken[found], "first given here"));
                found = -1;
            }
            if (found >= 0) {
                taken[found] = a.span();
            }
            result[i] = found;
        }
        if (!unnamed.isEmpty() && !surplus) {
            unnamedArguments(s, written, unnamed);
        }
        return result;
    }

    private static String bareName(Expr e) {
        if (e instanceof Expr.Path p) {
            Optional<Identifier> name = p.simpleName();
            return name.isPresent() ? name.get().text() : "";
        }
        return "";
    }

    private static int index(List<Parameter> parameters, String name) {
        for (int i = 0; i < parameters.size(); i++) {
            if (parameters.get(i).isNamed(name)) {
                return i;
            }
        }
        return -1;
    }

    private void surplusArgument(Signature s, Expr.Argument a, int total) {
        Diagnostic d = Diagnostic.at(
                DiagnosticCode.E0306,
                a.span(),
                "`" + s.name() + "` takes " + count(s.parameters().size(), "argument") + ", "
                        + (total == 1 ? "one is" : total + " are") + " given");
        boolean prints =
                s.name().equals("print") || s.name().equals("write") || s.name().equals("eprint");
        if (prints) {
            d = d.help("put the values into one text: `print(value = \"${a} ${b}\")`");
        } else if (s.span() != null) {
            d = d.secondary(s.span(), "declared here");
        }
        body.env.report(d);
    }

    /** Positional arguments where names are wanted: one report, with all the names. */
    private void unnamedArguments(Signature s, List<Expr.Argument> written, List<Expr.Argument> unnamed) {
        List<String> names = new ArrayList<>();
        Span whole = unnamed.get(0).span().to(unnamed.get(unnamed.size() - 1).span());
        StringBuilder mended = new StringBuilder(whole.text());
        for (int i = unnamed.size() - 1; i >= 0; i--) {
            Expr.Argument a = unnamed.get(i);
            String name = s.parameters().get(written.indexOf(a)).name();
            names.add(0, "`" + name + "`");
            mended.insert(a.span().start() - whole.start(), name + " = ");
        }
        boolean one = names.size() == 1;
        body.env.report(Diagnostic.at(
                        DiagnosticCode.E0307,
                        whole,
                        "arguments are named: " + (one ? "this one is " : "these are ") + String.join(", ", names))
                .fix("write `" + mended + "`", whole, mended.toString()));
    }

    private void unknownArgument(Signature s, Identifier name) {
        List<String> known = new ArrayList<>();
        for (Parameter p : s.parameters()) {
            known.add(p.name());
        }
        Diagnostic d = Diagnostic.at(
                DiagnosticCode.E0306, name.span(), "`" + s.name() + "` has no parameter `" + name.text() + "`");
        Optional<String> near = Suggest.nearest(name.text(), known);
        if (near.isPresent()) {
            d = UnknownNames.didYouMean(d, name.span(), near.get());
        } else if (known.isEmpty()) {
            d = d.note("it takes no arguments");
        } else {
            d = d.note((known.size() == 1 ? "its parameter is `" : "its parameters are `") + String.join("`, `", known)
                    + "`");
        }
        if (s.span() != null) {
            d = d.secondary(s.span(), "declared here");
        }
        body.env.report(d);
    }

    static String count(int n, String what) {
        return n == 0 ? "no " + what + "s" : n == 1 ? "one " + what : n + " " + what + "s";
    }

    private boolean missing(Signature s, List<Expr.Argument> written, int[] parameterOf, Span nameSpan, Span span) {
        boolean[] given = new boolean[s.parameters().size()];
        for (int p : parameterOf) {
            if (p >= 0) {
                given[p] = true;
            }
        }
        List<String> names = new ArrayList<>();
        List<String> insertions = new ArrayList<>();
        for (int i = 0; i < given.length; i++) {
            Parameter p = s.parameters().get(i);
            if (!given[i] && p.defaultValue() == null) {
                names.add("`" + p.name() + "`");
                insertions.add(body.lookupQuietly(p.name()) ? p.name() : p.name() + " = " + sample(p.type()));
            }
        }
        if (names.isEmpty()) {
            return false;
        }
        if (anyWrong(parameterOf)) {
            return true; // a misspelt or surplus argument has been reported, and is likely the missing one
        }
        Diagnostic d = Diagnostic.at(
                        DiagnosticCode.E0305,
                        nameSpan,
                        (names.size() == 1 ? "argument " : "arguments ") + String.join(", ", names) + " of `" + s.name()
                                + "` " + (names.size() == 1 ? "is" : "are") + " missing")
                .help("write `" + sketch(s) + "`");
        if (s.span() != null) {
            d = d.secondary(s.span(), "declared here");
        }
        if (span.text().endsWith(")")) {
            Span before = new Span(span.file(), span.end() - 1, span.end() - 1);
            String text = String.join(", ", insertions);
            d = d.fix(
                    names.size() == 1 ? "add the argument" : "add the arguments",
                    before,
                    written.isEmpty() ? text : ", " + text);
        }
        body.env.report(d);
        return true;
    }

    private static boolean anyWrong(int[] parameterOf) {
        for (int p : parameterOf) {
            if (p < 0) {
                return true;
            }
        }
        return false;
    }

    private static String sample(Type type) {
        if (Types.isInteger(type)) {
            return "0";
        }
        if (Types.isFloat(type)) {
            return "0.0";
        }
        if (type == Primitive.BOOL) {
            return "false";
        }
        return type == Primitive.STRING ? "\"\"" : "()";
    }

    /** How a call of the signature looks: {@code add(x = …, y = …)}. */
    static String sketch(Signature s) {
        StringBuilder out = new StringBuilder(s.name()).append('(');
        String separator = "";
        for (Parameter p : s.parameters()) {
            if (p.defaultValue() == null) {
                out.append(separator);
                out.append(s.positional() ? "…" : p.name() + " = …");
                separator = ", ";
            }
        }
        return out.append(')').toString();
    }

    // ---- order of evaluation

    /**
     * The arguments in parameter order, receiver first. They are evaluated as written, defaults after them: where that
     * differs from parameter order, values go into locals first ({@code before}).
     */
    private List<HirExpr> inOrder(
            Signature s,
            @Nullable HirExpr[] values,
            int[] parameterOf,
            Map<TypeParam, Type> solved,
            @Nullable HirExpr receiver,
            List<HirExpr> before,
            Span span) {
        boolean ascending = true;
        for (int i = 1; i < parameterOf.length; i++) {
            ascending = ascending && parameterOf[i] > parameterOf[i - 1];
        }
        boolean computedDefault = false;
        for (int i = 0; i < values.length; i++) {
            Default d = s.parameters().get(i).defaultValue();
            if (values[i] == null && d != null) {
                HirExpr constant = body.env.defaults.constant(d, solved, span);
                if (constant != null) {
                    values[i] = constant;
                } else {
                    computedDefault = true;
                }
            }
        }
        HirExpr self = receiver;
        if (!ascending || computedDefault) {
            self = receiver == null ? null : local(receiver, before);
            for (int p : parameterOf) {
                HirExpr v = values[p];
                if (v != null) {
                    values[p] = local(v, before);
                }
            }
        }
        List<HirExpr> result = new ArrayList<>(values.length + 1);
        if (self != null) {
            result.add(self);
        }
        int first = result.size();
        for (int i = 0; i < values.length; i++) {
            HirExpr v = values[i];
            if (v == null) {
                if (!(s.parameters().get(i).defaultValue() instanceof Default.Written d)) {
                    throw new IllegalStateException(
                            "argument without a value: " + s.parameters().get(i));
                }
                int count = body.env.defaults.parameterCount(d);
                Map<TypeParam, Type> known = d.bound(solved);
                List<Type> typeArguments = new ArrayList<>();
                for (TypeParam p : d.function().typeParameters()) {
                    typeArguments.add(known.getOrDefault(p, new TypeVar(p)));
                }
                Type type = Types.substitute(s.parameters().get(i).type(), solved);
                HirExpr call = new HirCall(
                        FunctionRef.of(d.function(), typeArguments),
                        List.copyOf(result.subList(first, first + count)),
                        type,
                        span);
                v = local(call, before);
            }
            result.add(v);
        }
        return List.copyOf(result);
    }

    private HirExpr local(HirExpr h, List<HirExpr> before) {
        if (Statements.isRepeatable(h) || h.type() == Primitive.NEVER) {
            return h;
        }
        HirLocal local = body.frame.newLocal("$arg", h.type(), false, h.span());
        before.add(new HirLet(local, h, h.span()));
        return new HirLocalGet(local, h.span());
    }

    // ---- type arguments

    /** How type arguments are written: {@code id<…>}, and behind the type in {@code Option<…>::None}. */
    private static String applied(String name) {
        int end = name.endsWith(".init") ? name.length() - ".init".length() : name.indexOf("::");
        return end < 0 ? name + "<…>" : name.substring(0, end) + "<…>" + name.substring(end);
    }

    /** Type arguments of one call: holes for those still to be found. */
    static final class Inference {
        private final Signature signature;
        private final Map<TypeParam, Type> instance = new HashMap<>();
        private final Map<TypeParam, Type> found = new HashMap<>();
        private final Map<TypeParam, TypeParam> holes = new HashMap<>();
        private final boolean wantedIsWrong;

        Inference(Signature signature, Map<TypeParam, Type> fixed, Want want) {
            this.signature = signature;
            instance.putAll(fixed);
            for (TypeParam p : signature.typeParameters()) {
                if (!fixed.containsKey(p)) {
                    TypeParam hole = TypeParam.hole(p);
                    holes.put(p, hole);
                    instance.put(p, new TypeVar(hole));
                }
            }
            Type wanted = want.typeOrNull();
            wantedIsWrong = wanted == Primitive.ERROR;
            if (wanted != null && !holes.isEmpty()) {
                Map<TypeParam, Type> guess = new HashMap<>();
                if (Types.unify(Types.substitute(signature.result(), instance), wanted, guess)) {
                    found.putAll(guess);
                }
            }
        }

        /** A type of the signature as far as it is known; holes for the rest. */
        Type known(Type type) {
            if (instance.isEmpty()) {
                return type;
            }
            return Types.substitute(Types.substitute(type, instance), found);
        }

        void learn(Type expected, Type actual) {
            if (holes.isEmpty()) {
                return;
            }
            if (actual == Primitive.ERROR) {
                // Reported already: what it might have told is unknown, and not to be asked for again.
                for (TypeParam hole : holes.values()) {
                    if (Types.mentions(expected, hole)) {
                        found.putIfAbsent(hole, Primitive.ERROR);
                    }
                }
                return;
            }
            Types.unify(expected, actual, found);
        }

        /**
         * Type parameters to types. What could not be found is ERROR; it is reported, unless a mistake that was reported
         * already, in the call ({@code quiet}) or in what is wanted of it, may be the reason.
         */
        Map<TypeParam, Type> solve(Body body, Span span, boolean quiet) {
            if (instance.isEmpty()) {
                return Map.of();
            }
            Map<TypeParam, Type> solved = new HashMap<>(instance);
            for (Map.Entry<TypeParam, TypeParam> e : holes.entrySet()) {
                Type t = found.get(e.getValue());
                solved.put(e.getKey(), t == null ? Primitive.ERROR : t);
            }
            for (TypeParam p : signature.typeParameters()) {
                if (!quiet && !wantedIsWrong && holes.containsKey(p) && found.get(holes.get(p)) == null) {
                    body.env.report(Diagnostic.at(
                                    DiagnosticCode.E0309,
                                    span,
                                    "type argument `" + p.name() + "` of `" + signature.name() + "` cannot be inferred")
                            .help("say the type where the value goes, or write it: `" + applied(signature.name())
                                    + "`"));
                    break;
                }
            }
            for (TypeParam p : signature.typeParameters()) {
                Type t = solved.get(p);
                if (t != null && t != Primitive.ERROR) {
                    body.env.types.meets(t, p, solved, span);
                }
            }
            return solved;
        }
    }
}
