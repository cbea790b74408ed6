package org.platlang.hir.check;

/** The source texts of the {@link Prelude}, by name of the function. */
final class PreludeSource {
    private PreludeSource() {}

    /** The text; empty if there is no such function. */
    static String of(String name) {
        if (name.startsWith("list_")) {
            return list(name);
        }
        if (name.startsWith("dict_")) {
            return DictSource.of(name);
        }
        if (name.startsWith("set_")) {
            return SetSource.of(name);
        }
        if (name.startsWith("range_")) {
            return RangeSource.of(name);
        }
        if (name.startsWith("par_")) {
            return ParallelSource.of(name);
        }
        if (name.startsWith("duration_")) {
            return duration(name);
        }
        if (name.startsWith("option_")) {
            return option(name);
        }
        if (name.startsWith("result_")) {
            return result(name);
        }
        return switch (name) {
            case "clamp" -> """
                fn clamp<T: Number>(value: T, low: T, high: T) -> T {
                  if (value < low) { low } else if (value > high) { high } else { value }
                }
                """;
            case "time_sleep" -> """
                fn time_sleep(millis: Int64) -> Bool {
                  sleep(duration = 1ms * millis);
                  true
                }
                """;
            case "random_int" -> """
                fn random_int(min: Int64, max: Int64) -> Int64 {
                  if (min > max) {
                    panic(message = "random_int: min ${min} is above max ${max}");
                  }
                  random_between(min, max)
                }
                """;
            // A function, since the compiler looks whether a program has it.
            case "random_seed" -> "fn random_seed(seed: Int64) { random_start(seed) }";
            case "process_args" -> "fn process_args() -> String { \"\\n\".join(items = arguments()) }";
            case "channel_init" -> """
                fn channel_init<T>(capacity: Int32) -> Channel<T> {
                  if (capacity <= 0) { Channel::unbounded() } else { Channel.init(capacity) }
                }
                """;
            case "channel_recv_timeout" -> """
                fn channel_recv_timeout<T>(channel: Channel<T>, duration: Duration) -> Result<Option<T>, TimeoutError> {
                  match receive_within(channel, duration) {
                    Option::Some(received) -> Result::Ok(received),
                    Option::None -> Result::Err(TimeoutError.init(duration))
                  }
                }
                """;
            case "task_await_timeout" -> """
                fn task_await_timeout<T>(task: Task<T>, duration: Duration) -> Result<T, TimeoutError> {
                  match await_within(task, duration) {
                    Option::Some(result) -> Result::Ok(result),
                    Option::None -> Result::Err(TimeoutError.init(duration))
                  }
                }
                """;
            case "bench_run" -> """
                fn bench_run(args: List[String], round: fn(Int64) -> List[Int64]) {
                  let warm_up = args[2].unwrap_or(default = "").parse_int64().unwrap_or(default = 0);
                  let budget = args[3].unwrap_or(default = "").parse_int64().unwrap_or(default = 0);
                  let start = time_monotonic();
                  var count: Int64 = 1;
                  var took: Int64 = round(count)[0]!;
                  while (cast(value = (time_monotonic() - start) / 1ns, target = Int64) < warm_up) {
                    if (took < budget / 64 and count < 1000000000000) {
                      count *= 2;
                    }
                    took = round(count)[0]!;
                  }
                  if (took > 0) {
                    count = max(a = 1, b = cast(value = cast(value = count, target = Float64)
                      * cast(value = budget / 32, target = Float64) / cast(value = took, target = Float64), target = Int64));
                  }
                  let begin = time_monotonic();
                  var samples = 0;
                  while (samples < 5 or (samples < 1000 and cast(value = (time_monotonic() - begin) / 1ns, target = Int64) < budget)) {
                    let sample = round(count);
                    eprint(value = "\\u{1e}plat-bench ${count} ${sample[0]!} ${sample[1]!}");
                    samples += 1;
                  }
                }
                """;
            default -> "";
        };
    }

