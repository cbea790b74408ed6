package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.platlang.hir.check.Frame.Binding;
import org.platlang.hir.check.Headers.ClassHeader;
import org.platlang.hir.check.Headers.Item;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirBlock;
import org.platlang.hir.tree.HirExpr.HirFieldGet;
import org.platlang.hir.tree.HirExpr.HirFieldSet;
import org.platlang.hir.tree.HirExpr.HirIntrinsic;
import org.platlang.hir.tree.HirExpr.HirLet;
import org.platlang.hir.tree.HirExpr.HirLocalGet;
import org.platlang.hir.tree.HirExpr.HirLocalSet;
import org.platlang.hir.tree.HirLocal;
import org.platlang.hir.tree.Intrinsic;
import org.platlang.hir.type.BuiltinTypes;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.Type.DictType;
import org.platlang.hir.type.Type.ListType;
import org.platlang.hir.type.Type.TaskType;
import org.platlang.hir.type.Types;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.BinaryOperator;
import org.platlang.parser.ast.Expr;
import org.platlang.parser.ast.Identifier;
import org.platlang.parser.ast.Pattern;
import org.platlang.parser.ast.Stmt;
import org.platlang.parser.ast.TypeExpr;

/** Statements other than loops: declarations, assignments, expressions. */
final class Statements {
    private final Body body;

    Statements(Body body) {
        this.body = body;
    }

    /**
     * Checks a statement. A {@code let} that takes a value apart and a {@code defer} need what follows, so they are not met
     * here but in {@link Control}.
     */
    HirExpr statement(Stmt s) {
        return switch (s) {
            case Stmt.Expression x -> expression(x);
            case Stmt.Let x -> let(x);
            case Stmt.Var x -> var(x);
            case Stmt.Assign x -> assign(x);
            case Stmt.While x -> body.control.whileLoop(x);
            case Stmt.For x -> body.control.forLoop(x);
            case Stmt.Return x -> body.jumps.returnStatement(x);
            case Stmt.Break x -> body.jumps.breakStatement(x);
            case Stmt.Continue x -> body.jumps.continueStatement(x);
            case Stmt.Defer x -> throw new IllegalStateException("defer left to Control");
            case Stmt.Invalid x -> Body.invalid(x.span());
        };
    }

    private HirExpr expression(Stmt.Expression s) {
        HirExpr h = body.expr(s.expression(), Want.DROP);
        Type t = h.type();
        withoutEffect(s.expression(), h);
        boolean ignored =
                BuiltinTypes.isResult(t) || (t instanceof TaskType task && BuiltinTypes.isResult(task.result()));
        if (ignored) {
            body.env.report(Diagnostic.at(
                            DiagnosticCode.W0004,
                            s.expression().span(),
                            "the `" + Mismatch.shown(t) + "` is ignored, and with it the error it may hold")
                    .help("handle it with `match`, return the error with `?`, or write `let _ = …;`"));
        }
        return h;
    }

    /** Warns of a statement that is a mere value: something else was meant. */
    private void withoutEffect(Expr e, HirExpr h) {
        if (!Hints.isPure(e) || Types.hasError(h.type()) || h instanceof HirExpr.HirInvalid) {
            return;
        }
        Diagnostic d = Diagnostic.at(DiagnosticCode.W0006, e.span(), "this statement has no effect");
        if (e instanceof Expr.Binary b && b.operator() == BinaryOperator.EQUAL) {
            d = d.note("`==` compares").fix("to assign, write `=`", b.operatorSpan(), "=");
        } else if (h.type() instanceof Type.FunctionType f && f.parameters().isEmpty()) {
            d = d.note("a function is called with parentheses")
                    .fix("call it", e.span().atEnd(), "()");
        } else if (h.type() instanceof Type.FunctionType) {
            d = d.help("a function is called with parentheses: `" + e.span().text() + "(…)`");
        } else {
            d = d.help("use the value, for example in `let x = …;`, or remove the statement");
        }
        body.env.report(d);
    }

