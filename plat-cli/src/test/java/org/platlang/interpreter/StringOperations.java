package org.platlang.interpreter;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.regex.Pattern;
import org.platlang.hir.tree.Intrinsic;
import org.platlang.interpreter.Values.PlatList;

/** Operations of String. Everything counts code points. */
final class StringOperations {
    private StringOperations() {}

    static Object apply(Intrinsic op, List<Object> a) {
        String s = a.get(0) instanceof String text ? text : "";
        return switch (op) {
            case STRING_LENGTH -> length(s);
            case STRING_BYTE_LENGTH -> (long) bytes(s).size();
            case STRING_COMPARE -> (long) Integer.signum(compare(s, text(a, 1)));
            case STRING_CONTAINS -> s.contains(text(a, 1));
            case STRING_STARTS_WITH -> s.startsWith(text(a, 1));
            case STRING_ENDS_WITH -> s.endsWith(text(a, 1));
            case STRING_INDEX_OF -> found(s, s.indexOf(text(a, 1)));
            case STRING_LAST_INDEX_OF -> found(s, s.lastIndexOf(text(a, 1)));
            case STRING_TRIM -> trim(s, true, true);
            case STRING_TRIM_LEFT -> trim(s, true, false);
            case STRING_TRIM_RIGHT -> trim(s, false, true);
            case STRING_REPLACE -> {
                int at = s.indexOf(text(a, 1));
                yield at < 0
                        ? s
                        : s.substring(0, at)
                                + text(a, 2)
                                + s.substring(at + text(a, 1).length());
            }
            case STRING_REPLACE_ALL ->
                text(a, 1).isEmpty() ? interleaved(s, text(a, 2)) : s.replace(text(a, 1), text(a, 2));
            case STRING_SPLIT -> new PlatList(split(s, text(a, 1)));
            case STRING_LINES -> new PlatList(lines(s));
            case STRING_WORDS -> new PlatList(words(s));
            case STRING_CHARS -> new PlatList(characters(s));
            case STRING_SUBSTRING -> {
                int start = (int) Math.clamp(number(a, 1), 0, length(s));
                int end = (int) Math.clamp(number(a, 2), 0, length(s));
                yield start < end ? String.join("", characters(s).subList(start, end)) : "";
            }
            case STRING_CHAR_AT -> isIndex(s, number(a, 1)) ? characters(s).get((int) number(a, 1)) : "";
            case STRING_GET ->
                isIndex(s, number(a, 1)) ? Intrinsics.some(characters(s).get((int) number(a, 1))) : Intrinsics.none();
            case STRING_CODE_AT ->
                isIndex(s, number(a, 1))
                        ? Intrinsics.some((long) s.codePoints().toArray()[(int) number(a, 1)])
                        : Intrinsics.none();
            case STRING_FROM_CODE -> fromCode(number(a, 0));
            case STRING_TO_UPPER -> mapped(s, Character::toUpperCase);
            case STRING_TO_LOWER -> mapped(s, Character::toLowerCase);
            case STRING_REPEAT -> s.repeat((int) Math.max(0, number(a, 1)));
            case STRING_REVERSE -> String.join("", characters(s).reversed());
            case STRING_PAD_LEFT -> padding(s, number(a, 1), text(a, 2)) + s;
            case STRING_PAD_RIGHT -> s + padding(s, number(a, 1), text(a, 2));
            case STRING_IS_ALPHA -> all(s, Character::isAlphabetic);
            case STRING_IS_NUMERIC -> all(s, Character::isDigit);
            case STRING_IS_ALPHANUMERIC -> all(s, c -> Character.isAlphabetic(c) || Character.isDigit(c));
            case STRING_PARSE_INT, STRING_PARSE_INT64, STRING_PARSE_FLOAT, STRING_PARSE_BOOL -> Parsing.apply(op, s);
            case STRING_BYTES -> new PlatList(bytes(s));
            case STRING_FROM_BYTES -> {
                Optional<String> text = decode(((PlatList) a.get(0)).items);
                yield text.isPresent()
                        ? Parsing.ok(text.get())
                        : Parsing.err("String::from_bytes: the bytes are not UTF-8");
            }
            case STRING_JOIN -> {
                List<String> items = new ArrayList<>();
                for (Object item : ((PlatList) a.get(1)).items) {
                    items.add((String) item);
                }
                yield String.join(s, items);
            }
            default -> throw new NotInterpreted(op.name());
        };
    }