    /** The text of a class; empty if there is none of the name. */
    static String ofClass(String name) {
        return switch (name) {
            case "StringBuilder" -> """
                class StringBuilder {
                  let bytes: List[Int8];
                  var points: Int32;
                  init() {
                    self.bytes = [];
                    self.points = 0;
                  }
                  pub fn append<T: Text>(value: T) {
                    let text: String = value.to_string();
                    bytes_add_text(bytes = self.bytes, text);
                    self.points += text.length();
                  }
                  pub fn length() -> Int32 { self.points }
                  pub fn build() -> String { bytes_to_text(bytes = self.bytes, length = self.points) }
                  pub fn to_string() -> String { bytes_to_text(bytes = self.bytes, length = self.points) }
                }
                """;
            case "PanicError" -> """
                class PanicError {
                  pub let message: String;
                  pub let place: String;
                  pub let backtrace: String;
                  fn to_string() -> String { "${self.message} (${self.place})" }
                }
                """;
            case "TimeoutError" -> """
                class TimeoutError {
                  pub let duration: Duration;
                  fn to_string() -> String { "timed out after ${self.duration}" }
                }
                """;
            default -> "";
        };
    }

    private static String duration(String name) {
        String unit = switch (name) {
            case "duration_nanos" -> "1";
            case "duration_micros" -> "1000";
            case "duration_millis" -> "1000000";
            case "duration_seconds" -> "1000000000";
            case "duration_minutes" -> "60000000000";
            case "duration_hours" -> "3600000000000";
            default -> "";
        };
        return unit.isEmpty()
                ? ""
                : "fn " + name + "(duration: Duration) -> Int64 { cast(value = duration, target = Int64) / " + unit
                        + " }";
    }

