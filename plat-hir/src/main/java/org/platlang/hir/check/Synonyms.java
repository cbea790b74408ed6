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
            case "push_back", "add", "append", "insert" -> List.of("push", "add", "set", "insert_at");
            case "pop_back" -> List.of("pop");
            case "remove", "delete", "erase" -> List.of("remove_at", "remove");
            case "has", "includes", "contains_key", "containsKey" -> List.of("contains", "has_key");
            case "substr", "slice", "sub" -> List.of("substring", "slice");
            case "find", "indexOf", "position" -> List.of("index_of", "find");
            case "strip" -> List.of("trim");
            case "upper", "toUpperCase", "uppercase" -> List.of("to_upper");
            case "lower", "toLowerCase", "lowercase" -> List.of("to_lower");
            case "toString", "str", "string" -> List.of("to_string");
            case "parse", "to_int", "toInt" -> List.of("parse_int");
            case "fold" -> List.of("reduce");
            case "forEach", "for_each" -> List.of("each");
            case "flat_map", "flatMap", "then" -> List.of("and_then");
            case "get_or_default", "unwrap_or_default", "getOrElse", "orElse" -> List.of("unwrap_or");
            case "receive", "get", "take" -> List.of("recv", "get");
            case "join", "wait", "get_result" -> List.of("await");
            case "done", "is_finished", "finished" -> List.of("is_done");
            default -> List.of();
        };
    }
}
