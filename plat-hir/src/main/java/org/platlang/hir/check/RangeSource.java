package org.platlang.hir.check;

/**
 * Methods of Range as Plat text. A range is its start, its end, whether the end belongs to it, and a step, negative in
 * one that runs down. Distances are taken as unsigned 64-bit numbers, so that they never overflow; arithmetic here wraps.
 */
final class RangeSource {
    private RangeSource() {}

    /** The text; empty if there is no such function. */
    static String of(String name) {
        return switch (name) {
            case "range_is_empty" -> """
                fn range_is_empty<T: Number>(range: Range<T>) -> Bool {
                  let start: T = range_start(range);
                  let end: T = range_end(range);
                  if (start == end) {
                    not range_is_inclusive(range)
                  } else if (range_step(range) > 0) {
                    start > end
                  } else {
                    start < end
                  }
                }
                """;
            // Of a range that is not empty: how far the last element may lie from the first, unsigned.
            case "range_span" -> """
                fn range_span<T: Number>(range: Range<T>) -> Int64 {
                  let start: Int64 = cast(value = range_start(range), target = Int64);
                  let end: Int64 = cast(value = range_end(range), target = Int64);
                  let distance: Int64 = if (range_step(range) > 0) { end - start } else { start - end };
                  if (range_is_inclusive(range)) { distance } else { distance - 1 }
                }
                """;
            // Of a range that is not empty: how often the step is taken, unsigned.
            case "range_rounds" -> """
                fn range_rounds<T: Number>(range: Range<T>) -> Int64 {
                  let span: Int64 = range_span(range);
                  let by: Int64 = abs(value = range_step(range));
                  if (by == 1) { span } else { unsigned_quotient(span, by) }
                }
                """;
            case "range_length" -> """
                fn range_length<T: Number>(range: Range<T>) -> Int32 {
                  if (range_is_empty(range)) {
                    return 0;
                  }
                  let rounds: Int64 = range_rounds(range);
                  if (rounds < 0 or rounds >= 2147483647) {
                    panic(message = "the length of a range does not fit in Int32");
                  }
                  cast(value = rounds + 1, target = Int32)
                }
                """;
            case "range_contains" -> """
                fn range_contains<T: Number>(range: Range<T>, value: T) -> Bool {
                  let start: T = range_start(range);
                  let end: T = range_end(range);
                  let step: Int64 = range_step(range);
                  if (value == end and not range_is_inclusive(range)) {
                    return false;
                  }
                  if (step > 0) {
                    if (value < start or value > end) {
                      return false;
                    }
                  } else if (value > start or value < end) {
                    return false;
                  }
                  let by: Int64 = abs(value = step);
                  if (by == 1) {
                    return true;
                  }
                  let here: Int64 = cast(value, target = Int64);
                  let first: Int64 = cast(value = start, target = Int64);
                  let distance: Int64 = if (step > 0) { here - first } else { first - here };
                  unsigned_quotient(span = distance, by) * by == distance
                }
                """;
            case "range_reverse" -> """
                fn range_reverse<T: Number>(range: Range<T>) -> Range<T> {
                  let start: T = range_start(range);
                  let step: Int64 = range_step(range);
                  if (range_is_empty(range)) {
                    return range_make(start, end = start, inclusive = false, step = -step);
                  }
                  let last: Int64 = cast(value = start, target = Int64) + range_rounds(range) * step;
                  range_make(start = cast(value = last, target = T), end = start, inclusive = true, step = -step)
                }
                """;
            case "range_step_by" -> """
                fn range_step_by<T: Number>(range: Range<T>, by: T) -> Range<T> {
                  if (by <= cast(value = 0, target = T)) {
                    panic(message = "step: ${by} is not positive");
                  }
                  let step: Int64 = range_step(range).saturating_mul(other = cast(value = by, target = Int64));
                  range_make(
                    start = range_start(range),
                    end = range_end(range),
                    inclusive = range_is_inclusive(range),
                    step = if (step == Int64::MIN) { Int64::MIN + 1 } else { step }
                  )
                }
                """;
            default -> "";
        };
    }
}
