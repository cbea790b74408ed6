package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.Frame.Binding;
import org.platlang.hir.check.Headers.EnumHeader;
import org.platlang.hir.check.Headers.Item;
import org.platlang.hir.check.Headers.VariantField;
import org.platlang.hir.check.Headers.VariantHeader;
import org.platlang.hir.check.Signature.Parameter;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirFloat;
import org.platlang.hir.tree.HirExpr.HirInt;
import org.platlang.hir.tree.HirExpr.HirLocalGet;
import org.platlang.hir.type.BuiltinTypes;
import org.platlang.hir.type.EnumSymbol;
import org.platlang.hir.type.NarrowFloats;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.EnumType;
import org.platlang.hir.type.TypeParam;
import org.platlang.lexer.diag.Diagnostic;
import org.platlang.lexer.diag.DiagnosticCode;
import org.platlang.lexer.diag.Suggest;
import org.platlang.lexer.source.Span;
import org.platlang.parser.ast.Expr;
import org.platlang.parser.ast.Identifier;
import org.platlang.parser.ast.TypeExpr;

/** Names and paths that stand for values. */
final class Names {
    private final Body body;

    Names(Body body) {
        this.body = body;
    }

    HirExpr self(Expr.Self e) {
        Binding b = body.lookup("self");
        if (b == null) {
            return body.error(
                    Diagnostic.at(DiagnosticCode.E0317, e.span(), "there is no `self` here")
                            .note("`self` is the instance a method of a class or enum is called on"),
                    e.span());
        }
        b.read = true;
        return new HirLocalGet(b.local, e.span());
    }

    HirExpr path(Expr.Path e, Want want) {
        List<Expr.PathSegment> segments = item(e);
        if (segments.isEmpty()) {
            return Body.invalid(e.span());
        }
        if (segments.size() == 1) {
            return single(segments.get(0));
        }
        Expr.PathSegment head = segments.get(0);
        Identifier name = segments.get(1).name();
        EnumHeader enumHeader = enumNamed(head.name());
        if (enumHeader != null) {
            Signature s = variant(enumHeader, name);
            if (s == null) {
                if (enumHeader.methods.containsKey(name.text())) {
                    return notAValue(e.span(), "method `" + name.text() + "`", "methods are no values: call it");
                }
                return unknownVariant(enumHeader, name, e.span());
            }
            if (!s.parameters().isEmpty()) {
                return body.error(
                        Diagnostic.at(
                                        DiagnosticCode.E0305,
                                        e.span(),
                                        "variant `" + name.text() + "` carries values that are not given")
                                .help("write `" + Arguments.sketch(s) + "`"),
                        e.span());
            }
            return body.arguments.apply(s, typeArguments(s, head), null, List.of(), want, e.span(), e.span());
        }
        HirExpr constant = constantOf(head, name);
        if (constant != null) {
            return constant;
        }
        if (body.env.types.isType(head.name().text(), body.typeParameters)) {
            return body.error(
                    DiagnosticCode.E0203,
                    name.span(),
                    "type `" + head.name().text() + "` has no constant `" + name.text() + "`");
        }
        return unknown(head.name());
    }

    /**
     * The item a path names, as one segment ({@link Paths}), and what of it is meant, as a second one if need be. Empty
     * where something was reported.
     */
    List<Expr.PathSegment> item(Expr.Path e) {
        List<Expr.PathSegment> segments = body.env.paths.joinSegments(e.segments(), body.typeParameters);
        if (segments == null) {
            return List.of();
        }
        if (segments.size() > 2) {
            nothingInside(segments.stream().map(Expr.PathSegment::name).toList());
            return List.of();
        }
        return segments;
    }

    /** Reports a path that goes on behind a member of a type. */
    void nothingInside(List<Identifier> path) {
        body.env.error(
                DiagnosticCode.E0201,
                path.get(2).span(),
                "`" + path.get(0).text() + "::" + path.get(1).text() + "` has nothing inside to name");
    }