    private static String text(List<Object> a, int index) {
        return (String) a.get(index);
    }

    private static long number(List<Object> a, int index) {
        return (Long) a.get(index);
    }

    private static long length(String s) {
        return s.codePointCount(0, s.length());
    }

    private static boolean isIndex(String s, long index) {
        return index >= 0 && index < length(s);
    }

    private static List<String> characters(String s) {
        return s.codePoints().mapToObj(Character::toString).toList();
    }

    private static Object found(String s, int at) {
        return at < 0 ? Intrinsics.none() : Intrinsics.some((long) s.codePointCount(0, at));
    }

    private static int compare(String left, String right) {
        int[] a = left.codePoints().toArray();
        int[] b = right.codePoints().toArray();
        return java.util.Arrays.compare(a, b);
    }

    /** Unicode's White_Space. */
    static boolean isSpace(int point) {
        return (point >= 9 && point <= 13) || point == 0x85 || Character.isSpaceChar(point);
    }

    static String trim(String s, boolean left, boolean right) {
        List<String> points = characters(s);
        int start = 0;
        int end = points.size();
        while (left && start < end && isSpace(points.get(start).codePointAt(0))) {
            start++;
        }
        while (right && end > start && isSpace(points.get(end - 1).codePointAt(0))) {
            end--;
        }
        return String.join("", points.subList(start, end));
    }

    private static String interleaved(String s, String between) {
        StringBuilder out = new StringBuilder(between);
        for (String c : characters(s)) {
            out.append(c).append(between);
        }
        return out.toString();
    }

    private static List<String> split(String s, String delimiter) {
        return delimiter.isEmpty() ? characters(s) : List.of(s.split(Pattern.quote(delimiter), -1));
    }

    /** The last line need not end. */
    private static List<String> lines(String s) {
        List<String> lines = new ArrayList<>(List.of(s.split("\n", -1)));
        String last = lines.remove(lines.size() - 1);
        lines.replaceAll(line -> line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
        if (!last.isEmpty()) {
            lines.add(last);
        }
        return lines;
    }

    private static List<String> words(String s) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (String c : characters(s + " ")) {
            if (!isSpace(c.codePointAt(0))) {
                word.append(c);
            } else if (!word.isEmpty()) {
                words.add(word.toString());
                word.setLength(0);
            }
        }
        return words;
    }

    private static String fromCode(long code) {
        boolean scalar = code >= 0 && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
        return Character.toString(scalar ? (int) code : 0xFFFD);
    }

    private static String mapped(String s, IntUnaryOperator map) {
        StringBuilder out = new StringBuilder();
        s.codePoints().map(map).forEach(out::appendCodePoint);
        return out.toString();
    }

    private static boolean all(String s, IntPredicate is) {
        return !s.isEmpty() && s.codePoints().allMatch(is);
    }

    private static String padding(String s, long width, String fill) {
        StringBuilder out = new StringBuilder();
        List<String> pieces = characters(fill);
        for (int i = 0; i < width - length(s) && !pieces.isEmpty(); i++) {
            out.append(pieces.get(i % pieces.size()));
        }
        return out.toString();
    }

    /** UTF-8, each byte an Int8. */
    static List<Object> bytes(String s) {
        List<Object> bytes = new ArrayList<>();
        for (byte b : s.getBytes(StandardCharsets.UTF_8)) {
            bytes.add((long) b);
        }
        return bytes;
    }

    static Optional<String> decode(List<Object> items) {
        byte[] bytes = new byte[items.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (long) (Long) items.get(i);
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