    private static String list(String name) {
        return switch (name) {
            case "list_last" -> "fn list_last<T>(list: List[T]) -> Option<T> { list[list.length() - 1] }";
            case "list_contains" -> """
                fn list_contains<T: Equal>(list: List[T], value: T) -> Bool {
                  for (x: T in list) {
                    if (x == value) {
                      return true;
                    }
                  }
                  false
                }
                """;
            case "list_index_of" -> """
                fn list_index_of<T: Equal>(list: List[T], value: T) -> Option<Int32> {
                  for (i: Int32, x: T in list) {
                    if (x == value) {
                      return Option::Some(i);
                    }
                  }
                  Option::None
                }
                """;
            case "list_count" -> """
                fn list_count<T: Equal>(list: List[T], value: T) -> Int32 {
                  var n: Int32 = 0;
                  for (x: T in list) {
                    if (x == value) {
                      n += 1;
                    }
                  }
                  n
                }
                """;
            case "list_concat" -> """
                fn list_concat<T>(list: List[T], other: List[T]) -> List[T] {
                  let joined: List[T] = list.copy();
                  joined.extend(other);
                  joined
                }
                """;
            case "list_reverse" -> """
                fn list_reverse<T>(list: List[T]) {
                  var i: Int32 = 0;
                  var j: Int32 = list.length() - 1;
                  while (i < j) {
                    let x: T = list[i]!;
                    list[i] = list[j]!;
                    list[j] = x;
                    i += 1;
                    j -= 1;
                  }
                }
                """;
            case "list_swap" -> """
                fn list_swap<T>(list: List[T], i: Int32, j: Int32) {
                  let x: T = list[i]!;
                  list[i] = list[j]!;
                  list[j] = x;
                }
                """;
            case "list_fill" -> """
                fn list_fill<T>(list: List[T], value: T) {
                  for (i: Int32 in 0..list.length()) {
                    list[i] = value;
                  }
                }
                """;
            case "list_resize" -> """
                fn list_resize<T>(list: List[T], length: Int32, value: T) {
                  if (length < 0) {
                    panic(message = "resize: negative length ${length}");
                  }
                  while (list.length() > length) {
                    let _ = list.pop();
                  }
                  list.reserve(capacity = length);
                  while (list.length() < length) {
                    list.push(value);
                  }
                }
                """;
            case "list_sort" -> """
                fn list_sort<T: Ordered>(list: List[T]) {
                  var from: List[T] = list.copy();
                  var to: List[T] = list.copy();
                  let n: Int32 = list.length();
                  var width: Int32 = 1;
                  while (width < n) {
                    var low: Int32 = 0;
                    while (low < n) {
                      let middle: Int32 = low + min(a = width, b = n - low);
                      let high: Int32 = middle + min(a = width, b = n - middle);
                      var i: Int32 = low;
                      var j: Int32 = middle;
                      for (k: Int32 in low..high) {
                        if (i < middle and (j >= high or not (from[j]! < from[i]!))) {
                          to[k] = from[i]!;
                          i += 1;
                        } else {
                          to[k] = from[j]!;
                          j += 1;
                        }
                      }
                      low = high;
                    }
                    let spare: List[T] = from;
                    from = to;
                    to = spare;
                    width = if (width > n / 2) { n } else { width * 2 };
                  }
                  for (i: Int32 in 0..n) {
                    list[i] = from[i]!;
                  }
                }
                """;
            case "list_sort_by" -> """
                fn list_sort_by<T>(list: List[T], less: fn(T, T) -> Bool) {
                  var from: List[T] = list.copy();
                  var to: List[T] = list.copy();
                  let n: Int32 = list.length();
                  var width: Int32 = 1;
                  while (width < n) {
                    var low: Int32 = 0;
                    while (low < n) {
                      let middle: Int32 = low + min(a = width, b = n - low);
                      let high: Int32 = middle + min(a = width, b = n - middle);
                      var i: Int32 = low;
                      var j: Int32 = middle;
                      for (k: Int32 in low..high) {
                        if (i < middle and (j >= high or not less(from[j]!, from[i]!))) {
                          to[k] = from[i]!;
                          i += 1;
                        } else {
                          to[k] = from[j]!;
                          j += 1;
                        }
                      }
                      low = high;
                    }
                    let spare: List[T] = from;
                    from = to;
                    to = spare;
                    width = if (width > n / 2) { n } else { width * 2 };
                  }
                  for (i: Int32 in 0..n) {
                    list[i] = from[i]!;
                  }
                }
                """;
            case "list_map" -> """
                fn list_map<T, U>(list: List[T], f: fn(T) -> U) -> List[U] {
                  let mapped: List[U] = [];
                  mapped.reserve(capacity = list.length());
                  for (x: T in list) {
                    mapped.push(value = f(x));
                  }
                  mapped
                }
                """;
            case "list_filter" -> """
                fn list_filter<T>(list: List[T], f: fn(T) -> Bool) -> List[T] {
                  let kept: List[T] = [];
                  for (x: T in list) {
                    if (f(x)) {
                      kept.push(value = x);
                    }
                  }
                  kept
                }
                """;
            case "list_reduce" -> """
                fn list_reduce<T, A>(list: List[T], initial: A, f: fn(A, T) -> A) -> A {
                  var total: A = initial;
                  for (x: T in list) {
                    total = f(total, x);
                  }
                  total
                }
                """;
            case "list_each" -> "fn list_each<T>(list: List[T], f: fn(T)) { for (x: T in list) { f(x); } }";
            case "list_all" -> """
                fn list_all<T>(list: List[T], predicate: fn(T) -> Bool) -> Bool {
                  for (x: T in list) {
                    if (not predicate(x)) {
                      return false;
                    }
                  }
                  true
                }
                """;
            case "list_any" -> """
                fn list_any<T>(list: List[T], predicate: fn(T) -> Bool) -> Bool {
                  for (x: T in list) {
                    if (predicate(x)) {
                      return true;
                    }
                  }
                  false
                }
                """;
            case "list_find" -> """
                fn list_find<T>(list: List[T], predicate: fn(T) -> Bool) -> Option<T> {
                  for (x: T in list) {
                    if (predicate(x)) {
                      return Option::Some(x);
                    }
                  }
                  Option::None
                }
                """;
            case "list_sum" -> """
                fn list_sum<T: Number>(list: List[T]) -> T {
                  var total: T = cast(value = 0, target = T);
                  for (x: T in list) {
                    total += x;
                  }
                  total
                }
                """;
            case "list_min" -> extreme("list_min", "<");
            case "list_max" -> extreme("list_max", ">");
            case "list_join" -> """
                fn list_join<T: Text>(list: List[T], separator: String) -> String {
                  let texts: List[String] = [];
                  for (x: T in list) {
                    texts.push(value = "${x}");
                  }
                  separator.join(items = texts)
                }
                """;
            default -> "";
        };
    }