    /** The enum that the path names a variant of; null where it names something else, or nothing. */
    @Nullable
    EnumHeader enumBefore(Expr.Path e) {
        List<Expr.PathSegment> segments = body.env.paths.quietly(e.segments(), body.typeParameters);
        return segments.size() == 2 ? enumNamed(segments.get(0).name()) : null;
    }

    private HirExpr single(Expr.PathSegment segment) {
        Identifier name = segment.name();
        Binding b = body.lookup(name.text());
        if (b != null) {
            b.read = true;
            return new HirLocalGet(b.local, segment.span());
        }
        Item item = body.env.item(name.text());
        if (item == null) {
            if (body.env.imports.isUnresolved(name.text())) {
                return Body.invalid(segment.span());
            }
            if (body.env.types.isType(name.text(), body.typeParameters)) {
                return notAValue(segment.span(), "type `" + name.text() + "`", "");
            }
            if (BuiltinFunctions.isOne(name.text())) {
                return notAValue(segment.span(), "built-in function `" + name.text() + "`", "call it");
            }
            return unknown(name);
        }
        return switch (item) {
            case Item.ConstantItem c -> body.env.constants.value(c, segment.span());
            case Item.TaskLocalItem t -> body.env.taskLocals.value(t, segment.span());
            case Item.FunctionItem f -> body.lambdas.named(f, segment);
            case Item.ClassItem c ->
                notAValue(
                        segment.span(),
                        "class `" + name.text() + "`",
                        "make an instance with `" + name.text() + ".init(…)`");
            case Item.EnumItem c ->
                notAValue(
                        segment.span(),
                        "enum `" + name.text() + "`",
                        "name one of its variants: `" + name.text() + "::…`");
            case Item.AliasItem c -> notAValue(segment.span(), "type `" + name.text() + "`", "");
            case Item.NewtypeItem c ->
                notAValue(
                        segment.span(),
                        "type `" + name.text() + "`",
                        "make a value with `" + name.text() + ".init(value = …)`");
        };
    }

    private HirExpr notAValue(Span span, String what, String help) {
        Diagnostic d = Diagnostic.at(DiagnosticCode.E0208, span, what + " is used as a value");
        return body.error(help.isEmpty() ? d : d.help(help), span);
    }

    /** Reports a name that stands for no value. */
    HirExpr unknown(Identifier name) {
        Module module = body.env.imports.module(name.text());
        if (module != null) {
            return notAValue(
                    name.span(), "module `" + name.text() + "`", "name something in it: `" + name.text() + "::…`");
        }
        return body.error(UnknownNames.explain(body, name), name.span());
    }

    // ---- enums

    /** The enum a name stands for (an alias of one too), or null. */
    @Nullable
    EnumHeader enumNamed(Identifier name) {
        return enumNamed(name, body.env, 0);
    }

    private static @Nullable EnumHeader enumNamed(Identifier name, Env env, int depth) {
        Item item = env.item(name.text());
        if (item instanceof Item.EnumItem e) {
            return e.header();
        }
        if (item instanceof Item.AliasItem a && a.decl().target() instanceof TypeExpr.Named n) {
            Env home = a.home().env();
            List<Identifier> path = home.paths.join(n.path(), a.typeParameters());
            boolean circle = depth > home.program.classes.size() + 1000; // reported
            return path == null || path.size() > 1 || circle ? null : enumNamed(path.get(0), home, depth + 1);
        }
        EnumSymbol builtin = switch (name.text()) {
            case "Option" -> BuiltinTypes.OPTION;
            case "Result" -> BuiltinTypes.RESULT;
            case "SendError" -> BuiltinTypes.SEND_ERROR;
            default -> null;
        };
        return builtin == null ? null : env.enumHeader(builtin);
    }

