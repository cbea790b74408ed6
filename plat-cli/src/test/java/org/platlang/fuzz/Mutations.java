package org.platlang.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Damages programs, at the level of tokens (which keeps much of a program parsing, so that the checker sees it) and of
 * bytes. All choices come from the given source of randomness: the same seed gives the same program.
 */
final class Mutations {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s+|//[^\\n]*|\"(?:[^\"\\\\\\n]|\\\\.)*\"|[A-Za-z_][A-Za-z0-9_]*|[0-9][0-9A-Za-z_.]*|::|->|\\.\\.=?|[=!<>]=|.",
            Pattern.DOTALL);
    private static final List<String> PIECES = List.of(
            "(",
            ")",
            "{",
            "}",
            "[",
            "]",
            "<",
            ">",
            ";",
            ",",
            ":",
            "::",
            ".",
            "..",
            "..=",
            "->",
            "=",
            "==",
            "!",
            "?",
            "|",
            "-",
            "+",
            "*",
            "%",
            "<<",
            ">>",
            "&",
            "^",
            "~",
            "\"",
            "${",
            "\\",
            "'a: ",
            "'a ",
            "_",
            "0",
            "1",
            "-1",
            "1.5",
            "9223372036854775807",
            "0xFFi8",
            "1e400",
            "2f64",
            "5ms",
            "\"s\"",
            "\"${1}\"",
            "r#\"x\"#",
            "()",
            "{}",
            "[]",
            "Set{}",
            "true",
            "Option::None",
            "Option::Some(1)",
            "Result::Err(\"e\")",
            "self",
            "super",
            "fn(x) { x }",
            " fn ",
            " let ",
            " var ",
            " if ",
            " else ",
            " while ",
            " for ",
            " in ",
            " loop ",
            " break ",
            " continue ",
            " return ",
            " match ",
            " and ",
            " or ",
            " not ",
            " spawn ",
            " concurrent ",
            " race ",
            " select ",
            " defer ",
            " class ",
            " enum ",
            " init ",
            " virtual ",
            " override ",
            " mut ",
            " pub ",
            " use ",
            " mod ",
            " type ",
            " newtype ",
            " const ",
            " test ",
            " bench ",
            " task_local ",
            " cast ",
            " after ",
            " default ",
            " as ",
            "Int8",
            "Int32",
            "Int64",
            "Float8",
            "Float64",
            "String",
            "Bool",
            "Duration",
            "Unit",
            "Never",
            "List[Int32]",
            "Dict[String, Int32]",
            "Set[Int32]",
            "Option<Int32>",
            "Result<Int32, String>",
            "Task<Int32>",
            "Channel<T>",
            "fn() -> T",
            "T",
            "x",
            "main",
            "value",
            "length",
            "get",
            "map",
            "unwrap",
            "to_string",
            "equals",
            "hash",
            "print(value = 1);",
            ".await()",
            ".unwrap()",
            "[0]",
            "[0]!",
            "/*",
            "*/",
            "//",
            "///",
            "#!",
            "\n",
            "\t",
            "é",
            "\uD83D\uDE00",
            "\u202E",
            "\0");

    private final List<String> corpus;
    private final Random random;

    Mutations(List<String> corpus, Random random) {
        this.corpus = corpus;
        this.random = random;
    }

    /** A program of the corpus with one to eight changes, sometimes with a part of another one, sometimes mere bytes. */
    String next() {
        int kind = random.nextInt(20);
        if (kind == 0) {
            return bytes();
        }
        String program = pick();
        int changes = 1 + random.nextInt(random.nextInt(4) == 0 ? 8 : 3);
        if (kind < 6) {
            for (int i = 0; i < changes; i++) {
                program = changeText(program);
            }
            return program;
        }
        List<String> tokens = tokens(program);
        for (int i = 0; i < changes && !tokens.isEmpty(); i++) {
            changeTokens(tokens);
        }
        return String.join("", tokens);
    }

    private String pick() {
        return corpus.get(random.nextInt(corpus.size()));
    }

    static List<String> tokens(String program) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(program);
        while (matcher.find()) {
            tokens.add(matcher.group());
        }
        return tokens;
    }

    private void changeTokens(List<String> tokens) {
        int at = random.nextInt(tokens.size());
        int to = Math.min(tokens.size(), at + 1 + random.nextInt(6));
        switch (random.nextInt(9)) {
            case 0 -> tokens.subList(at, to).clear();
            case 1 -> tokens.set(at, PIECES.get(random.nextInt(PIECES.size())));
            case 2 -> tokens.add(at, PIECES.get(random.nextInt(PIECES.size())));
            case 3 -> tokens.addAll(random.nextInt(tokens.size()), List.copyOf(tokens.subList(at, to)));
            case 4 -> {
                // a token in the place of another of the same program: names, types and operators that exist
                String other = tokens.get(random.nextInt(tokens.size()));
                if (!other.isBlank()) {
                    tokens.set(at, other);
                }
            }
            case 5 -> {
                int other = random.nextInt(tokens.size());
                String held = tokens.get(at);
                tokens.set(at, tokens.get(other));
                tokens.set(other, held);
            }
            case 6 -> {
                // a run of tokens of another program
                List<String> others = tokens(pick());
                if (!others.isEmpty()) {
                    int from = random.nextInt(others.size());
                    int end = Math.min(others.size(), from + 1 + random.nextInt(40));
                    tokens.addAll(at, others.subList(from, end));
                }
            }
            case 7 -> {
                if (random.nextInt(4) == 0) {
                    tokens.subList(at, tokens.size()).clear();
                } else {
                    tokens.remove(at);
                }
            }
            default -> {
                // a line moved elsewhere
                int end = at;
                while (end < tokens.size() && !tokens.get(end).contains("\n")) {
                    end++;
                }
                List<String> line = List.copyOf(tokens.subList(at, end));
                tokens.subList(at, end).clear();
                tokens.addAll(tokens.isEmpty() ? 0 : random.nextInt(tokens.size()), line);
            }
        }
    }

    private String changeText(String program) {
        if (program.isEmpty()) {
            return PIECES.get(random.nextInt(PIECES.size()));
        }
        int at = random.nextInt(program.length());
        int length = Math.min(1 + random.nextInt(20), program.length() - at);
        return switch (random.nextInt(6)) {
            case 0 -> program.substring(0, at) + program.substring(at + length);
            case 1 -> program.substring(0, at);
            case 2 -> program.substring(at);
            case 3 ->
                program.substring(0, at)
                        + (char) random.nextInt(random.nextInt(3) == 0 ? 0x10000 : 128)
                        + program.substring(at + 1);
            case 4 -> program.substring(0, at) + PIECES.get(random.nextInt(PIECES.size())) + program.substring(at);
            default -> {
                int to = random.nextInt(program.length());
                yield program.substring(0, to) + program.substring(at, at + length) + program.substring(to);
            }
        };
    }

    private String bytes() {
        byte[] bytes = new byte[random.nextInt(400)];
        random.nextBytes(bytes);
        if (random.nextBoolean()) {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] &= 0x7F;
            }
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