    // ---- declarations

    private HirExpr let(Stmt.Let s) {
        Pattern pattern = s.pattern();
        if (pattern instanceof Pattern.Binding b) {
            return binding(b.name(), b.type(), s.value(), false, s.span());
        }
        if (pattern instanceof Pattern.Wildcard) {
            return Body.asUnit(body.expr(s.value(), Want.VALUE));
        }
        throw new IllegalStateException("pattern left to Control");
    }

    /** Whether a {@code let} needs what follows it in its block: its pattern takes a value apart, or it has an else. */
    static boolean isMatching(Stmt s) {
        return s instanceof Stmt.Let l
                && (l.otherwise().isPresent()
                        || !(l.pattern() instanceof Pattern.Binding || l.pattern() instanceof Pattern.Wildcard));
    }

    private HirExpr var(Stmt.Var s) {
        return binding(s.name(), s.type(), s.value(), true, s.span());
    }

    private HirExpr binding(Identifier name, Optional<TypeExpr> written, Expr value, boolean mutable, Span span) {
        Naming.SNAKE.check(name, "variable", body.env.sink);
        Type type;
        HirExpr h;
        if (written.isPresent()) {
            type = body.env.types.resolve(written.get(), body.typeParameters);
            h = body.expr(
                    value, Want.type(type, Reason.Kind.ANNOTATION, written.get().span()));
        } else {
            h = body.expr(value, Want.VALUE);
            type = h.type();
        }
        HirLocal local = body.frame.newLocal(name.text(), type, mutable, name.span());
        body.declare(local, !(h instanceof HirExpr.HirInvalid));
        return new HirLet(local, h, span);
    }

    // ---- assignment

    private HirExpr assign(Stmt.Assign s) {
        return switch (s.target()) {
            case Expr.Path p -> assignName(s, p);
            case Expr.Member m -> assignField(s, m);
            case Expr.Index i -> assignElement(s, i);
            default -> {
                body.expr(s.value(), Want.VALUE);
                yield Body.invalid(s.span());
            }
        };
    }

    private HirExpr assignName(Stmt.Assign s, Expr.Path p) {
        Identifier name = p.segments().get(0).name();
        Binding b = body.lookup(name.text());
        if (b == null) {
            HirExpr value = body.expr(s.value(), Want.VALUE);
            if (name.text().equals("_")) {
                return Body.asUnit(value);
            }
            Item item = body.env.item(name.text());
            if (item != null) {
                Diagnostic d = Diagnostic.at(
                        DiagnosticCode.E0313,
                        name.span(),
                        Hints.itemKind(item) + " `" + name.text() + "` cannot be assigned");
                return body.error(
                        item instanceof Item.TaskLocalItem
                                ? d.help("bind it for a block: `with_local(" + name.text() + " = …, body = { … })`")
                                : d.note("what can be assigned is a `var` variable, a field and an element"),
                        name.span());
            }
            return body.names.unknown(name);
        }
        Reason reason = new Reason(Reason.Kind.ASSIGNED, name.text(), "", b.local.span());
        HirExpr value;
        if (s.operator().isPresent()) {
            HirExpr old = new HirLocalGet(b.local, p.span());
            value = combine(s.operator().get(), old, s, b.local.type(), p.span());
        } else {
            value = body.expr(s.value(), Want.type(b.local.type(), reason));
        }
        if (b.captured) {
            return body.error(
                    Diagnostic.at(
                                    DiagnosticCode.E0503,
                                    name.span(),
                                    "`" + name.text() + "` is captured by value and cannot be assigned here")
                            .secondary(
                                    b.local.span(),
                                    "declared outside of the "
                                            + (body.frame.kind == Frame.Kind.TASK ? "task" : "function"))
                            .help("give the new value back as the result, or send it through a channel"),
                    s.span());
        }
        if (!b.local.mutable()) {
            Diagnostic d = Diagnostic.at(
                            DiagnosticCode.E0313,
                            name.span(),
                            "`" + name.text() + "` cannot be assigned: it is immutable")
                    .secondary(b.local.span(), "declared here");
            return body.error(Hints.immutable(d, name.text(), b.local.span(), !b.watched), s.span());
        }
        return new HirLocalSet(b.local, value, s.span());
    }

