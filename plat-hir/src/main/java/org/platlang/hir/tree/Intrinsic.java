package org.platlang.hir.tree;

/**
 * The operations the compiler knows by name: one row per operation with its parameters, result and meaning.
 * Parameters are positional here; the checker has resolved names, defaults and second names, and chosen the
 * instance: {@code T} (and {@code typeArguments.get(0)}) is the element or operand type. Everything not in
 * this table (methods of Option and Result, most of List) is HIR written by the checker.
 *
 * <p>Rows say {@code panics} where the operation may panic, and {@code parks} where the task may wait.
 */
public enum Intrinsic {
    // ---- program
    /** Writes the text and a newline to stdout. Lines of several tasks never interleave. */
    PRINT("(text: String)"),
    /** As PRINT, to stderr. */
    EPRINT("(text: String)"),
    /** As PRINT, without the newline. */
    WRITE("(text: String)"),
    /** A line of stdin without its newline; None at the end. */
    READ_LINE("() -> Option<String>, parks"),
    /** Panics with the message at the node's span. */
    PANIC("(message: String) -> Never, panics"),
    /** Flushes and ends the process with the low 8 bits of the code. */
    PROCESS_EXIT("(code: Int32) -> Never"),
    /** The value of an environment variable. */
    ENV_GET("(name: String) -> Option<String>"),
    /** False where the name cannot be one (empty, or with {@code =} or NUL in it), or the value has a NUL in it. */
    ENV_SET("(name: String, value: String) -> Bool"),
    /** All of them, {@code NAME=value} a line. */
    ENV_VARS("() -> String"),
    /** From the task's generator, both ends included; {@code min <= max}. */
    RANDOM_INT("(min: Int64, max: Int64) -> Int64"),
    /** From the task's generator: at least 0, below 1. */
    RANDOM_FLOAT("() -> Float64"),
    /** Makes what the task's generator gives from now on depend on the seed alone. */
    RANDOM_SEED("(seed: Int64)"),
    /** Program name first. */
    PROCESS_ARGS("() -> List[String]"),

    // ---- time
    /** Milliseconds since 1970. */
    TIME_NOW("() -> Int64"),
    /** Since an arbitrary moment; never goes back. */
    TIME_MONOTONIC("() -> Duration"),
    /** Heap objects made so far by all tasks. */
    ALLOCATION_COUNT("() -> Int64"),
    /** A figure of the collector, by its number in runtime-abi.txt (GC_STAT_*). */
    GC_FIGURE("(which: Int32) -> Int64"),
    /** Collects garbage. */
    GC_NOW("()"),
    /** Suspends the task for at least the duration; a negative one counts as zero. */
    SLEEP("(duration: Duration), parks"),
    /** Lets other tasks run. */
    YIELD_NOW("(), parks"),