    private static String extreme(String name, String operator) {
        return """
                fn $name<T: Ordered>(list: List[T]) -> Option<T> {
                  var best: T = list[0]?;
                  for (x: T in list) {
                    if (x $op best) {
                      best = x;
                    }
                  }
                  Option::Some(best)
                }
                """.replace("$name", name).replace("$op", operator);
    }

    private static String option(String name) {
        return switch (name) {
            case "option_is_some" -> """
                fn option_is_some<T>(option: Option<T>) -> Bool {
                  match option { Option::Some(_) -> true, Option::None -> false }
                }
                """;
            case "option_is_none" -> """
                fn option_is_none<T>(option: Option<T>) -> Bool {
                  match option { Option::Some(_) -> false, Option::None -> true }
                }
                """;
            case "option_unwrap_or" -> """
                fn option_unwrap_or<T>(option: Option<T>, default: T) -> T {
                  match option { Option::Some(value) -> value, Option::None -> default }
                }
                """;
            case "option_ok_or" -> """
                fn option_ok_or<T, E>(option: Option<T>, error: E) -> Result<T, E> {
                  match option { Option::Some(value) -> Result::Ok(value), Option::None -> Result::Err(error) }
                }
                """;
            case "option_map" -> """
                fn option_map<T, U>(option: Option<T>, f: fn(T) -> U) -> Option<U> {
                  match option { Option::Some(value) -> Option::Some(f(value)), Option::None -> Option::None }
                }
                """;
            case "option_and_then" -> """
                fn option_and_then<T, U>(option: Option<T>, f: fn(T) -> Option<U>) -> Option<U> {
                  match option { Option::Some(value) -> f(value), Option::None -> Option::None }
                }
                """;
            default -> "";
        };
    }

    private static String result(String name) {
        return switch (name) {
            case "result_is_ok" -> """
                fn result_is_ok<T, E>(result: Result<T, E>) -> Bool {
                  match result { Result::Ok(_) -> true, Result::Err(_) -> false }
                }
                """;
            case "result_is_err" -> """
                fn result_is_err<T, E>(result: Result<T, E>) -> Bool {
                  match result { Result::Ok(_) -> false, Result::Err(_) -> true }
                }
                """;
            case "result_ok" -> """
                fn result_ok<T, E>(result: Result<T, E>) -> Option<T> {
                  match result { Result::Ok(value) -> Option::Some(value), Result::Err(_) -> Option::None }
                }
                """;
            case "result_err" -> """
                fn result_err<T, E>(result: Result<T, E>) -> Option<E> {
                  match result { Result::Ok(_) -> Option::None, Result::Err(error) -> Option::Some(error) }
                }
                """;
            case "result_unwrap_or" -> """
                fn result_unwrap_or<T, E>(result: Result<T, E>, default: T) -> T {
                  match result { Result::Ok(value) -> value, Result::Err(_) -> default }
                }
                """;
            case "result_map" -> """
                fn result_map<T, E, U>(result: Result<T, E>, f: fn(T) -> U) -> Result<U, E> {
                  match result { Result::Ok(value) -> Result::Ok(f(value)), Result::Err(error) -> Result::Err(error) }
                }
                """;
            case "result_map_err" -> """
                fn result_map_err<T, E, F>(result: Result<T, E>, f: fn(E) -> F) -> Result<T, F> {
                  match result { Result::Ok(value) -> Result::Ok(value), Result::Err(error) -> Result::Err(f(error)) }
                }
                """;
            case "result_and_then" -> """
                fn result_and_then<T, E, U>(result: Result<T, E>, f: fn(T) -> Result<U, E>) -> Result<U, E> {
                  match result { Result::Ok(value) -> f(value), Result::Err(error) -> Result::Err(error) }
                }
                """;
            default -> "";
        };
    }
}
