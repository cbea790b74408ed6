package org.platlang.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.platlang.abi.RuntimeAbi;
import org.platlang.hir.tree.HirExpr;
import org.platlang.hir.tree.HirExpr.HirIntrinsic;
import org.platlang.hir.tree.HirExpr.HirToText;
import org.platlang.hir.tree.Intrinsic;
import org.platlang.hir.type.BuiltinTypes;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.Type.EnumType;
import org.platlang.ir.Block;
import org.platlang.ir.FunctionBuilder;
import org.platlang.ir.IrType;
import org.platlang.ir.MemKind;
import org.platlang.ir.Opcode;
import org.platlang.ir.Value;

/** The operations the compiler knows by name: program, lists, tasks, channels, strings; numbers are elsewhere. */
final class LowerIntrinsics {
    private final FunctionLowering f;
    private final FunctionBuilder b;
    private final LowerLists lists;
    private final LowerTasks tasks;
    private final NumberIntrinsics numbers;
    private final Variants variants;

    LowerIntrinsics(FunctionLowering f, LowerLists lists, LowerTasks tasks, LowerNumbers numbers) {
        this.f = f;
        this.b = f.builder();
        this.lists = lists;
        this.tasks = tasks;
        this.numbers = new NumberIntrinsics(f, numbers);
        this.variants = new Variants(f.module(), b);
    }

    List<Value> lower(HirIntrinsic x) {
        if (x.op() == Intrinsic.BYTES_ADD_TEXT && x.arguments().get(1) instanceof HirToText t && isInteger(t)) {
            Value bytes = f.lower(x.arguments().get(0)).get(0);
            Value number = f.lower(t.operand()).get(0);
            f.at(x.span());
            Value wide = number.type() == IrType.I64 ? number : b.convert(Opcode.SEXT, IrType.I64, number);
            return f.runtime("plat_bytes_add_i64", bytes, wide);
        }
        List<List<Value>> args = new ArrayList<>();
        boolean returns = true;
        for (HirExpr a : x.arguments()) {
            args.add(f.lower(a));
            returns &= a.type() != Primitive.NEVER;
        }
        if (!returns) {
            return f.zeros(f.layouts().scalars(x.type()));
        }
        f.at(x.span());
        Optional<String> direct = direct(x.op());
        if (direct.isPresent()) {
            return f.runtime(direct.get(), args.stream().flatMap(List::stream).toArray(Value[]::new));
        }
        return emit(x, args);
    }

    private static boolean isInteger(HirToText text) {
        return text.operand().type() instanceof Primitive p && p.isInteger();
    }