    // ---- tasks and channels; T is the result or element type
    /** Waits for the task's end and gives its result. Any number of times. */
    TASK_AWAIT("(task: Task<T>) -> T, parks, panics"),
    /** As TASK_AWAIT, where the checker has shown that this handle is used nowhere else, before or after. */
    TASK_AWAIT_RELEASE("(task: Task<T>) -> T, parks, panics"),
    /** None where it has not ended within the duration; it goes on. */
    TASK_AWAIT_WITHIN("(task: Task<T>, duration: Duration) -> Option<T>, parks, panics"),
    TASK_IS_DONE("(task: Task<T>) -> Bool"),
    /** Cancels it, unless it has ended. */
    TASK_CANCEL("(task: Task<T>, reason: String)"),
    /** Whether the running task has been cancelled: to be asked where cancellation is masked. */
    TASK_CANCELLED("() -> Bool"),
    /** A channel for {@code capacity} values; 0 is a rendezvous, negative panics. */
    CHANNEL_NEW("(capacity: Int32) -> Channel<T>, panics"),
    CHANNEL_UNBOUNDED("() -> Channel<T>"),
    /** Waits while full; panics on a closed channel. */
    CHANNEL_SEND("(channel: Channel<T>, value: T), parks, panics"),
    /** Never waits; gives the value back as Full or Closed. */
    CHANNEL_TRY_SEND("(channel: Channel<T>, value: T) -> Result<Unit, SendError<T>>"),
    /** Waits while full, but no longer than the duration; gives the value back as TimedOut or Closed. */
    CHANNEL_SEND_TIMEOUT("(channel: Channel<T>, value: T, duration: Duration) -> Result<Unit, SendError<T>>, parks"),
    /** Waits while empty; None once closed and drained. */
    CHANNEL_RECV("(channel: Channel<T>) -> Option<T>, parks"),
    /** Waits while empty, but no longer than the duration, then None; Some(None) once closed and drained. */
    CHANNEL_RECV_WITHIN("(channel: Channel<T>, duration: Duration) -> Option<Option<T>>, parks"),
    /** Never waits; None when there is nothing now. */
    CHANNEL_TRY_RECV("(channel: Channel<T>) -> Option<T>"),
    /** Wakes all waiters; again: no effect. */
    CHANNEL_CLOSE("(channel: Channel<T>)"),
    CHANNEL_LENGTH("(channel: Channel<T>) -> Int32"),
    /** Int32::MAX for an unbounded one. */
    CHANNEL_CAPACITY("(channel: Channel<T>) -> Int32"),
    CHANNEL_IS_CLOSED("(channel: Channel<T>) -> Bool"),

    // ---- List[T]; a literal is HirListLiteral
    LIST_LENGTH("(list: List[T]) -> Int32"),
    /** None out of range. */
    LIST_GET("(list: List[T], index: Int32) -> Option<T>"),
    /** Panics out of range: {@code list[index]!}. */
    LIST_AT("(list: List[T], index: Int32) -> T, panics"),
    /** Panics out of range: {@code list[index] = value}. */
    LIST_SET("(list: List[T], index: Int32, value: T), panics"),
    LIST_PUSH("(list: List[T], value: T)"),
    /** Removes and gives the last element; None when empty. */
    LIST_POP("(list: List[T]) -> Option<T>"),
    /** Panics unless index is in 0..=length. */
    LIST_INSERT_AT("(list: List[T], index: Int32, value: T), panics"),
    /** None out of range. */
    LIST_REMOVE_AT("(list: List[T], index: Int32) -> Option<T>"),
    LIST_CLEAR("(list: List[T])"),
    /** Makes room for at least so many elements in all. */
    LIST_RESERVE("(list: List[T], capacity: Int32)"),
    /** A new list of {@code length} times the value; a negative length panics. */
    LIST_FILLED("(length: Int32, value: T) -> List[T], panics"),
    /** A new list of the elements from start up to end, both clamped to 0..=length; empty if start >= end. */
    LIST_SLICE("(list: List[T], start: Int32, end: Int32) -> List[T]"),
    /** Appends the other's elements, as they are before the call (list and other may be the same). */
    LIST_EXTEND("(list: List[T], other: List[T])"),

    // ---- Dict[K, V] and Set[T]: Plat code over lists, and these; T is the key's type
    /** A Dict whose fields are not set yet; {@code HirNew} in a monomorphic program. */
    DICT_NEW("() -> Dict[K, V]"),
    /** The very set, as the Dict it is. */
    SET_TABLE("(set: Set[T]) -> Dict[T, Unit]"),
    /** The very Dict, as a set. */
    SET_OF("(table: Dict[T, Unit]) -> Set[T]"),
    /** Equal keys have equal hashes. Calls the {@code hash} of a class that has one. */
    KEY_HASH("(value: T) -> Int32, parks, panics"),
    /** As {@code ==}, but that NaN equals itself. */
    KEY_EQUALS("(a: T, b: T) -> Bool, parks, panics"),
    /** Whether KEY_EQUALS of this type may run code of the program: a constant. */
    KEY_CALLS_BACK("(value: T) -> Bool"),
    /** The text a value has inside a collection: Strings are quoted. */
    TEXT_NESTED("(value: T) -> String"),

