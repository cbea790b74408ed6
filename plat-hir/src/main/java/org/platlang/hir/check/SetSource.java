package org.platlang.hir.check;

/**
 * The source texts of Set and its methods, by name of the function. A set is a Dict whose values are Unit, and so without
 * scalars: see {@link DictSource}.
 */
final class SetSource {
    private SetSource() {}

    /** The text; empty if there is no such function. */
    static String of(String name) {
        return switch (name) {
            case "set_new" -> "fn set_new<T: Hash>() -> Set[T] { set_of(table = dict_new()) }";
            case "set_add" -> """
                fn set_add<T: Hash>(set: Set[T], value: T) -> Bool {
                  let hash: Int32 = key_hash(value);
                  let at: Int32 = dict_seek(dict = set_table(set), key = value, hash);
                  if (at >= 0) {
                    return false;
                  }
                  dict_add(dict = set_table(set), key = value, value = (), hash, sought = at);
                  true
                }
                """;
            case "set_remove" -> """
                fn set_remove<T: Hash>(set: Set[T], value: T) -> Bool {
                  let at: Int32 = dict_find(dict = set_table(set), key = value);
                  if (at < 0) {
                    return false;
                  }
                  dict_take(dict = set_table(set), place = at);
                  true
                }
                """;
            case "set_contains" -> """
                fn set_contains<T: Hash>(set: Set[T], value: T) -> Bool {
                  dict_find(dict = set_table(set), key = value) >= 0
                }
                """;
            case "set_clear" -> "fn set_clear<T: Hash>(set: Set[T]) { dict_clear(dict = set_table(set)); }";
            case "set_length" -> "fn set_length<T: Hash>(set: Set[T]) -> Int32 { dict_length(dict = set_table(set)) }";
            case "set_is_empty" ->
                "fn set_is_empty<T: Hash>(set: Set[T]) -> Bool { dict_length(dict = set_table(set)) == 0 }";
            case "set_copy" ->
                "fn set_copy<T: Hash>(set: Set[T]) -> Set[T] { set_of(table = dict_copy(dict = set_table(set))) }";
            case "set_to_list" ->
                "fn set_to_list<T: Hash>(set: Set[T]) -> List[T] { dict_keys(dict = set_table(set)) }";
            case "set_union" -> """
                fn set_union<T: Hash>(set: Set[T], other: Set[T]) -> Set[T] {
                  let all: Set[T] = set.copy();
                  for (x: T in other) {
                    let _ = all.add(value = x);
                  }
                  all
                }
                """;
            case "set_intersection" -> """
                fn set_intersection<T: Hash>(set: Set[T], other: Set[T]) -> Set[T] {
                  let both: Set[T] = set_new();
                  for (x: T in set) {
                    if (other.contains(value = x)) {
                      let _ = both.add(value = x);
                    }
                  }
                  both
                }
                """;
            case "set_difference" -> """
                fn set_difference<T: Hash>(set: Set[T], other: Set[T]) -> Set[T] {
                  let rest: Set[T] = set_new();
                  for (x: T in set) {
                    if (not other.contains(value = x)) {
                      let _ = rest.add(value = x);
                    }
                  }
                  rest
                }
                """;
            case "set_is_subset_of" -> """
                fn set_is_subset_of<T: Hash>(set: Set[T], other: Set[T]) -> Bool {
                  if (set.length() > other.length()) {
                    return false;
                  }
                  for (x: T in set) {
                    if (not other.contains(value = x)) {
                      return false;
                    }
                  }
                  true
                }
                """;
            case "set_is_superset_of" -> """
                fn set_is_superset_of<T: Hash>(set: Set[T], other: Set[T]) -> Bool {
                  other.is_subset_of(other = set)
                }
                """;
            case "set_is_disjoint_from" -> """
                fn set_is_disjoint_from<T: Hash>(set: Set[T], other: Set[T]) -> Bool {
                  for (x: T in set) {
                    if (other.contains(value = x)) {
                      return false;
                    }
                  }
                  true
                }
                """;
            case "set_equals" -> """
                fn set_equals<T: Hash>(set: Set[T], other: Set[T]) -> Bool {
                  set.length() == other.length() and set.is_subset_of(other)
                }
                """;
            case "set_to_string" -> """
                fn set_to_string<T: Hash>(set: Set[T]) -> String {
                  let parts: List[String] = [];
                  for (x: T in set) {
                    parts.push(value = text_nested(value = x));
                  }
                  "Set{" + ", ".join(items = parts) + "}"
                }
                """;
            default -> "";
        };
    }
}
