package org.platlang.hir.tree;

import java.util.List;
import java.util.Optional;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.lexer.source.Span;

/** An expression; see the package description for what holds for all of them. */
public sealed interface HirExpr {
    Type type();

    Span span();

    // ---- literals

    /** An integer of any width (sign-extended to 64 bits), or a Duration in nanoseconds. */
    record HirInt(long value, Type type, Span span) implements HirExpr {}

    /** A float, exactly a value of its type. */
    record HirFloat(double value, Type type, Span span) implements HirExpr {}

    record HirBool(boolean value, Span span) implements HirExpr {
        @Override
        public Type type() {
            return Primitive.BOOL;
        }
    }

    record HirString(String value, Span span) implements HirExpr {
        @Override
        public Type type() {
            return Primitive.STRING;
        }
    }

    record HirUnit(Span span) implements HirExpr {
        @Override
        public Type type() {
            return Primitive.UNIT;
        }
    }

    /** Something wrong, already reported; agrees with everything. Never in a monomorphic program. */
    record HirInvalid(Type type, Span span) implements HirExpr {}

    // ---- locals and fields

    record HirLocalGet(HirLocal local, Span span) implements HirExpr {
        @Override
        public Type type() {
            return local.type();
        }
    }

    /** Declares and initialises a local; Unit. Executed again (in a loop) it is a new variable. */
    record HirLet(HirLocal local, HirExpr value, Span span) implements HirExpr {
        @Override
        public Type type() {
            return Primitive.UNIT;
        }
    }

    /** Assigns; Unit. */
    record HirLocalSet(HirLocal local, HirExpr value, Span span) implements HirExpr {
        @Override
        public Type type() {
            return Primitive.UNIT;
        }
    }

    /** Reads a field of a class instance; {@code field} indexes {@link HirClass#fields}. */
    record HirFieldGet(HirExpr object, int field, Type type, Span span) implements HirExpr {}

    /** Assigns a field of a class instance; Unit. */
    record HirFieldSet(HirExpr object, int field, HirExpr value, Span span) implements HirExpr {
        @Override
        public Type type() {
            return Primitive.UNIT;
        }
    }

    // ---- making values

    /**
     * A new instance with all fields zero. Occurs only in the {@code init} function of the class, which sets every
     * field, itself or by the {@code init.base} it calls, before anything can read it.
     */
    record HirNew(Type.ClassType type, Span span) implements HirExpr {}

    /** A value of an enum: the variant's payload in field order. */
    record HirVariant(Type.EnumType type, int variant, List<HirExpr> payload, Span span) implements HirExpr {}

    /** A new list of these elements, in order; capacity at least their number. */
    record HirListLiteral(Type.ListType type, List<HirExpr> elements, Span span) implements HirExpr {}

    /** A Range value. */
    record HirRange(Type.RangeType type, HirExpr start, HirExpr end, boolean inclusive, Span span) implements HirExpr {}

    // ---- operators

    record HirUnary(UnaryOp op, HirExpr operand, Type type, Span span) implements HirExpr {}

    /** See {@link BinaryOp} for the operand types of each. */
    record HirBinary(BinaryOp op, HirExpr left, HirExpr right, Type type, Span span) implements HirExpr {}

    /** {@code and} / {@code or}: the right side only where the left one does not decide; Bool. */
    record HirLogical(boolean isAnd, HirExpr left, HirExpr right, Span span) implements HirExpr {
        @Override
        public Type type() {
            return Primitive.BOOL;
        }
    }

    /**
     * {@code ==}, or {@code !=} where negated; Bool. Both sides have the same type, any but functions: numbers by
     * IEEE or integer equality, Strings by content, enums structurally, lists by elements, classes by
     * {@link HirClass#equalsMethod} or else identity, tasks and channels by identity, ranges by bounds.
     */
    record HirEquals(HirExpr left, HirExpr right, boolean negated, Span span) implements HirExpr {
        @Override
        public Type type() {
            return Primitive.BOOL;
        }
    }

    /**
     * Between numeric types: int → int wraps or sign-extends; float → int truncates toward
     * zero and saturates, NaN → 0; int → float and float → float round to nearest even, where FLOAT8
     * saturates. Also between DURATION
     * and INT64, without change, in code the compiler wrote.
     */
    record HirCast(HirExpr operand, Type type, Span span) implements HirExpr {}

    // ---- text

