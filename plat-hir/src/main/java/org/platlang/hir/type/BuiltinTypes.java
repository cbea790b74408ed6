package org.platlang.hir.type;

import java.util.List;
import org.platlang.hir.type.Type.EnumType;

/** The enums and classes the language itself speaks of. They live in module {@code std}. */
public final class BuiltinTypes {
    private BuiltinTypes() {}

    public static final TypeParam OPTION_T = new TypeParam("T", List.of());
    /** {@code enum Option<T> { None, Some(T) }}. */
    public static final EnumSymbol OPTION = new EnumSymbol("std", "Option", List.of(OPTION_T));
    /** Variant index of {@code Option::None}. */
    public static final int NONE = 0;
    /** Variant index of {@code Option::Some}. */
    public static final int SOME = 1;

    public static final TypeParam RESULT_T = new TypeParam("T", List.of());
    public static final TypeParam RESULT_E = new TypeParam("E", List.of());
    /** {@code enum Result<T, E> { Ok(T), Err(E) }}. */
    public static final EnumSymbol RESULT = new EnumSymbol("std", "Result", List.of(RESULT_T, RESULT_E));
    /** Variant index of {@code Result::Ok}. */
    public static final int OK = 0;
    /** Variant index of {@code Result::Err}. */
    public static final int ERR = 1;

    public static final TypeParam SEND_ERROR_T = new TypeParam("T", List.of());
    /** {@code enum SendError<T> { Full(T), Closed(T), TimedOut(T) }}. */
    public static final EnumSymbol SEND_ERROR = new EnumSymbol("std", "SendError", List.of(SEND_ERROR_T));
    /** Variant index of {@code SendError::Full}. */
    public static final int FULL = 0;
    /** Variant index of {@code SendError::Closed}. */
    public static final int CLOSED = 1;
    /** Variant index of {@code SendError::TimedOut}. */
    public static final int TIMED_OUT = 2;

    public static final TypeParam DICT_K = new TypeParam("K", List.of(Bound.HASH));
    public static final TypeParam DICT_V = new TypeParam("V", List.of());
    /** What {@code Dict[K, V]} is in a monomorphic program. */
    public static final ClassSymbol DICT = new ClassSymbol("std", "Dict", List.of(DICT_K, DICT_V));

    public static final TypeParam SET_T = new TypeParam("T", List.of(Bound.HASH));
    /** What {@code Set[T]} is in a monomorphic program: at run time an instance of {@code Dict[T, Unit]}. */
    public static final ClassSymbol SET = new ClassSymbol("std", "Set", List.of(SET_T));

    public static final TypeParam DICT_ENTRY_K = new TypeParam("K", List.of(Bound.HASH));
    public static final TypeParam DICT_ENTRY_V = new TypeParam("V", List.of());
    /** {@code enum DictEntry<K, V> { Gone, Live(hash: Int32, K, V) }}: a place in a Dict's entries. */
    public static final EnumSymbol DICT_ENTRY = new EnumSymbol("std", "DictEntry", List.of(DICT_ENTRY_K, DICT_ENTRY_V));

    public static EnumType option(Type value) {
        return new EnumType(OPTION, List.of(value));
    }

    public static EnumType result(Type ok, Type err) {
        return new EnumType(RESULT, List.of(ok, err));
    }

    public static EnumType sendError(Type value) {
        return new EnumType(SEND_ERROR, List.of(value));
    }

    public static boolean isOption(Type type) {
        return type instanceof EnumType e && e.symbol() == OPTION;
    }

    public static boolean isResult(Type type) {
        return type instanceof EnumType e && e.symbol() == RESULT;
    }
}