    /** The runtime function that does the operation with the same arguments and result. */
    private static Optional<String> direct(Intrinsic op) {
        return Optional.ofNullable(
                switch (op) {
                    case PRINT -> "plat_print";
                    case EPRINT -> "plat_eprint";
                    case WRITE -> "plat_write";
                    case PROCESS_ARGS -> "plat_process_args";
                    case ENV_GET -> "plat_env_get";
                    case ENV_SET -> "plat_env_set";
                    case ENV_VARS -> "plat_env_vars";
                    case RANDOM_INT -> "plat_random_int";
                    case RANDOM_FLOAT -> "plat_random_float";
                    case RANDOM_SEED -> "plat_random_seed";
                    case RANGE_ROUNDS -> "plat_u64_quotient";
                    case BYTES_TO_TEXT -> "plat_bytes_to_text";
                    case MATH_SIN -> "plat_math_sin";
                    case MATH_COS -> "plat_math_cos";
                    case MATH_TAN -> "plat_math_tan";
                    case MATH_ASIN -> "plat_math_asin";
                    case MATH_ACOS -> "plat_math_acos";
                    case MATH_ATAN -> "plat_math_atan";
                    case MATH_SINH -> "plat_math_sinh";
                    case MATH_COSH -> "plat_math_cosh";
                    case MATH_TANH -> "plat_math_tanh";
                    case MATH_EXP -> "plat_math_exp";
                    case MATH_EXP_M1 -> "plat_math_exp_m1";
                    case MATH_LN -> "plat_math_ln";
                    case MATH_LN_1P -> "plat_math_ln_1p";
                    case MATH_LOG2 -> "plat_math_log2";
                    case MATH_LOG10 -> "plat_math_log10";
                    case MATH_CBRT -> "plat_math_cbrt";
                    case MATH_ATAN2 -> "plat_math_atan2";
                    case MATH_POW -> "plat_math_pow";
                    case MATH_HYPOT -> "plat_math_hypot";
                    case TIME_NOW -> "plat_time_now";
                    case TIME_MONOTONIC -> "plat_time_monotonic";
                    case ALLOCATION_COUNT -> "plat_alloc_count";
                    case GC_FIGURE -> "plat_gc_stat";
                    case GC_NOW -> "plat_gc_collect";
                    case SLEEP -> "plat_sleep";
                    case YIELD_NOW -> "plat_yield";
                    case TASK_IS_DONE -> "plat_task_is_done";
                    case TASK_CANCEL -> "plat_task_cancel";
                    case TASK_CANCELLED -> "plat_task_cancelled";
                    case CHANNEL_CLOSE -> "plat_chan_close";
                    case CHANNEL_IS_CLOSED -> "plat_chan_is_closed";
                    case LIST_SLICE -> "plat_list_slice";
                    case LIST_EXTEND -> "plat_list_extend";
                    case STRING_COMPARE -> "plat_string_compare";
                    case STRING_CONTAINS -> "plat_string_contains";
                    case STRING_STARTS_WITH -> "plat_string_starts_with";
                    case STRING_ENDS_WITH -> "plat_string_ends_with";
                    case STRING_TRIM -> "plat_string_trim";
                    case STRING_TRIM_LEFT -> "plat_string_trim_left";
                    case STRING_TRIM_RIGHT -> "plat_string_trim_right";
                    case STRING_REPLACE -> "plat_string_replace";
                    case STRING_REPLACE_ALL -> "plat_string_replace_all";
                    case STRING_SPLIT -> "plat_string_split";
                    case STRING_LINES -> "plat_string_lines";
                    case STRING_WORDS -> "plat_string_words";
                    case STRING_CHARS -> "plat_string_chars";
                    case STRING_SUBSTRING -> "plat_string_substring";
                    case STRING_CHAR_AT -> "plat_string_char_at";
                    case STRING_GET -> "plat_string_get";
                    case STRING_FROM_CODE -> "plat_string_from_code";
                    case STRING_TO_UPPER -> "plat_string_to_upper";
                    case STRING_TO_LOWER -> "plat_string_to_lower";
                    case STRING_REPEAT -> "plat_string_repeat";
                    case STRING_REVERSE -> "plat_string_reverse";
                    case STRING_PAD_LEFT -> "plat_string_pad_left";
                    case STRING_PAD_RIGHT -> "plat_string_pad_right";
                    case STRING_IS_ALPHA -> "plat_string_is_alpha";
                    case STRING_IS_NUMERIC -> "plat_string_is_numeric";
                    case STRING_IS_ALPHANUMERIC -> "plat_string_is_alphanumeric";
                    case STRING_BYTES -> "plat_string_bytes";
                    case STRING_JOIN -> "plat_string_join";
                    default -> null;
                });
    }

    /** Other tasks run until there is input. */
    private List<Value> readLine() {
        Block wait = b.createBlock();
        Block again = b.createBlock();
        Block ready = b.createBlock();
        b.jump(wait);
        b.switchTo(wait);
        b.branch(b.binary(Opcode.NE, f.runtime("plat_read_wait").get(0), b.i32(0)), ready, again);
        b.switchToSealed(again);
        b.pollInRegion();
        b.jump(wait);
        b.seal(wait);
        b.switchToSealed(ready);
        return f.runtime("plat_read_line");
    }

