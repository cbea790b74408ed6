package org.platlang.opt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.platlang.ir.Block;
import org.platlang.ir.Function;
import org.platlang.ir.Interpreter;
import org.platlang.ir.IrParser;
import org.platlang.ir.IrPrinter;
import org.platlang.ir.IrVerifier;
import org.platlang.ir.Module;
import org.platlang.ir.Value;

/**
 * Runs every {@code opt/**.ssa} of the test resources. A file holds {@code # pass NAME...} (or {@code # level N} for the
 * whole pipeline), {@code # run FUNCTION ARGS...} lines whose results must be the same before and after, the input,
 * a line {@code # expect} and the text expected. {@code -Dbless} rewrites what is expected.
 */
final class GoldenPassTest {
    private static final Path ROOT = Path.of("src/test/resources/opt");

    @TestFactory
    Stream<DynamicTest> golden() throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(ROOT)) {
            files = walk.filter(p -> p.toString().endsWith(".ssa")).sorted().toList();
        }
        return files.stream()
                .map(p -> DynamicTest.dynamicTest(ROOT.relativize(p).toString(), () -> check(p)));
    }

    private static void check(Path file) throws IOException {
        String text = Files.readString(file);
        int cut = text.indexOf("# expect\n");
        String input = cut < 0 ? text : text.substring(0, cut);
        String expected = cut < 0 ? "" : text.substring(cut + "# expect\n".length());
        Module before = IrParser.parse(input);
        Module after = IrParser.parse(input);
        IrVerifier.check(before, "in the input");
        List<String> runs = new ArrayList<>();
        for (String line : input.lines().toList()) {
            if (line.startsWith("# object ")) {
                // What the text form does not say: "# object List v0 v1" are surely lists (Value.objectOf).
                List<String> words =
                        List.of(line.substring("# object ".length()).split(" "));
                for (Function f : after.functions()) {
                    for (Block b : f.blocks()) {
                        b.params().stream()
                                .filter(v -> words.contains("v" + v.id()))
                                .forEach(v -> v.setObjectOf(words.get(0)));
                        for (Value v = b.first(); v != null; v = v.next()) {
                            if (words.contains("v" + v.id())) {
                                v.setObjectOf(words.get(0));
                            }
                        }
                    }
                }
            } else if (line.startsWith("# pass ")) {
                PassContext context = new PassContext(after);
                for (String name : line.substring("# pass ".length()).split(" ")) {
                    Pass pass = Pipeline.pass(name).orElseThrow(() -> new AssertionError("no pass " + name));
                    for (Function f : List.copyOf(after.functions())) {
                        Pipeline.run(pass, f, context, Pipeline.Options.level(2).verifying());
                    }
                }
            } else if (line.startsWith("# level ")) {
                Pipeline.run(
                        after,
                        Pipeline.Options.level(Integer.parseInt(line.substring("# level ".length())))
                                .verifying());
            } else if (line.startsWith("# run ")) {
                runs.add(line.substring("# run ".length()));
            }
        }
        IrVerifier.check(after, "at the end");
        String result = IrPrinter.print(after);
        assertEquals(result, IrPrinter.print(IrParser.parse(result)), "the text parses back");
        for (String run : runs) {
            assertEquals(execute(before, run), execute(after, run), "same behaviour of " + run);
        }
        if (System.getProperty("bless") != null) {
            Files.writeString(file, input + "# expect\n" + result);
        } else {
            assertEquals(expected, result);
        }
    }

    /** What a run shows: results or how it ended, the calls made, and the words of the list it was given. */
    static String execute(Module m, String run) {
        String[] words = run.trim().split(" ");
        Interpreter interpreter = new Interpreter(m, 1_000_000);
        Map<String, int[]> lists = new java.util.TreeMap<>();
        long[] args = new long[words.length - 1];
        for (int i = 1; i < words.length; i++) {
            String w = words[i];
            // list:KIND:N makes a list of N elements of 4 or 8 bytes: [8] buffer, whose [8] is the length.
            if (w.startsWith("list:")) {
                int stride = Integer.parseInt(w.split(":")[1]);
                int n = Integer.parseInt(w.split(":")[2]);
                int list = (int) interpreter.allocate(16);
                int buffer = (int) interpreter.allocate(16 + n * stride);
                interpreter.write(list + 8, 8, buffer);
                interpreter.write(buffer + 8, 4, n);
                for (int k = 0; k < n; k++) {
                    interpreter.write(buffer + 16 + k * stride, stride, stride == 8 ? Double.doubleToLongBits(k) : k);
                }
                lists.put("list" + i, new int[] {buffer, n * stride});
                args[i - 1] = list;
            } else {
                args[i - 1] = w.contains(".") ? Double.doubleToLongBits(Double.parseDouble(w)) : Long.parseLong(w);
            }
        }
        String outcome;
        try {
            outcome = Arrays.toString(interpreter.call(words[0], args));
        } catch (Interpreter.Panic e) {
            outcome = "panic " + e.getMessage();
        }
        StringBuilder memory = new StringBuilder();
        lists.forEach((name, buffer) -> {
            int hash = 0;
            for (int k = 0; k < buffer[1]; k++) {
                hash = hash * 31 + (int) interpreter.read(buffer[0] + 16 + k, 1);
            }
            memory.append(' ').append(name).append(' ').append(hash);
        });
        return outcome + " " + interpreter.trace + memory;
    }

    @org.junit.jupiter.api.Test
    void everyPassNameIsUnique() {
        List<String> names = Pipeline.passes(2).stream().map(Pass::name).toList();
        assertEquals(
                Optional.empty(),
                names.stream().filter(n -> Pipeline.pass(n).isEmpty()).findAny());
    }
}
