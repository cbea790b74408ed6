package org.platlang.hir.check;

/**
 * The source texts of Dict and its methods, by name of the function: an insertion-ordered hash table in two parts, after
 * Raymond Hettinger's compact dictionaries (Python-dev, 2012).
 *
 * <p>{@code entries} holds the entries densely in order of insertion, and {@code Gone} where one was removed. {@code
 * slots} is the index over them: open addressing by linear probing, a power of two of words that are 0 where free, else
 * 32 bits of the key's hash above the place of the entry counted from 1. A removal closes the gap in the slots (Knuth,
 * TAOCP 6.4, algorithm R), so they hold no tombstones; those of the entries go when the table grows.
 *
 * <p>A key's {@code hash} and {@code equals} are ordinary code that may wait, panic, or change this very Dict. The hash
 * is therefore taken before the table is looked at; nothing is changed before all calls are done; and a lookup whose
 * {@code equals} added or removed a key panics ({@code added} and {@code removed} count). All accesses are those of
 * lists, and so checked.
 */
final class DictSource {
    private DictSource() {}

    /** The text; empty if there is no such function. */
    static String of(String name) {
        return switch (name) {
            case "dict_new" -> """
                fn dict_new<K: Hash, V>() -> Dict[K, V] {
                  let dict: Dict[K, V] = dict_allocate();
                  dict.slots = [];
                  dict.entries = [];
                  dict
                }
                """;
            case "dict_seek" -> """
                // The entry's place, or -1 - the free slot where the key belongs.
                fn dict_seek<K: Hash, V>(dict: Dict[K, V], key: K, hash: Int32) -> Int32 {
                  if (dict.limit == 0) {
                    return -1;
                  }
                  let slots: List[Int64] = dict.slots;
                  let mask: Int32 = slots.length() - 1;
                  var at: Int32 = hash & mask;
                  loop {
                    let slot: Int64 = slots[at]!;
                    if (slot == 0) {
                      return -1 - at;
                    }
                    if (cast(value = slot >> 32, target = Int32) == hash) {
                      let place: Int32 = cast(value = slot, target = Int32) - 1;
                      let same: Bool = match dict.entries[place]! {
                        DictEntry::Live(_, found, _) -> dict_same(dict, found, key),
                        DictEntry::Gone -> false
                      };
                      if (same) {
                        return place;
                      }
                    }
                    at = (at + 1) & mask;
                  }
                }
                """;
            case "dict_same" -> """
                fn dict_same<K: Hash, V>(dict: Dict[K, V], found: K, key: K) -> Bool {
                  let added: Int32 = dict.added;
                  let removed: Int32 = dict.removed;
                  let same: Bool = key_equals(a = found, b = key);
                  if (key_calls_back(value = key) and (dict.added != added or dict.removed != removed)) {
                    panic(message = "`equals` of a key changed the collection in which the key was looked up");
                  }
                  same
                }
                """;
            case "dict_word" -> """
                fn dict_word(hash: Int32, count: Int32) -> Int64 {
                  (cast(value = hash, target = Int64) << 32) | cast(value = count, target = Int64)
                }
                """;
            case "dict_free" -> """
                // The first free slot for a hash.
                fn dict_free(slots: List[Int64], hash: Int32) -> Int32 {
                  let mask: Int32 = slots.length() - 1;
                  var at: Int32 = hash & mask;
                  while (slots[at]! != 0) {
                    at = (at + 1) & mask;
                  }
                  at
                }
                """;
            case "dict_grow" -> """
                // Room for more: twice the slots, or as many where half of the entries were removed.
                fn dict_grow<K: Hash, V>(dict: Dict[K, V]) {
                  let entries: List[DictEntry<K, V>] = dict.entries;
                  let before: Int32 = dict.slots.length();
                  var size: Int32 = before;
                  if (before == 0) {
                    size = 8;
                  } else if (dict.live > dict.limit / 2) {
                    if (before >= 1073741824) {
                      panic(message = "a collection cannot hold more than ${dict.live} keys");
                    }
                    size = before * 2;
                  }
                  let slots: List[Int64] = List::filled(length = size, value = 0_i64);
                  if (dict.live == entries.length()) {
                    for (slot: Int64 in dict.slots) {
                      if (slot != 0) {
                        slots[dict_free(slots, hash = cast(value = slot >> 32, target = Int32))] = slot;
                      }
                    }
                  } else {
                    var kept: Int32 = 0;
                    for (i: Int32 in 0..entries.length()) {
                      match entries[i]! {
                        DictEntry::Live(hash, key, value) -> {
                          entries[kept] = DictEntry::Live(hash, key, value);
                          kept += 1;
                          slots[dict_free(slots, hash)] = dict_word(hash, count = kept);
                        }
                        DictEntry::Gone -> {}
                      }
                    }
                    while (entries.length() > kept) {
                      let _ = entries.pop();
                    }
                  }
                  dict.slots = slots;
                  dict.limit = size / 8 * 5;
                  entries.reserve(capacity = dict.limit);
                }
                """;
            case "dict_add" -> """
                // A key that is not there; `sought` is what seeking it gave.
                fn dict_add<K: Hash, V>(dict: Dict[K, V], key: K, value: V, hash: Int32, sought: Int32) {
                  var at: Int32 = -1 - sought;
                  if (dict.entries.length() >= dict.limit) {
                    dict_grow(dict);
                    at = dict_free(slots = dict.slots, hash);
                  }
                  dict.entries.push(value = DictEntry::Live(hash, key, value));
                  dict.slots[at] = dict_word(hash, count = dict.entries.length());
                  dict.live += 1;
                  dict.added += 1;
                }
                """;
            case "dict_set" -> """
                fn dict_set<K: Hash, V>(dict: Dict[K, V], key: K, value: V) -> Bool {
                  let hash: Int32 = key_hash(value = key);
                  let at: Int32 = dict_seek(dict, key, hash);
                  if (at >= 0) {
                    dict_replace(dict, at, value);
                    return false;
                  }
                  dict_add(dict, key, value, hash, sought = at);
                  true
                }
                """;
            case "dict_replace" -> """
                fn dict_replace<K: Hash, V>(dict: Dict[K, V], at: Int32, value: V) {
                  match dict.entries[at]! {
                    DictEntry::Live(hash, key, _) -> { dict.entries[at] = DictEntry::Live(hash, key, value); }
                    DictEntry::Gone -> {}
                  }
                }
                """;
            case "dict_find" -> """
                fn dict_find<K: Hash, V>(dict: Dict[K, V], key: K) -> Int32 {
                  dict_seek(dict, key, hash = key_hash(value = key))
                }
                """;
            case "dict_find_present" -> """
                fn dict_find_present<K: Hash, V>(dict: Dict[K, V], key: K) -> Int32 {
                  let at: Int32 = dict_find(dict, key);
                  if (at < 0) {
                    panic(message = "key " + text_nested(value = key) + " is not in the Dict");
                  }
                  at
                }
                """;
            case "dict_value" -> """
                fn dict_value<K: Hash, V>(dict: Dict[K, V], at: Int32) -> V {
                  match dict.entries[at]! {
                    DictEntry::Live(_, _, value) -> value,
                    DictEntry::Gone -> panic(message = "the key was removed from the Dict meanwhile")
                  }
                }
                """;
            case "dict_at" -> """
                fn dict_at<K: Hash, V>(dict: Dict[K, V], key: K) -> V {
                  dict_value(dict, at = dict_find_present(dict, key))
                }
                """;
            case "dict_get" -> """
                fn dict_get<K: Hash, V>(dict: Dict[K, V], key: K) -> Option<V> {
                  let at: Int32 = dict_find(dict, key);
                  if (at < 0) { Option::None } else { Option::Some(dict_value(dict, at)) }
                }
                """;
            case "dict_get_or" -> """
                fn dict_get_or<K: Hash, V>(dict: Dict[K, V], key: K, default: V) -> V {
                  let at: Int32 = dict_find(dict, key);
                  if (at < 0) { default } else { dict_value(dict, at) }
                }
                """;
            case "dict_has_key" -> """
                fn dict_has_key<K: Hash, V>(dict: Dict[K, V], key: K) -> Bool {
                  dict_find(dict, key) >= 0
                }
                """;
            case "dict_slot_of" -> """
                // The slot that leads to a place among the entries.
                fn dict_slot_of(slots: List[Int64], hash: Int32, place: Int32) -> Int32 {
                  let mask: Int32 = slots.length() - 1;
                  var at: Int32 = hash & mask;
                  while (cast(value = slots[at]!, target = Int32) != place + 1) {
                    at = (at + 1) & mask;
                  }
                  at
                }
                """;
            case "dict_take" -> """
                // Removes the entry at a place, and closes the gap in the slots: what stands behind it moves forward
                // unless it would come before the slot where its search begins.
                fn dict_take<K: Hash, V>(dict: Dict[K, V], place: Int32) {
                  let entries: List[DictEntry<K, V>] = dict.entries;
                  let hash: Int32 = match entries[place]! {
                    DictEntry::Live(hash, _, _) -> hash,
                    DictEntry::Gone -> { return; }
                  };
                  let slots: List[Int64] = dict.slots;
                  let mask: Int32 = slots.length() - 1;
                  var hole: Int32 = dict_slot_of(slots, hash, place);
                  var next: Int32 = (hole + 1) & mask;
                  loop {
                    let slot: Int64 = slots[next]!;
                    if (slot == 0) {
                      break;
                    }
                    let home: Int32 = cast(value = slot >> 32, target = Int32) & mask;
                    if (((next - home) & mask) >= ((next - hole) & mask)) {
                      slots[hole] = slot;
                      hole = next;
                    }
                    next = (next + 1) & mask;
                  }
                  slots[hole] = 0;
                  entries[place] = DictEntry::Gone;
                  dict.live -= 1;
                  dict.removed += 1;
                  var last: Int32 = entries.length() - 1;
                  while (last >= 0 and dict_is_gone(entry = entries[last]!)) {
                    let _ = entries.pop();
                    last -= 1;
                  }
                }
                """;
            case "dict_is_gone" -> """
                fn dict_is_gone<K: Hash, V>(entry: DictEntry<K, V>) -> Bool {
                  match entry { DictEntry::Live(_, _, _) -> false, DictEntry::Gone -> true }
                }
                """;
            case "dict_remove" -> """
                fn dict_remove<K: Hash, V>(dict: Dict[K, V], key: K) -> Option<V> {
                  let at: Int32 = dict_find(dict, key);
                  if (at < 0) {
                    return Option::None;
                  }
                  let value: V = dict_value(dict, at);
                  dict_take(dict, place = at);
                  Option::Some(value)
                }
                """;
            case "dict_clear" -> """
                fn dict_clear<K: Hash, V>(dict: Dict[K, V]) {
                  dict.slots = [];
                  dict.entries = [];
                  dict.live = 0;
                  dict.limit = 0;
                  dict.removed += 1;
                }
                """;
            case "dict_next" -> """
                // The place of the next entry of a loop, or -1. Keys may be removed and values set meanwhile.
                fn dict_next<K: Hash, V>(dict: Dict[K, V], after: Int32, added: Int32) -> Int32 {
                  if (dict.added != added) {
                    panic(message = "a new key was added to the collection over which a `for` runs");
                  }
                  let entries: List[DictEntry<K, V>] = dict.entries;
                  var i: Int32 = after + 1;
                  while (i < entries.length()) {
                    if (not dict_is_gone(entry = entries[i]!)) {
                      return i;
                    }
                    i += 1;
                  }
                  -1
                }
                """;
            case "dict_key" -> """
                fn dict_key<K: Hash, V>(dict: Dict[K, V], at: Int32) -> K {
                  match dict.entries[at]! {
                    DictEntry::Live(_, key, _) -> key,
                    DictEntry::Gone -> panic(message = "the key was removed from the collection meanwhile")
                  }
                }
                """;
            case "dict_stamp" -> "fn dict_stamp<K: Hash, V>(dict: Dict[K, V]) -> Int32 { dict.added }";
            case "dict_length" -> "fn dict_length<K: Hash, V>(dict: Dict[K, V]) -> Int32 { dict.live }";
            case "dict_is_empty" -> "fn dict_is_empty<K: Hash, V>(dict: Dict[K, V]) -> Bool { dict.live == 0 }";
            case "dict_has_value" -> """
                fn dict_has_value<K: Hash, V: Equal>(dict: Dict[K, V], value: V) -> Bool {
                  for (_: K, v: V in dict) {
                    if (v == value) {
                      return true;
                    }
                  }
                  false
                }
                """;
            case "dict_keys" -> """
                fn dict_keys<K: Hash, V>(dict: Dict[K, V]) -> List[K] {
                  let keys: List[K] = [];
                  keys.reserve(capacity = dict.live);
                  for (k: K, _: V in dict) {
                    keys.push(value = k);
                  }
                  keys
                }
                """;
            case "dict_values" -> """
                fn dict_values<K: Hash, V>(dict: Dict[K, V]) -> List[V] {
                  let values: List[V] = [];
                  values.reserve(capacity = dict.live);
                  for (_: K, v: V in dict) {
                    values.push(value = v);
                  }
                  values
                }
                """;
            case "dict_merge" -> """
                fn dict_merge<K: Hash, V>(dict: Dict[K, V], other: Dict[K, V]) {
                  for (k: K, v: V in other) {
                    let _ = dict_set(dict, key = k, value = v);
                  }
                }
                """;
            case "dict_copy" -> """
                fn dict_copy<K: Hash, V>(dict: Dict[K, V]) -> Dict[K, V] {
                  let made: Dict[K, V] = dict_allocate();
                  made.slots = dict.slots.copy();
                  made.entries = dict.entries.copy();
                  made.live = dict.live;
                  made.limit = dict.limit;
                  made
                }
                """;
            case "dict_update" -> """
                // The table is looked at again where `f` changed it.
                fn dict_update<K: Hash, V>(dict: Dict[K, V], key: K, default: V, f: fn(V) -> V) {
                  let hash: Int32 = key_hash(value = key);
                  let at: Int32 = dict_seek(dict, key, hash);
                  let added: Int32 = dict.added;
                  let removed: Int32 = dict.removed;
                  let value: V = f(if (at < 0) { default } else { dict_value(dict, at) });
                  if (dict.added != added or dict.removed != removed) {
                    let _ = dict_set(dict, key, value);
                  } else if (at < 0) {
                    dict_add(dict, key, value, hash, sought = at);
                  } else {
                    dict_replace(dict, at, value);
                  }
                }
                """;
            case "dict_equals" -> """
                fn dict_equals<K: Hash, V: Equal>(dict: Dict[K, V], other: Dict[K, V]) -> Bool {
                  if (dict.live != other.live) {
                    return false;
                  }
                  for (k: K, v: V in dict) {
                    let at: Int32 = dict_find(dict = other, key = k);
                    if (at < 0 or dict_value(dict = other, at) != v) {
                      return false;
                    }
                  }
                  true
                }
                """;
            case "dict_to_string" -> """
                fn dict_to_string<K: Hash, V>(dict: Dict[K, V]) -> String {
                  let parts: List[String] = [];
                  for (k: K, v: V in dict) {
                    parts.push(value = text_nested(value = k) + ": " + text_nested(value = v));
                  }
                  "{" + ", ".join(items = parts) + "}"
                }
                """;
            default -> "";
        };
    }
}
