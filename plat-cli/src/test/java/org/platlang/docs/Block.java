package org.platlang.docs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.platlang.driver.SourceProvider;
import org.platlang.lexer.source.SourceFile;

/**
 * A program of a Markdown page: the text between a line {@code ```plat} and the next {@code ```}. Words may follow
 * {@code plat} after commas:
 *
 * <ul>
 *   <li>{@code body}: statements, which stand in {@code fn main() { … }};
 *   <li>{@code later}: something the compiler does not have yet, refused with E0950.
 * </ul>
 *
 * <p>A line {@code // file geometry.plat} begins another file of the program; what stands before the first such line is
 * {@code main.plat}.
 *
 * @param line of the first line of the program in the page, from 1
 * @param words after {@code plat}
 * @param text the program, without a newline at its end
 */
public record Block(int line, Set<String> words, String text) {
    private static final String FENCE = "```";
    private static final String FILE = "// file ";
    private static final String MAIN = "main.plat";

    /** All programs of a page, in order. */
    public static List<Block> of(String page) {
        List<Block> blocks = new ArrayList<>();
        String[] lines = page.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            if (!lines[i].startsWith(FENCE)) {
                continue;
            }
            String[] words = lines[i].substring(FENCE.length()).strip().split(",");
            int first = ++i;
            StringBuilder text = new StringBuilder();
            while (!lines[i].startsWith(FENCE)) {
                text.append(i == first ? "" : "\n").append(lines[i]);
                i++;
            }
            if (words[0].equals("plat")) {
                blocks.add(new Block(first + 1, Set.of(words), text.toString()));
            }
        }
        return blocks;
    }

    /** The whole program, with the same line numbers: statements stand in a {@code main}, items get an empty one. */
    public String program() {
        if (words.contains("body")) {
            return "fn main() { " + text + "\n}\n";
        }
        return text.contains("fn main(") ? text + "\n" : text + "\nfn main() {}\n";
    }

    /** The program's files; each has the line numbers of the block. */
    public SourceProvider source(String name) {
        return files(name, program());
    }

    /** {@link #source} of a program that is to have its own {@code main}. */
    public SourceProvider asWritten(String name) {
        return files(name, text);
    }

    private static SourceProvider files(String name, String program) {
        Map<String, String> files = new LinkedHashMap<>();
        StringBuilder current = new StringBuilder();
        String file = MAIN;
        String[] lines = program.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].startsWith(FILE)) {
                files.put(file, current.toString());
                file = lines[i].substring(FILE.length()).strip();
                current = new StringBuilder("\n".repeat(i));
            }
            current.append(lines[i]).append('\n');
        }
        files.put(file, current.toString());
        return files.size() == 1
                ? SourceProvider.text(SourceFile.of(name, program))
                : SourceProvider.memory(files, MAIN);
    }

    /** What the program promises to print: the words after {@code // prints}, a line each. */
    public List<String> prints() {
        List<String> prints = new ArrayList<>();
        for (String line : text.split("\n")) {
            int mark = line.indexOf("// prints ");
            if (mark >= 0) {
                prints.add(line.substring(mark + "// prints ".length()));
            }
        }
        return prints;
    }

    /** Programs that show their output or check themselves are run too. */
    public boolean isRun() {
        return !prints().isEmpty() || text.contains("assert(");
    }
}