    /** The text of a value of any type, as interpolation shows it; String. Identity on a String. */
    record HirToText(HirExpr operand, Span span) implements HirExpr {
        @Override
        public Type type() {
            return Primitive.STRING;
        }
    }

    /** All parts' texts joined, one allocation; String. Also the form of {@code a + b + c} on Strings. */
    record HirInterpolate(List<Part> parts, Span span) implements HirExpr {
        @Override
        public Type type() {
            return Primitive.STRING;
        }
    }

    /** One part: a value of any type, shown as {@link HirToText} does or by the format. */
    record Part(HirExpr value, Optional<FormatSpec> format) {}

    // ---- calls

    /**
     * A direct call. Arguments stand in parameter order ({@code self} first) and are evaluated in that order; where
     * the source order differs and matters, the checker has put them into locals.
     */
    record HirCall(FunctionRef function, List<HirExpr> arguments, Type type, Span span) implements HirExpr {}

    /**
     * A call of a virtual method: {@code self}, the first argument, decides at run time which class's own it is.
     *
     * @param function the method as the class of the first argument has it: an {@code implementation} in that class's
     *     {@link HirClass#virtuals}
     */
    record HirCallVirtual(FunctionRef function, List<HirExpr> arguments, Type type, Span span) implements HirExpr {}

    /** An instance seen as one of a (direct or indirect) base class; the same reference. */
    record HirUpcast(HirExpr operand, Type.ClassType type, Span span) implements HirExpr {}

    /** An operation the compiler knows; see {@link Intrinsic} for arguments and meaning. */
    record HirIntrinsic(Intrinsic op, List<Type> typeArguments, List<HirExpr> arguments, Type type, Span span)
            implements HirExpr {}

    /** A function value: the function (kind LAMBDA) with the values of its captures, evaluated now. */
    record HirLambda(FunctionRef function, List<HirExpr> captures, Type.FunctionType type, Span span)
            implements HirExpr {}

    /** Calls a function value. */
    record HirCallValue(HirExpr callee, List<HirExpr> arguments, Type type, Span span) implements HirExpr {}

    // ---- control

    /** Evaluates the statements, dropping their values, then the result. Locals declared inside end here. */
    record HirBlock(List<HirExpr> statements, HirExpr result, Span span) implements HirExpr {
        @Override
        public Type type() {
            return result.type();
        }
    }

    /** Branches have type {@code type} or Never; without {@code else} in the source it is a {@code HirUnit}. */
    record HirIf(HirExpr condition, HirExpr thenBranch, HirExpr elseBranch, Type type, Span span) implements HirExpr {}

    /** Endless; left by a {@code HirBreak} whose value is the loop's. Never where nothing breaks out. Body: Unit. */
    record HirLoop(HirLabel label, HirExpr body, Type type, Span span) implements HirExpr {}

    /** Unit. Body: Unit. */
    record HirWhile(HirLabel label, HirExpr condition, HirExpr body, Span span) implements HirExpr {
        @Override
        public Type type() {
            return Primitive.UNIT;
        }
    }

    /**
     * {@code for} over the integers from start to end (both evaluated once, before the loop); {@code 0..=MAX} ends.
     * The local is a new, immutable variable in each round. Unit. {@code step} is 1.
     */
    record HirForRange(
            HirLabel label, HirLocal local, HirExpr start, HirExpr end, boolean inclusive, HirExpr body, Span span)
            implements HirExpr {
        @Override
        public Type type() {
            return Primitive.UNIT;
        }
    }

    /**
     * {@code for} over a value that is evaluated once: a List (its length is read once, and the loop ends early if it
     * has shrunk), a String (each code point as a one-character String), a Channel (receives until closed and
     * drained) or a Range. Unit.
     *
     * @param index for lists and strings, counts rounds from 0; an Int32
     */
    record HirForEach(
            HirLabel label, Optional<HirLocal> index, HirLocal local, HirExpr iterable, HirExpr body, Span span)
            implements HirExpr {
        @Override
        public Type type() {
            return Primitive.UNIT;
        }
    }

    /** Leaves the loop; the value's type is the loop's, Unit for all loops but {@code HirLoop}. Never. */
    record HirBreak(HirLabel label, HirExpr value, Span span) implements HirExpr {
        @Override
        public Type type() {
            return Primitive.NEVER;
        }
    }

    /** Goes on with the next round. Never. */
    record HirContinue(HirLabel label, Span span) implements HirExpr {
        @Override
        public Type type() {
            return Primitive.NEVER;
        }
    }

