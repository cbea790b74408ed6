package org.platlang.hir.check;

import static org.platlang.hir.check.BuiltinFunctions.p;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.check.BuiltinMethods.Found;
import org.platlang.hir.check.Signature.Parameter;
import org.platlang.hir.tree.HirExpr.HirString;
import org.platlang.hir.tree.Intrinsic;
import org.platlang.hir.type.BuiltinTypes;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.ListType;

/** Methods and functions of String. */
final class StringMethods {
    private StringMethods() {}

    private static final String NAMES = "length byte_length is_empty concat contains starts_with ends_with index_of"
            + " last_index_of trim trim_left trim_right replace replace_all split lines words substring char_at code_at"
            + " to_upper to_lower repeat reverse pad_left pad_right is_alpha is_numeric is_alphanumeric parse_int"
            + " parse_int64 parse_float parse_bool bytes join chars compare to_string";

    static Found find(String name) {
        return new Found(signature(name), NAMES);
    }

    private static final Type S = Primitive.STRING;

    private static @Nullable Signature signature(String name) {
        return switch (name) {
            case "length", "len" -> op(name, Intrinsic.STRING_LENGTH, Primitive.INT32);
            case "byte_length" -> op(name, Intrinsic.STRING_BYTE_LENGTH, Primitive.INT32);
            case "is_empty" -> BuiltinMethods.derived("String", name, Signature.Form.STRING_IS_EMPTY, Primitive.BOOL);
            case "concat" ->
                BuiltinMethods.derived("String", name, Signature.Form.STRING_CONCAT, S, p("other", "s", S));
            case "contains" -> op(name, Intrinsic.STRING_CONTAINS, Primitive.BOOL, p("substring", "value", S));
            case "starts_with" -> op(name, Intrinsic.STRING_STARTS_WITH, Primitive.BOOL, p("prefix", S));
            case "ends_with" -> op(name, Intrinsic.STRING_ENDS_WITH, Primitive.BOOL, p("suffix", S));
            case "index_of" ->
                op(name, Intrinsic.STRING_INDEX_OF, BuiltinTypes.option(Primitive.INT32), p("substring", S));
            case "last_index_of" ->
                op(name, Intrinsic.STRING_LAST_INDEX_OF, BuiltinTypes.option(Primitive.INT32), p("substring", S));
            case "trim" -> op(name, Intrinsic.STRING_TRIM, S);
            case "trim_left" -> op(name, Intrinsic.STRING_TRIM_LEFT, S);
            case "trim_right" -> op(name, Intrinsic.STRING_TRIM_RIGHT, S);
            case "replace" -> op(name, Intrinsic.STRING_REPLACE, S, p("from", S), p("to", S));
            case "replace_all" -> op(name, Intrinsic.STRING_REPLACE_ALL, S, p("from", S), p("to", S));
            case "split" -> op(name, Intrinsic.STRING_SPLIT, new ListType(S), p("delimiter", S));
            case "lines" -> op(name, Intrinsic.STRING_LINES, new ListType(S));
            case "words" -> op(name, Intrinsic.STRING_WORDS, new ListType(S));
            case "chars" -> op(name, Intrinsic.STRING_CHARS, new ListType(S));
            case "substring" ->
                op(
                        name,
                        Intrinsic.STRING_SUBSTRING,
                        S,
                        p("start", "start_index", Primitive.INT32),
                        p("end", "end_index", Primitive.INT32));
            case "char_at" -> op(name, Intrinsic.STRING_CHAR_AT, S, p("index", Primitive.INT32));
            case "code_at" ->
                op(name, Intrinsic.STRING_CODE_AT, BuiltinTypes.option(Primitive.INT32), p("index", Primitive.INT32));
            case "to_upper" -> op(name, Intrinsic.STRING_TO_UPPER, S);
            case "to_lower" -> op(name, Intrinsic.STRING_TO_LOWER, S);
            case "repeat" -> op(name, Intrinsic.STRING_REPEAT, S, p("count", Primitive.INT32));
            case "reverse" -> op(name, Intrinsic.STRING_REVERSE, S);
            case "pad_left" -> op(name, Intrinsic.STRING_PAD_LEFT, S, p("width", Primitive.INT32), fill());
            case "pad_right" -> op(name, Intrinsic.STRING_PAD_RIGHT, S, p("width", Primitive.INT32), fill());
            case "is_alpha" -> op(name, Intrinsic.STRING_IS_ALPHA, Primitive.BOOL);
            case "is_numeric" -> op(name, Intrinsic.STRING_IS_NUMERIC, Primitive.BOOL);
            case "is_alphanumeric" -> op(name, Intrinsic.STRING_IS_ALPHANUMERIC, Primitive.BOOL);
            case "parse_int" -> op(name, Intrinsic.STRING_PARSE_INT, BuiltinTypes.result(Primitive.INT32, S));
            case "parse_int64" -> op(name, Intrinsic.STRING_PARSE_INT64, BuiltinTypes.result(Primitive.INT64, S));
            case "parse_float" -> op(name, Intrinsic.STRING_PARSE_FLOAT, BuiltinTypes.result(Primitive.FLOAT64, S));
            case "parse_bool" -> op(name, Intrinsic.STRING_PARSE_BOOL, BuiltinTypes.result(Primitive.BOOL, S));
            case "bytes" -> op(name, Intrinsic.STRING_BYTES, new ListType(Primitive.INT8));
            case "join" -> op(name, Intrinsic.STRING_JOIN, S, p("items", new ListType(S)));
            case "compare" -> op(name, Intrinsic.STRING_COMPARE, Primitive.INT32, p("other", S));
            default -> null;
        };
    }

    private static Parameter fill() {
        return new Parameter("fill", "", S, Signature.Default.of(new HirString(" ", Prelude.NOWHERE)), null);
    }

    private static Signature op(String name, Intrinsic op, Type result, Parameter... parameters) {
        return BuiltinMethods.op("String", name, op, List.of(), result, parameters);
    }

    /** {@code String::name}, or null. */
    static @Nullable Signature ofType(String name) {
        return switch (name) {
            case "from_code" -> op(name, Intrinsic.STRING_FROM_CODE, S, p("value", Primitive.INT32));
            case "from_bytes" ->
                op(
                        name,
                        Intrinsic.STRING_FROM_BYTES,
                        BuiltinTypes.result(S, S),
                        p("bytes", new ListType(Primitive.INT8)));
            default -> null;
        };
    }
}