    private List<Value> emit(HirIntrinsic x, List<List<Value>> args) {
        return switch (x.op()) {
            case PANIC -> never("plat_panic", args);
            case PROCESS_EXIT -> never("plat_process_exit", args);
            case READ_LINE -> readLine();

            case TASK_AWAIT, TASK_AWAIT_RELEASE ->
                tasks.await(one(args, 0), element(x), f.handles().isReleased(x));
            case CHANNEL_NEW -> List.of(newChannel(element(x), one(args, 0)));
            case CHANNEL_UNBOUNDED -> List.of(tasks.channel(element(x), b.i64(-1)));
            case CHANNEL_SEND -> {
                tasks.give(args.get(1));
                yield f.runtime("plat_chan_send", one(args, 0));
            }
            case CHANNEL_TRY_SEND -> {
                tasks.give(args.get(1));
                Value status = f.runtime("plat_chan_try_send", one(args, 0)).get(0);
                yield sendResult(x, status, BuiltinTypes.FULL, RuntimeAbi.CHAN_FULL, args.get(1));
            }
            case CHANNEL_SEND_TIMEOUT -> {
                tasks.give(args.get(1));
                Value status = f.runtime("plat_chan_send_timeout", one(args, 0), one(args, 2))
                        .get(0);
                yield sendResult(x, status, BuiltinTypes.TIMED_OUT, RuntimeAbi.WAIT_TIMED_OUT, args.get(1));
            }
            case CHANNEL_RECV_WITHIN -> receivedWithin(x, one(args, 0), one(args, 1));
            case TASK_AWAIT_WITHIN -> awaitedWithin(x, one(args, 0), one(args, 1));
            case CHANNEL_RECV ->
                tasks.receivedOption(f.runtime("plat_chan_recv", one(args, 0)).get(0), element(x));
            case CHANNEL_TRY_RECV ->
                tasks.receivedOption(
                        f.runtime("plat_chan_try_recv", one(args, 0)).get(0), element(x));
            case CHANNEL_LENGTH ->
                List.of(b.convert(
                        Opcode.TRUNC,
                        IrType.I32,
                        f.runtime("plat_chan_length", one(args, 0)).get(0)));
            case CHANNEL_CAPACITY -> List.of(capacity(one(args, 0)));

            case LIST_LENGTH -> List.of(lists.length(one(args, 0), element(x)));
            case LIST_GET -> lists.get(one(args, 0), one(args, 1), element(x), option(x));
            case LIST_AT -> lists.at(one(args, 0), one(args, 1), element(x));
            case LIST_SET -> {
                lists.set(one(args, 0), one(args, 1), element(x), args.get(2));
                yield List.of();
            }
            case LIST_PUSH -> {
                lists.push(one(args, 0), element(x), args.get(1));
                yield List.of();
            }
            case LIST_POP -> lists.join(lists.pop(one(args, 0), element(x)), option(x));
            case LIST_INSERT_AT -> {
                lists.insertAt(one(args, 0), one(args, 1), element(x), args.get(2));
                yield List.of();
            }
            case LIST_REMOVE_AT -> lists.join(lists.removeAt(one(args, 0), one(args, 1), element(x)), option(x));
            case LIST_CLEAR -> {
                lists.clear(one(args, 0), element(x));
                yield List.of();
            }
            case LIST_RESERVE -> {
                lists.reserve(one(args, 0), one(args, 1), element(x));
                yield List.of();
            }
            case LIST_FILLED -> {
                List<Value> made = List.of(lists.filled(one(args, 0), element(x), args.get(1)));
                Elements.mark(f.module(), x.type(), made);
                yield made;
            }

            case SET_TABLE, SET_OF -> args.get(0);
            case KEY_HASH ->
                List.of(b.convert(Opcode.TRUNC, IrType.I32, f.module().keys().hash(b, element(x), args.get(0))));
            case KEY_EQUALS -> List.of(f.module().keys().same(b, element(x), args.get(0), args.get(1)));
            case KEY_CALLS_BACK -> List.of(b.bool(f.module().keys().callsBack(element(x))));
            case TEXT_NESTED -> List.of(nestedText(element(x), args.get(0)));

            case BYTES_ADD_TEXT -> List.of(addText(one(args, 0), one(args, 1)));

            case RANGE_START -> List.of(args.get(0).get(0));
            case RANGE_END -> List.of(args.get(0).get(1));
            case RANGE_IS_INCLUSIVE -> List.of(args.get(0).get(2));
            case RANGE_STEP -> List.of(args.get(0).get(3));
            case RANGE_MAKE -> args.stream().flatMap(List::stream).toList();

            case STRING_LENGTH -> List.of(stringWord(one(args, 0), RuntimeAbi.STRING_LENGTH));
            case STRING_BYTE_LENGTH -> List.of(stringWord(one(args, 0), RuntimeAbi.STRING_BYTE_LENGTH));
            case STRING_INDEX_OF -> indexOption(x, "plat_string_index_of", args);
            case STRING_LAST_INDEX_OF -> indexOption(x, "plat_string_last_index_of", args);
            case STRING_CODE_AT -> indexOption(x, "plat_string_code_at", args);
            case STRING_PARSE_INT -> parsed(x, "plat_string_parse_int", args);
            case STRING_PARSE_INT64 -> parsed(x, "plat_string_parse_int64", args);
            case STRING_PARSE_FLOAT -> parsed(x, "plat_string_parse_float", args);
            case STRING_PARSE_BOOL -> parsed(x, "plat_string_parse_bool", args);
            case STRING_FROM_BYTES -> parsed(x, "plat_string_from_bytes", args);
            default -> numbers.emit(x, args);
        };
    }