    /** A variant as something to call, or null if the enum has none of the name. */
    @Nullable
    Signature variant(EnumHeader header, Identifier name) {
        int index = header.variant(name.text());
        if (index < 0) {
            return null;
        }
        VariantHeader v = header.variants.get(index);
        List<Parameter> parameters = new ArrayList<>(v.fields().size());
        boolean positional = true;
        for (VariantField f : v.fields()) {
            parameters.add(new Parameter(f.name(), "", f.type(), null, f.span()));
            positional = positional && !f.named();
        }
        EnumType type = new EnumType(header.symbol, Env.variables(header.symbol.typeParameters()));
        return new Signature(
                header.symbol.name() + "::" + v.name(),
                header.symbol.typeParameters(),
                List.copyOf(parameters),
                type,
                new Signature.Target.Variant(type, index),
                positional,
                v.span());
    }

    HirExpr unknownVariant(EnumHeader header, Identifier name, Span span) {
        List<String> known = new ArrayList<>();
        for (VariantHeader v : header.variants) {
            known.add(v.name());
        }
        Diagnostic d = Diagnostic.at(
                DiagnosticCode.E0204,
                name.span(),
                "enum `" + header.symbol.name() + "` has no variant `" + name.text() + "`");
        Optional<String> near = Suggest.nearest(name.text(), known);
        if (near.isPresent()) {
            d = UnknownNames.didYouMean(d, name.span(), near.get());
        } else {
            d = d.note("its variants are " + String.join(", ", known));
        }
        return body.error(d, span);
    }

    /** Type arguments written on a segment, bound to the first parameters of the signature; empty if none were. */
    Map<TypeParam, Type> typeArguments(Signature s, Expr.PathSegment segment) {
        return typeArguments(s.typeParameters(), segment.typeArguments(), segment.span(), s.name());
    }

    Map<TypeParam, Type> typeArguments(List<TypeParam> parameters, List<TypeExpr> written, Span span, String name) {
        if (written.isEmpty()) {
            return Map.of();
        }
        Map<TypeParam, Type> by = new HashMap<>();
        if (written.size() != parameters.size()) {
            body.env.error(
                    DiagnosticCode.E0310,
                    span,
                    "`" + name + "` takes " + parameters.size() + " type arguments, " + written.size() + " are given");
            for (TypeParam p : parameters) {
                by.put(p, Primitive.ERROR);
            }
            return by;
        }
        for (int i = 0; i < written.size(); i++) {
            by.put(parameters.get(i), body.env.types.resolve(written.get(i), body.typeParameters));
        }
        return by;
    }

    // ---- constants of built-in types

    private @Nullable HirExpr constantOf(Expr.PathSegment head, Identifier name) {
        if (!head.typeArguments().isEmpty()) {
            return null;
        }
        Primitive type = switch (head.name().text()) {
            case "Int8" -> Primitive.INT8;
            case "Int16" -> Primitive.INT16;
            case "Int32" -> Primitive.INT32;
            case "Int64", "Int" -> Primitive.INT64;
            case "Float8" -> Primitive.FLOAT8;
            case "Float16" -> Primitive.FLOAT16;
            case "Float32" -> Primitive.FLOAT32;
            case "Float64", "Float" -> Primitive.FLOAT64;
            default -> null;
        };
        if (type == null) {
            return null;
        }
        Span span = head.span().to(name.span());
        if (type.isInteger()) {
            return switch (name.text()) {
                case "MAX" -> new HirInt(type.maxValue(), type, span);
                case "MIN" -> new HirInt(type.minValue(), type, span);
                default -> null;
            };
        }
        double max = NarrowFloats.max(type);
        return switch (name.text()) {
            case "MAX" -> new HirFloat(max, type, span);
            case "MIN" -> new HirFloat(-max, type, span);
            case "INFINITY" -> type == Primitive.FLOAT8 ? null : new HirFloat(Double.POSITIVE_INFINITY, type, span);
            case "NAN" -> new HirFloat(Double.NaN, type, span);
            default -> null;
        };
    }
}
