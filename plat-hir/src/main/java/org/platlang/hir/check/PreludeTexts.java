package org.platlang.hir.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The texts of the {@link Prelude}: resource files of Plat declarations, each of which begins in the first column. What
 * stands before the first underscore of a function's name is the name of its file; functions without such a file are in
 * {@code core.plat}, classes in {@code classes.plat}. A file is read when one of its declarations is first asked for.
 */
final class PreludeTexts {
    private static final String FOLDER = "/org/platlang/hir/prelude/";
    private static final Set<String> FILES =
            Set.of("bench", "dict", "duration", "float", "list", "option", "par", "range", "result", "set");
    private static final Pattern DECLARATION = Pattern.compile("^(?:fn|class) (\\w+)", Pattern.MULTILINE);

    private final Map<String, Map<String, String>> files = new HashMap<>();

    /** The text of a function, if there is one of the name. */
    Optional<String> function(String name) {
        int underscore = name.indexOf('_');
        String prefix = underscore < 0 ? "" : name.substring(0, underscore);
        return declaration(FILES.contains(prefix) ? prefix : "core", name);
    }

    /** The text of a class, if there is one of the name. */
    Optional<String> ofClass(String name) {
        return declaration("classes", name);
    }

    /** The names of all functions. */
    Set<String> functions() {
        Set<String> names = new TreeSet<>(declarations(read("core")).keySet());
        FILES.forEach(file -> names.addAll(declarations(read(file)).keySet()));
        return names;
    }

    private Optional<String> declaration(String file, String name) {
        return Optional.ofNullable(
                files.computeIfAbsent(file, f -> declarations(read(f))).get(name));
    }

    /** A file's declarations by name; a comment before one counts to the text before it, where it does no harm. */
    private static Map<String, String> declarations(String text) {
        Map<String, String> declarations = new HashMap<>();
        Matcher matcher = DECLARATION.matcher(text);
        boolean more = matcher.find();
        while (more) {
            String name = matcher.group(1);
            int begin = matcher.start();
            more = matcher.find();
            declarations.put(name, text.substring(begin, more ? matcher.start() : text.length()));
        }
        return declarations;
    }

    private static String read(String file) {
        try (InputStream in = PreludeTexts.class.getResourceAsStream(FOLDER + file + ".plat")) {
            if (in == null) {
                throw new IllegalStateException("the library's text " + file + ".plat is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