    LowerLists lists() {
        return lists;
    }

    private static Value one(List<List<Value>> args, int i) {
        return args.get(i).get(0);
    }

    private static Type element(HirIntrinsic x) {
        return x.typeArguments().get(0);
    }

    /** The layout of the enum that the operation gives. */
    private EnumLayout option(HirIntrinsic x) {
        return f.layouts().enumLayout((EnumType) x.type());
    }

    private List<Value> never(String symbol, List<List<Value>> args) {
        f.raise(symbol, one(args, 0));
        f.startUnreachable();
        return List.of();
    }

    private Value stringWord(Value string, int offset) {
        return b.load(IrType.I32, string, offset, MemKind.IMMUTABLE);
    }

    /** Appends where there is room by a call that cannot raise, and so saves no registers. The code points added. */
    private Value addText(Value bytes, Value text) {
        Value put = f.runtime("plat_bytes_put", bytes, text).get(0);
        Block full = f.splitUnlikely(b.binary(Opcode.NE, put, b.bool(false)));
        Block hot = b.current();
        Block join = b.createBlock();
        b.jump(join);
        b.switchTo(full);
        f.runtime("plat_bytes_add_text", bytes, text);
        b.jump(join);
        b.switchTo(hot);
        b.switchToSealed(join);
        return stringWord(text, RuntimeAbi.STRING_LENGTH);
    }

    private Value nestedText(Type type, List<Value> value) {
        Value text = f.runtime("plat_text_new", b.i64(64)).get(0);
        text = f.module().texts().append(b, text, type, value, true);
        return f.runtime("plat_text_finish", text).get(0);
    }

    // Channels.

    private Value newChannel(Type element, Value capacity) {
        if (!capacity.isConst() || capacity.intValue() < 0) {
            Block cold = f.splitUnlikely(b.binary(Opcode.SGE, capacity, b.i32(0)));
            Block hot = b.current();
            b.switchTo(cold);
            f.panic("negative channel capacity");
            b.switchTo(hot);
        }
        return tasks.channel(element, b.convert(Opcode.SEXT, IrType.I64, capacity));
    }

    private Value capacity(Value channel) {
        Value raw = f.runtime("plat_chan_capacity", channel).get(0);
        return b.select(
                b.binary(Opcode.SLT, raw, b.i64(0)),
                b.i32(Integer.MAX_VALUE),
                b.convert(Opcode.TRUNC, IrType.I32, raw));
    }

    /** What became of a send that may give the value back: {@code other} where the status is {@code otherStatus}. */
    private List<Value> sendResult(HirIntrinsic x, Value status, int other, int otherStatus, List<Value> value) {
        EnumLayout result = option(x);
        EnumLayout error = f.layouts().enumLayout(BuiltinTypes.sendError(element(x)));
        int[] out = f.variables(result.scalars());
        Block sent = b.createBlock();
        Block failed = b.createBlock();
        Block full = b.createBlock();
        Block closed = b.createBlock();
        Block join = b.createBlock();
        b.branch(b.binary(Opcode.EQ, status, b.i32(RuntimeAbi.WAIT_DONE)), sent, failed);
        b.switchToSealed(failed);
        b.branch(b.binary(Opcode.EQ, status, b.i32(otherStatus)), full, closed);
        b.switchToSealed(sent);
        f.write(out, variants.make(result, BuiltinTypes.OK, List.of()));
        b.jump(join);
        b.switchToSealed(full);
        f.write(out, variants.make(result, BuiltinTypes.ERR, variants.make(error, other, value)));
        b.jump(join);
        b.switchToSealed(closed);
        f.write(out, variants.make(result, BuiltinTypes.ERR, variants.make(error, BuiltinTypes.CLOSED, value)));
        b.jump(join);
        b.switchToSealed(join);
        return f.read(out);
    }