    private HirExpr assignField(Stmt.Assign s, Expr.Member m) {
        HirExpr object = Inheritance.bounded(body.env, body.expr(m.receiver(), Want.VALUE));
        HirExpr inside = DictMethods.field(body.env, object, m);
        if (inside instanceof HirFieldGet old) {
            Reason reason = Reason.of(Reason.Kind.OPERAND, m.span());
            HirExpr value = s.operator().isPresent()
                    ? combine(s.operator().get(), old, s, old.type(), m.span())
                    : body.expr(s.value(), Want.type(old.type(), reason));
            return new HirFieldSet(object, old.field(), value, s.span());
        }
        if (!(object.type() instanceof ClassType type)) {
            body.expr(s.value(), Want.hint(Primitive.ERROR)); // what it should be is unknown
            if (Body.isError(object)) {
                return object;
            }
            Diagnostic d = Diagnostic.at(
                    DiagnosticCode.E0203,
                    m.name().span(),
                    "`" + Mismatch.shown(object.type()) + "` has no field `"
                            + m.name().text() + "`");
            d = object.type() instanceof Type.EnumType t && !BuiltinTypes.isOption(t) && !BuiltinTypes.isResult(t)
                    ? d.note("enums are immutable").help("make another value, and assign that to the variable")
                    : Hints.member(
                            body,
                            d,
                            object.type(),
                            m.name().text(),
                            m.receiver().span());
            return body.error(d, s.span());
        }
        ClassHeader header = body.env.classHeader(type.symbol());
        int index = header.field(m.name().text());
        if (index < 0) {
            body.expr(s.value(), Want.hint(Primitive.ERROR));
            return body.members.unknownField(header, m.name());
        }
        Headers.FieldHeader field = header.fields.get(index);
        Visibility.check(body.env, header.symbol.name(), field, m.name().span());
        Type fieldType =
                Types.substitute(field.type(), Bounds.bind(type.symbol().typeParameters(), type.arguments()));
        if (!field.mutable() && !Inits.isOwnField(body, m.receiver())) {
            body.env.report(Diagnostic.at(
                            DiagnosticCode.E0313,
                            m.name().span(),
                            "field `" + field.name() + "` cannot be assigned: it is declared with `let`")
                    .secondary(field.span(), "declared here")
                    .help("a `let` field is set once, in `init`; one that changes is declared with `var`"));
        }
        List<HirExpr> before = new ArrayList<>();
        HirExpr target = s.operator().isPresent() ? once(object, before) : object;
        HirExpr value;
        if (s.operator().isPresent()) {
            HirExpr old = new HirFieldGet(target, index, fieldType, m.span());
            value = combine(s.operator().get(), old, s, fieldType, m.span());
        } else {
            value = body.expr(
                    s.value(), Want.type(fieldType, new Reason(Reason.Kind.ASSIGNED, field.name(), "", field.span())));
        }
        return sequence(before, new HirFieldSet(target, index, value, s.span()), s.span());
    }

