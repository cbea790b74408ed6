package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.Headers.ClassHeader;
import org.platlang.hir.check.Headers.FieldHeader;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirFieldGet;
import org.platlang.hir.tree.HirExpr.HirIntrinsic;
import org.platlang.hir.tree.Intrinsic;
import org.platlang.hir.type.BuiltinTypes;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ClassType;
import org.platlang.hir.type.Type.DictType;
import org.platlang.hir.type.Type.EnumType;
import org.platlang.hir.type.Type.ListType;
import org.platlang.hir.type.Type.TaskType;
import org.platlang.hir.type.Types;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.diag.Suggest;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Expr;
import org.platlang.parser.ast.Identifier;

/** Fields, indexing, {@code !}. */
final class Members {
    private final Body body;

    Members(Body body) {
        this.body = body;
    }

    HirExpr field(Expr.Member m) {
        Diagnostic dotted = variantWithDot(m);
        if (dotted != null) {
            return body.error(dotted, m.span());
        }
        HirExpr object = Inheritance.bounded(body.env, body.expr(m.receiver(), Want.VALUE));
        Type type = object.type();
        if (type == Primitive.ERROR || type == Primitive.NEVER) {
            return object;
        }
        if (type instanceof ClassType c) {
            ClassHeader header = body.env.classHeader(c.symbol());
            int index = header.field(m.name().text());
            if (index >= 0) {
                Visibility.check(
                        body.env,
                        header.symbol.name(),
                        header.fields.get(index),
                        m.name().span());
                Type fieldType = Types.substitute(
                        header.fields.get(index).type(), Bounds.bind(c.symbol().typeParameters(), c.arguments()));
                return new HirFieldGet(object, index, fieldType, m.span());
            }
            return unknownField(header, m.name());
        }
        HirExpr inside = DictMethods.field(body.env, object, m);
        if (inside != null) {
            return inside;
        }
        Diagnostic d = Diagnostic.at(
                DiagnosticCode.E0203,
                m.name().span(),
                "`" + Mismatch.shown(type) + "` has no field `" + m.name().text() + "`");
        return body.error(notAField(d, type, m), m.span());
    }

    /** {@code Color.Red} for {@code Color::Red}; else null. */
    private @Nullable Diagnostic variantWithDot(Expr.Member m) {
        if (!(m.receiver() instanceof Expr.Path p) || p.segments().size() != 1) {
            return null;
        }
        Identifier head = p.segments().get(0).name();
        Headers.EnumHeader header = body.lookupQuietly(head.text()) ? null : body.names.enumNamed(head);
        if (header == null || header.variant(m.name().text()) < 0) {
            return null;
        }
        Span between = head.span().atEnd().to(m.name().span().atStart());
        return Diagnostic.at(DiagnosticCode.E0208, m.span(), "a variant is named with `::`, not with a dot")
                .fix("write `::`", between, "::");
    }

    private Diagnostic notAField(Diagnostic d, Type type, Expr.Member m) {
        if (Hints.hasMember(body, type, m.name().text())) {
            return d.note("a method is called with parentheses")
                    .fix("call it", m.name().span().atEnd(), "()");
        }
        Diagnostic hinted =
                Hints.member(body, d, type, m.name().text(), m.receiver().span());
        if (!hinted.equals(d)) {
            return hinted;
        }
        Optional<String> near = Synonyms.among(m.name().text(), BuiltinMethods.names(body.env, type));
        if (near.isPresent()) {
            return d.fix("call `" + near.get() + "()`", m.name().span(), near.get() + "()");
        }
        if (type instanceof DictType t && t.key() == Primitive.STRING) {
            String right = m.receiver().span().text() + "[\"" + m.name().text() + "\"]";
            return d.note("a Dict has keys, not fields").fix("write `" + right + "`", m.span(), right);
        }
        return type instanceof EnumType ? d.help("what a variant carries is taken out by a pattern, with `match`") : d;
    }