    private List<Value> receivedWithin(HirIntrinsic x, Value channel, Value duration) {
        Value status = f.runtime("plat_chan_recv_timeout", channel, duration).get(0);
        List<Value> inner = tasks.receivedOption(status, element(x));
        return someUnless(x, b.binary(Opcode.EQ, status, b.i32(RuntimeAbi.WAIT_TIMED_OUT)), inner);
    }

    private List<Value> awaitedWithin(HirIntrinsic x, Value task, Value duration) {
        Value status = f.runtime("plat_await_timeout", task, duration).get(0);
        EnumLayout layout = option(x);
        int[] out = f.variables(layout.scalars());
        Block done = b.createBlock();
        Block late = b.createBlock();
        Block join = b.createBlock();
        b.branch(b.binary(Opcode.EQ, status, b.i32(RuntimeAbi.WAIT_DONE)), done, late);
        b.switchToSealed(done);
        f.write(out, variants.make(layout, BuiltinTypes.SOME, tasks.slots(task, element(x))));
        b.jump(join);
        b.switchToSealed(late);
        f.write(out, variants.make(layout, BuiltinTypes.NONE, List.of()));
        b.jump(join);
        b.switchToSealed(join);
        return f.read(out);
    }

    private List<Value> someUnless(HirIntrinsic x, Value none, List<Value> payload) {
        EnumLayout layout = option(x);
        int[] out = f.variables(layout.scalars());
        Block no = b.createBlock();
        Block yes = b.createBlock();
        Block join = b.createBlock();
        b.branch(none, no, yes);
        b.switchToSealed(yes);
        f.write(out, variants.make(layout, BuiltinTypes.SOME, payload));
        b.jump(join);
        b.switchToSealed(no);
        f.write(out, variants.make(layout, BuiltinTypes.NONE, List.of()));
        b.jump(join);
        b.switchToSealed(join);
        return f.read(out);
    }

    // Strings.

    /** Option of a number that is -1 for None. */
    private List<Value> indexOption(HirIntrinsic x, String symbol, List<List<Value>> args) {
        Value found = f.runtime(symbol, args.stream().flatMap(List::stream).toArray(Value[]::new))
                .get(0);
        EnumLayout layout = option(x);
        Value some = b.binary(Opcode.NE, found, b.i32(-1));
        Value tag = b.select(some, b.i32(BuiltinTypes.SOME), b.i32(BuiltinTypes.NONE));
        return variants.tagged(layout, tag, layout.variants().get(BuiltinTypes.SOME), List.of(found));
    }

    /** Result of a pair: an error text or null, and the value. */
    private List<Value> parsed(HirIntrinsic x, String symbol, List<List<Value>> args) {
        List<Value> pair = f.runtime(symbol, one(args, 0));
        EnumLayout layout = option(x);
        IrType type = layout.variants().get(BuiltinTypes.OK).payload().get(0);
        Value raw = pair.get(1);
        Value value = switch (type) {
            case F64 -> b.convert(Opcode.BITCAST, IrType.F64, raw);
            case I8, I16, I32 -> b.convert(Opcode.TRUNC, type, raw);
            default -> raw;
        };
        Value failed = b.binary(Opcode.NE, pair.get(0), b.nullRef());
        List<Value> ok = variants.make(layout, BuiltinTypes.OK, List.of(value));
        List<Value> err = variants.make(layout, BuiltinTypes.ERR, List.of(pair.get(0)));
        List<Value> result = new ArrayList<>();
        for (int i = 0; i < ok.size(); i++) {
            result.add(b.select(failed, err.get(i), ok.get(i)));
        }
        return result;
    }
}