    private HirExpr assignElement(Stmt.Assign s, Expr.Index i) {
        HirExpr list = body.expr(i.receiver(), Want.VALUE);
        if (list.type() instanceof DictType type) {
            return assignKey(s, i, list, type);
        }
        if (!(list.type() instanceof ListType type)) {
            body.expr(i.index(), Want.VALUE);
            body.expr(s.value(), Want.VALUE);
            if (Body.isError(list)) {
                return list;
            }
            Diagnostic d = Diagnostic.at(
                    DiagnosticCode.E0313,
                    i.span(),
                    "elements of `" + Mismatch.shown(list.type()) + "` cannot be assigned");
            return body.error(list.type() == Primitive.STRING ? d.note("Strings are immutable") : d, i.span());
        }
        HirExpr index = body.expr(
                i.index(),
                Want.type(Primitive.INT32, Reason.Kind.INDEX, i.index().span()));
        Hints.belowZero(body, index, type, i);
        List<HirExpr> before = new ArrayList<>();
        HirExpr value;
        if (s.operator().isPresent()) {
            list = once(list, before);
            index = once(index, before);
            HirExpr old = new HirIntrinsic(
                    Intrinsic.LIST_AT, List.of(type.element()), List.of(list, index), type.element(), i.span());
            value = combine(s.operator().get(), old, s, type.element(), i.span());
        } else {
            value = body.expr(
                    s.value(),
                    Want.type(type.element(), Reason.Kind.ELEMENT, i.receiver().span()));
        }
        HirExpr set = new HirIntrinsic(
                Intrinsic.LIST_SET, List.of(type.element()), List.of(list, index, value), Primitive.UNIT, s.span());
        return sequence(before, set, s.span());
    }

    /**
     * {@code dict[key] = value}. A compound one looks the key up again where the new value's computation may have changed
     * the Dict.
     */
    private HirExpr assignKey(Stmt.Assign s, Expr.Index i, HirExpr written, DictType type) {
        HirExpr dict = written;
        HirExpr key = body.expr(
                i.index(), Want.type(type.key(), Reason.Kind.KEY, i.receiver().span()));
        if (s.operator().isEmpty()) {
            HirExpr value = body.expr(
                    s.value(),
                    Want.type(type.value(), Reason.Kind.ELEMENT, i.receiver().span()));
            return Body.asUnit(DictMethods.call(body, "dict_set", type, List.of(dict, key, value), s.span()));
        }
        List<HirExpr> before = new ArrayList<>();
        dict = once(dict, before);
        key = once(key, before);
        HirExpr found = DictMethods.call(body, "dict_find_present", type, List.of(dict, key), i.span());
        HirExpr at = once(found, before);
        HirExpr old = DictMethods.call(body, "dict_value", type, List.of(dict, at), i.span());
        HirExpr value = combine(s.operator().get(), old, s, type.value(), i.span());
        boolean unchanged = s.value() instanceof Expr.Path
                || s.value() instanceof Expr.IntLiteral
                || s.value() instanceof Expr.FloatLiteral
                || s.value() instanceof Expr.StringLiteral;
        HirExpr set = unchanged
                ? DictMethods.call(body, "dict_replace", type, List.of(dict, at, value), s.span())
                : Body.asUnit(DictMethods.call(body, "dict_set", type, List.of(dict, key, value), s.span()));
        return sequence(before, set, s.span());
    }

    /** The old value combined with the new one by a compound assignment's operator. */
    private HirExpr combine(BinaryOperator op, HirExpr old, Stmt.Assign s, Type type, Span target) {
        return body.operators.compound(op, old, s.value(), type, target, s.span());
    }

    /** A read of the value that may be repeated: evaluated once, into a local if need be. */
    private HirExpr once(HirExpr h, List<HirExpr> before) {
        if (isRepeatable(h)) {
            return h;
        }
        HirLocal local = body.frame.newLocal("$once", h.type(), false, h.span());
        before.add(new HirLet(local, h, h.span()));
        return new HirLocalGet(local, h.span());
    }

    static boolean isRepeatable(HirExpr h) {
        return (h instanceof HirLocalGet g && !g.local().mutable())
                || h instanceof HirExpr.HirInt
                || h instanceof HirExpr.HirBool
                || h instanceof HirExpr.HirString
                || h instanceof HirExpr.HirFloat
                || h instanceof HirExpr.HirUnit
                || (h instanceof HirExpr.HirUpcast u && isRepeatable(u.operand()));
    }

    static HirExpr sequence(List<HirExpr> before, HirExpr last, Span span) {
        return before.isEmpty() ? last : new HirBlock(List.copyOf(before), last, span);
    }
}