    // ---- Range<T>
    RANGE_START("(range: Range<T>) -> T"),
    RANGE_END("(range: Range<T>) -> T"),
    RANGE_IS_INCLUSIVE("(range: Range<T>) -> Bool"),
    /** What is added to get from one element to the next: 1 as written; never 0. */
    RANGE_STEP("(range: Range<T>) -> Int64"),
    RANGE_MAKE("(start: T, end: T, inclusive: Bool, step: Int64) -> Range<T>"),
    /** The quotient of two numbers taken as unsigned. */
    RANGE_ROUNDS("(span: Int64, by: Int64) -> Int64"),

    // ---- text under construction in a List[Int8]
    /** Appends the UTF-8 bytes; how many code points. */
    BYTES_ADD_TEXT("(bytes: List[Int8], text: String) -> Int32"),
    /** The bytes, which are UTF-8. */
    BYTES_TO_TEXT("(bytes: List[Int8]) -> String"),

    // ---- String; lengths and indexes count code points
    STRING_LENGTH("(s: String) -> Int32"),
    STRING_BYTE_LENGTH("(s: String) -> Int32"),
    /** Negative, zero or positive, as s stands before, at or behind other by code points: -1, 0, 1. */
    STRING_COMPARE("(s: String, other: String) -> Int32"),
    STRING_CONTAINS("(s: String, substring: String) -> Bool"),
    STRING_STARTS_WITH("(s: String, prefix: String) -> Bool"),
    STRING_ENDS_WITH("(s: String, suffix: String) -> Bool"),
    /** Of the first occurrence. */
    STRING_INDEX_OF("(s: String, substring: String) -> Option<Int32>"),
    STRING_LAST_INDEX_OF("(s: String, substring: String) -> Option<Int32>"),
    /** Unicode white space goes, at both ends. */
    STRING_TRIM("(s: String) -> String"),
    STRING_TRIM_LEFT("(s: String) -> String"),
    STRING_TRIM_RIGHT("(s: String) -> String"),
    /** The first occurrence only. */
    STRING_REPLACE("(s: String, from: String, to: String) -> String"),
    STRING_REPLACE_ALL("(s: String, from: String, to: String) -> String"),
    /** Keeps empty pieces; an empty delimiter splits into code points. */
    STRING_SPLIT("(s: String, delimiter: String) -> List[String]"),
    STRING_LINES("(s: String) -> List[String]"),
    STRING_WORDS("(s: String) -> List[String]"),
    STRING_CHARS("(s: String) -> List[String]"),
    /** Clamped; empty if start >= end. */
    STRING_SUBSTRING("(s: String, start: Int32, end: Int32) -> String"),
    /** Empty out of range. */
    STRING_CHAR_AT("(s: String, index: Int32) -> String"),
    /** {@code s[index]}: None out of range. */
    STRING_GET("(s: String, index: Int32) -> Option<String>"),
    STRING_CODE_AT("(s: String, index: Int32) -> Option<Int32>"),
    /** One code point; U+FFFD for what is none. */
    STRING_FROM_CODE("(value: Int32) -> String"),
    STRING_TO_UPPER("(s: String) -> String"),
    STRING_TO_LOWER("(s: String) -> String"),
    /** Empty for a count below 1. */
    STRING_REPEAT("(s: String, count: Int32) -> String"),
    STRING_REVERSE("(s: String) -> String"),
    STRING_PAD_LEFT("(s: String, width: Int32, fill: String) -> String"),
    STRING_PAD_RIGHT("(s: String, width: Int32, fill: String) -> String"),
    STRING_IS_ALPHA("(s: String) -> Bool"),
    STRING_IS_NUMERIC("(s: String) -> Bool"),
    STRING_IS_ALPHANUMERIC("(s: String) -> Bool"),
    STRING_PARSE_INT("(s: String) -> Result<Int32, String>"),
    STRING_PARSE_INT64("(s: String) -> Result<Int64, String>"),
    STRING_PARSE_FLOAT("(s: String) -> Result<Float64, String>"),
    STRING_PARSE_BOOL("(s: String) -> Result<Bool, String>"),
    STRING_BYTES("(s: String) -> List[Int8]"),
    STRING_FROM_BYTES("(bytes: List[Int8]) -> Result<String, String>"),
    /** All items with the separator between them. */
    STRING_JOIN("(separator: String, items: List[String]) -> String"),

