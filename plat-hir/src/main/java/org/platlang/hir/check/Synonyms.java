package org.platlang.hir.check;

import java.util.List;
import java.util.Optional;

/** Names that other languages have for functions and methods of Plat: better suggestions than the nearest spelling. */
final class Synonyms {
    private Synonyms() {}

    /** What {@code name} is called here, if that is one of the names that can stand there. */
    static Optional<String> among(String name, List<String> known) {
        for (String candidate : candidates(name)) {
            if (known.contains(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static List<String> candidates(String name) {
        return switch (name) {
            case "println", "printf", "puts", "echo", "log" -> List.of("print");
            case "eprintln" -> List.of("eprint");
            case "readline", "input", "gets" -> List.of("read_line");
            case "exit" -> List.of("process_exit");
            case "size", "len", "count" -> List.of("length");
            case "push_back", "add", "append", "insert", "put" -> List.of("push", "add", "set", "insert_at");
            case "pop_back" -> List.of("pop");
            case "shift", "pop_front", "removeAt" -> List.of("remove_at");
            case "extend_from_slice", "add_all", "addAll" -> List.of("extend", "merge");
            case "clone", "dup" -> List.of("copy");
            case "sorted" -> List.of("sort");
            case "contains_value", "containsValue" -> List.of("has_value");
            case "getOrDefault" -> List.of("get_or", "unwrap_or");
            case "trim_start", "trimStart", "lstrip" -> List.of("trim_left");
            case "trim_end", "trimEnd", "rstrip" -> List.of("trim_right");
            case "rjust", "padStart", "zfill" -> List.of("pad_left");
            case "ljust", "padEnd" -> List.of("pad_right");
            case "is_present", "isPresent" -> List.of("is_some");
            case "unwrap_or_else" -> List.of("unwrap_or");
            case "remove", "delete", "erase", "discard" -> List.of("remove_at", "remove");
            case "has", "includes", "contains_key", "containsKey" -> List.of("contains", "has_key");
            case "substr", "slice", "sub", "mid" -> List.of("substring", "slice");
            case "find", "indexOf", "position" -> List.of("index_of", "find");
            case "strip" -> List.of("trim");
            case "upper", "toUpperCase", "uppercase" -> List.of("to_upper");
            case "lower", "toLowerCase", "lowercase" -> List.of("to_lower");
            case "toString", "str", "string" -> List.of("to_string");
            case "parse", "to_int", "toInt" -> List.of("parse_int");
            case "fold", "inject", "aggregate" -> List.of("reduce");
            case "forEach", "for_each", "foreach" -> List.of("each");
            case "flat_map", "flatMap", "then" -> List.of("and_then");
            case "get_or_default", "unwrap_or_default", "getOrElse", "orElse" -> List.of("unwrap_or");
            case "receive", "get", "take" -> List.of("recv", "get");
            case "join", "wait", "get_result" -> List.of("await");
            case "done", "is_finished", "finished" -> List.of("is_done");
            default -> List.of();
        };
    }
}
