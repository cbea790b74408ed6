package org.platlang.hir.check;

/**
 * Parallel loops as Plat text. What is to be done is cut into at most 256 chunks whose borders follow from the length
 * alone, each chunk is a task, and results are put together in the order of the chunks: so they do not depend on the
 * number of workers, and workers take chunks from each other. Indices are Int64, since a range may be longer than a list.
 */
final class ParallelSource {
    private ParallelSource() {}

    /** The text; empty if there is no such function. */
    static String of(String name) {
        return switch (name) {
            // Many more than there are cores, so that uneven chunks even out; few enough to cost next to nothing.
            case "par_chunks" -> "fn par_chunks(length: Int64) -> Int64 { min(a = length, b = 256) }";
            // Where a chunk begins: lengths of chunks differ by one at most.
            case "par_begin" -> """
                fn par_begin(length: Int64, chunk: Int64) -> Int64 {
                  let chunks: Int64 = par_chunks(length);
                  chunk * (length / chunks) + min(a = chunk, b = length % chunks)
                }
                """;
            case "par_list_length" ->
                "fn par_list_length<T>(list: List[T]) -> Int64 { cast(value = list.length(), target = Int64) }";
            case "par_range_length" -> """
                fn par_range_length<T: Number>(range: Range<T>) -> Int64 {
                  if (range_is_empty(range)) {
                    return 0;
                  }
                  let rounds: Int64 = range_rounds(range);
                  if (rounds < 0 or rounds == Int64::MAX) {
                    panic(message = "a parallel loop over more than 2^63 - 1 numbers");
                  }
                  rounds + 1
                }
                """;
            case "par_range_at" -> """
                fn par_range_at<T: Number>(range: Range<T>, index: Int64) -> T {
                  let start: Int64 = cast(value = range_start(range), target = Int64);
                  cast(value = start + index * range_step(range), target = T)
                }
                """;
            // The numbers from one index to another, not empty.
            case "par_range_part" -> """
                fn par_range_part<T: Number>(range: Range<T>, from: Int64, to: Int64) -> Range<T> {
                  range_make(
                    start = par_range_at(range, index = from),
                    end = par_range_at(range, index = to - 1),
                    inclusive = true,
                    step = range_step(range)
                  )
                }
                """;
            default -> ofMethod(name);
        };
    }

    /** {@code map}, {@code sum}, {@code reduce} of lists and ranges: the same but for how the elements of a chunk are met. */
    private static String ofMethod(String name) {
        if (name.startsWith("par_list_")) {
            return method(name.substring("par_list_".length()))
                    .replace("$source", "list")
                    .replace("$Source<T>", "List[T]")
                    .replace("$T", "T")
                    .replace(
                            "$part",
                            "list.slice(start = cast(value = from, target = Int32), end = cast(value = to, target = Int32))");
        }
        if (name.startsWith("par_range_")) {
            return method(name.substring("par_range_".length()))
                    .replace("$source", "range")
                    .replace("$Source<T>", "Range<T>")
                    .replace("$T", "T: Number")
                    .replace("$part", "par_range_part(range, from, to)");
        }
        return "";
    }

    private static String method(String name) {
        return switch (name) {
            case "map" -> """
                fn par_$source_map<$T, U>($source: $Source<T>, f: fn(T) -> U) -> List[U] {
                  let length: Int64 = par_$source_length($source);
                  let mapped: List[U] = [];
                  concurrent {
                    let parts: List[Task<List[U]>] = [];
                    for (chunk: Int64 in 0..par_chunks(length)) {
                      parts.push(value = spawn {
                        let from: Int64 = par_begin(length, chunk);
                        let to: Int64 = par_begin(length, chunk = chunk + 1);
                        let part: List[U] = [];
                        part.reserve(capacity = cast(value = to - from, target = Int32));
                        for (x: T in $part) { part.push(value = f(x)); }
                        part
                      });
                    }
                    if (length > 2147483647) {
                      panic(message = "map: a list holds at most 2147483647 elements");
                    }
                    mapped.reserve(capacity = cast(value = length, target = Int32));
                    for (part: Task<List[U]> in parts) { mapped.extend(other = part.await()); }
                  }
                  mapped
                }
                """;
            case "sum" -> """
                fn par_$source_sum<T: Number>($source: $Source<T>) -> T {
                  let length: Int64 = par_$source_length($source);
                  var total: T = cast(value = 0, target = T);
                  concurrent {
                    let parts: List[Task<T>] = [];
                    for (chunk: Int64 in 0..par_chunks(length)) {
                      parts.push(value = spawn {
                        let from: Int64 = par_begin(length, chunk);
                        let to: Int64 = par_begin(length, chunk = chunk + 1);
                        var part: T = cast(value = 0, target = T);
                        for (x: T in $part) { part += x; }
                        part
                      });
                    }
                    for (part: Task<T> in parts) { total += part.await(); }
                  }
                  total
                }
                """;
            case "reduce" -> """
                fn par_$source_reduce<$T>($source: $Source<T>, initial: T, f: fn(T, T) -> T) -> T {
                  let length: Int64 = par_$source_length($source);
                  var total: T = initial;
                  concurrent {
                    let parts: List[Task<T>] = [];
                    for (chunk: Int64 in 0..par_chunks(length)) {
                      parts.push(value = spawn {
                        let from: Int64 = par_begin(length, chunk);
                        let to: Int64 = par_begin(length, chunk = chunk + 1);
                        var part: T = initial;
                        for (x: T in $part) { part = f(part, x); }
                        part
                      });
                    }
                    for (part: Task<T> in parts) { total = f(total, part.await()); }
                  }
                  total
                }
                """;
            default -> "";
        };
    }
}