    HirExpr unknownField(ClassHeader header, Identifier name) {
        List<String> known = new ArrayList<>();
        for (FieldHeader f : header.fields) {
            known.add(f.name());
        }
        Diagnostic d = Diagnostic.at(
                DiagnosticCode.E0203,
                name.span(),
                "class `" + header.symbol.name() + "` has no field `" + name.text() + "`");
        if (Inheritance.methodNames(body.env, header).contains(name.text())) {
            return body.error(
                    d.note("`" + name.text() + "` is a method, and is called with parentheses")
                            .fix("call it", name.span().atEnd(), "()"),
                    name.span());
        }
        Optional<String> near = Suggest.nearest(name.text(), known);
        if (near.isPresent()) {
            d = UnknownNames.didYouMean(d, name.span(), near.get());
        } else if (!known.isEmpty()) {
            d = d.note("its fields are " + String.join(", ", known));
        }
        return body.error(d, name.span());
    }

    HirExpr index(Expr.Index e) {
        HirExpr object = body.expr(e.receiver(), Want.VALUE);
        Type type = object.type();
        if (type == Primitive.ERROR || type == Primitive.NEVER) {
            body.expr(e.index(), Want.VALUE);
            return object;
        }
        if (type instanceof DictType t) {
            HirExpr key = body.expr(
                    e.index(), Want.type(t.key(), Reason.Kind.KEY, e.receiver().span()));
            return DictMethods.call(body, "dict_get", t, List.of(object, key), e.span());
        }
        if (!(type instanceof ListType) && type != Primitive.STRING) {
            body.expr(e.index(), Want.VALUE);
            if (type instanceof TaskType task && isIndexed(task.result())) {
                return Awaiting.missing(body, e.receiver(), task);
            }
            return body.error(
                    Diagnostic.at(DiagnosticCode.E0304, e.span(), "`" + Mismatch.shown(type) + "` cannot be indexed")
                            .note("lists, dictionaries and Strings can"),
                    e.span());
        }
        HirExpr index = body.expr(
                e.index(),
                Want.type(Primitive.INT32, Reason.Kind.INDEX, e.index().span()));
        Hints.belowZero(body, index, type, e);
        if (type instanceof ListType t) {
            return new HirIntrinsic(
                    Intrinsic.LIST_GET,
                    List.of(t.element()),
                    List.of(object, index),
                    BuiltinTypes.option(t.element()),
                    e.span());
        }
        return new HirIntrinsic(
                Intrinsic.STRING_GET,
                List.of(),
                List.of(object, index),
                BuiltinTypes.option(Primitive.STRING),
                e.span());
    }

    private static boolean isIndexed(Type type) {
        return type instanceof ListType || type instanceof DictType || type == Primitive.STRING;
    }

    /** {@code value!}: on {@code list[i]} one operation, whose panic names index and length. */
    HirExpr unwrap(Expr.Unwrap e, Want want) {
        Type wanted = want.typeOrNull();
        HirExpr value = body.expr(e.operand(), wanted == null ? Want.VALUE : Want.hint(BuiltinTypes.option(wanted)));
        Type type = value.type();
        if (type == Primitive.ERROR || type == Primitive.NEVER) {
            return value;
        }
        if (type instanceof TaskType task && Awaiting.ofOptionOrResult(task)) {
            return Awaiting.missing(body, e.operand(), task);
        }
        if (!BuiltinTypes.isOption(type) && !BuiltinTypes.isResult(type)) {
            return body.error(
                    Diagnostic.at(
                                    DiagnosticCode.E0304,
                                    e.span().atEnd().to(e.operand().span().atEnd()),
                                    "`!` unwraps an Option or a Result, this is `" + Mismatch.shown(type) + "`")
                            .fix(
                                    "remove the `!`",
                                    e.operand().span().atEnd().to(e.span().atEnd()),
                                    ""),
                    e.span());
        }
        if (value instanceof HirIntrinsic get && get.op() == Intrinsic.LIST_GET) {
            return new HirIntrinsic(
                    Intrinsic.LIST_AT,
                    get.typeArguments(),
                    get.arguments(),
                    ((EnumType) type).arguments().get(0),
                    e.span());
        }
        HirExpr present = DictMethods.present(body, value, e.span());
        if (present != null) {
            return present;
        }
        return OptionMethods.unwrap(body, value, (EnumType) type, e.span());
    }
}