    // ---- numbers; T is the operand type
    /** Of numbers; of floats, NaN if either is; -0.0 is less than 0.0. */
    MIN("(a: T, b: T) -> T"),
    /** Of numbers; of floats, NaN if either is; -0.0 is less than 0.0. */
    MAX("(a: T, b: T) -> T"),
    /** Wraps for the least integer. */
    ABS("(value: T) -> T"),
    /** The count has any integer type and counts modulo the width. */
    INT_SHIFT_RIGHT_LOGICAL("(value: T, by: U) -> T"),
    INT_ROTATE_LEFT("(value: T, by: U) -> T"),
    INT_COUNT_ONES("(value: T) -> Int32"),
    /** The width for 0. */
    INT_LEADING_ZEROS("(value: T) -> Int32"),
    /** The width for 0. */
    INT_TRAILING_ZEROS("(value: T) -> Int32"),
    /** Wraps; a negative exponent panics. */
    INT_POW("(value: T, exponent: Int32) -> T, panics"),
    INT_CHECKED_ADD("(value: T, other: T) -> Option<T>"),
    INT_CHECKED_SUB("(value: T, other: T) -> Option<T>"),
    INT_CHECKED_MUL("(value: T, other: T) -> Option<T>"),
    INT_SATURATING_ADD("(value: T, other: T) -> T"),
    INT_SATURATING_SUB("(value: T, other: T) -> T"),
    INT_SATURATING_MUL("(value: T, other: T) -> T"),
    FLOAT_IS_NAN("(value: T) -> Bool"),
    FLOAT_IS_INFINITE("(value: T) -> Bool"),
    FLOAT_FLOOR("(value: T) -> T"),
    FLOAT_CEIL("(value: T) -> T"),
    /** To the nearest integer, halves away from zero. */
    FLOAT_ROUND("(value: T) -> T"),
    FLOAT_TRUNC("(value: T) -> T"),
    FLOAT_SQRT("(value: T) -> T"),
    // By the C library; methods of floats, and in std::math.
    MATH_SIN("(value: Float64) -> Float64"),
    MATH_COS("(value: Float64) -> Float64"),
    MATH_TAN("(value: Float64) -> Float64"),
    MATH_ASIN("(value: Float64) -> Float64"),
    MATH_ACOS("(value: Float64) -> Float64"),
    MATH_ATAN("(value: Float64) -> Float64"),
    MATH_SINH("(value: Float64) -> Float64"),
    MATH_COSH("(value: Float64) -> Float64"),
    MATH_TANH("(value: Float64) -> Float64"),
    MATH_EXP("(value: Float64) -> Float64"),
    MATH_EXP_M1("(value: Float64) -> Float64"),
    MATH_LN("(value: Float64) -> Float64"),
    MATH_LN_1P("(value: Float64) -> Float64"),
    MATH_LOG2("(value: Float64) -> Float64"),
    MATH_LOG10("(value: Float64) -> Float64"),
    MATH_CBRT("(value: Float64) -> Float64"),
    MATH_ATAN2("(a: Float64, b: Float64) -> Float64"),
    MATH_POW("(a: Float64, b: Float64) -> Float64"),
    MATH_HYPOT("(a: Float64, b: Float64) -> Float64"),
    /** The bit pattern, in the integer type of the same width. */
    FLOAT_BITS("(value: T) -> Int8|Int16|Int32|Int64"),
    /** Back from FLOAT_BITS; T is the float type. */
    FLOAT_FROM_BITS("(bits: Int8|Int16|Int32|Int64) -> T");

    private final String signature;

    Intrinsic(String signature) {
        this.signature = signature;
    }

    /** Parameters, result (none: Unit), and the words {@code panics} and {@code parks} where they hold. */
    public String signature() {
        return signature;
    }
}
