package org.platlang.hir.type;

import java.util.List;

/**
 * A resolved type. Type arguments are invariant. {@code Option}, {@code Result} and {@code SendError} are
 * ordinary enums (see {@link BuiltinTypes}), so that construction and matching have one shape.
 */
public sealed interface Type
        permits Primitive,
                Type.ListType,
                Type.DictType,
                Type.SetType,
                Type.RangeType,
                Type.TaskType,
                Type.ChannelType,
                Type.ClassType,
                Type.EnumType,
                Type.FunctionType,
                Type.TypeVar {

    /** {@code List[T]}: a mutable reference object. */
    record ListType(Type element) implements Type {}

    /** {@code Dict[K, V]}: a mutable reference object. */
    record DictType(Type key, Type value) implements Type {}

    /** {@code Set[T]}: a mutable reference object. */
    record SetType(Type element) implements Type {}

    /** {@code Range<T>}: a value of two bounds and whether the upper one belongs to it; T is an integer type. */
    record RangeType(Type element) implements Type {}

    /** {@code Task<T>}: a reference to a task with result T. */
    record TaskType(Type result) implements Type {}

    /** {@code Channel<T>}: a reference. */
    record ChannelType(Type element) implements Type {}

    /** A class; a reference, never null. */
    record ClassType(ClassSymbol symbol, List<Type> arguments) implements Type {}

    /** An enum; a value. */
    record EnumType(EnumSymbol symbol, List<Type> arguments) implements Type {}

    /** A function value; a reference. */
    record FunctionType(List<Type> parameters, Type result) implements Type {}

    /** A type parameter of a generic declaration; absent from monomorphic programs. */
    record TypeVar(TypeParam parameter) implements Type {}
}