    /** Leaves the function, task or lambda. Never. */
    record HirReturn(HirExpr value, Span span) implements HirExpr {
        @Override
        public Type type() {
            return Primitive.NEVER;
        }
    }

    /**
     * Takes the first arm whose pattern matches and whose guard holds. Exhaustive: the checker has proven that one
     * does (arms that cannot be reached may remain).
     */
    record HirMatch(HirExpr scrutinee, List<Arm> arms, Type type, Span span) implements HirExpr {}

    /** One arm; the guard (Bool) and the body see the pattern's bindings. The body has the match's type or Never. */
    record Arm(HirPattern pattern, Optional<HirExpr> guard, HirExpr body, Span span) {}

    // ---- failure

    /**
     * Evaluates the body; its value is the attempt's, unless a panic ends it that was raised in it or in a scope inside it:
     * then the locals (message, place, backtrace: Strings) are set and {@code caught} is evaluated. Cancellation passes.
     *
     * @param body of type {@code type} or Never, as {@code caught} is
     */
    record HirAttempt(HirExpr body, List<HirLocal> report, HirExpr caught, Type type, Span span) implements HirExpr {}

    /**
     * Evaluates the body and cancels it when the duration has passed; {@code expired} is the value where that has ended it.
     * A body that has its value wins.
     *
     * @param duration a Duration
     * @param body of type {@code type} or Never, as {@code expired} is
     */
    record HirWithTimeout(HirExpr duration, HirExpr body, HirExpr expired, Type type, Span span) implements HirExpr {}

    // ---- concurrency

    /** What the task-local is bound to where the running task is, or its initial value. */
    record HirTaskLocalGet(HirTaskLocal local, Span span) implements HirExpr {
        @Override
        public Type type() {
            return local.type();
        }
    }

    /**
     * Evaluates the values in order, then the body with the task-locals bound to them, for the current task and for all that
     * is spawned inside. On every way out of the body they are bound to what they were before. The value is the body's.
     */
    record HirWithLocal(List<LocalBinding> bindings, HirExpr body, Span span) implements HirExpr {
        @Override
        public Type type() {
            return body.type();
        }
    }

    /** One task-local, at most once in a {@link HirWithLocal}, and its value: of its type or Never. */
    record LocalBinding(HirTaskLocal local, HirExpr value) {}

    /**
     * Evaluates the body, then the cleanup, on every way out of the body: its end, a jump, a panic, cancellation. The value
     * is the body's. No jump leaves the cleanup; Unit or Never.
     */
    record HirDefer(HirExpr cleanup, HirExpr body, Span span) implements HirExpr {
        @Override
        public Type type() {
            return body.type();
        }
    }

    /**
     * Opens a scope, runs the body, waits for all tasks of the scope; the value is the body's. Every other way out of the
     * body, jumps ({@code HirReturn}, {@code HirBreak}, {@code HirContinue}) too, cancels the unfinished tasks and waits.
     */
    record HirConcurrent(HirScope scope, HirExpr body, Span span) implements HirExpr {
        @Override
        public Type type() {
            return body.type();
        }
    }

    /**
     * Opens a scope, starts its tasks, waits for the first result, cancels the others and waits for them. The value is
     * that result; a panic before any result is the race's.
     *
     * @param start spawns at least one task into the scope, all of them with results of type {@code type} or Never; Unit
     */
    record HirRace(HirScope scope, HirExpr start, Type type, Span span) implements HirExpr {}

    /**
     * Waits for the first of several channel operations and evaluates the body of its arm. Channels, values and the
     * duration are evaluated before, in the order of the arms. Among operations that are ready at once the choice is
     * random, or the first where {@code biased}.
     */
    record HirSelect(boolean biased, List<HirSelectArm> arms, Type type, Span span) implements HirExpr {}

    /**
     * Starts a task in a scope.
     *
     * @param body a function of kind TASK, whose parameters are the captures
     * @param captures values of the captured variables, one per parameter
     * @param scope of an enclosing {@code HirConcurrent} or {@code HirRace} of the same function, or {@link HirScope#OF_TASK}
     * @param detached the resulting handle is never used
     */
    record HirSpawn(
            FunctionRef body, List<HirExpr> captures, HirScope scope, boolean detached, Type.TaskType type, Span span)
            implements HirExpr {}
}
