package org.platlang.target.x64;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.platlang.ir.IrParser;
import org.platlang.ir.IrVerifier;
import org.platlang.ir.Module;
import org.platlang.mach.CodegenOptions;

/**
 * Patterns of selection and allocation: each file of {@code select/} is a function with lines that its assembly must
 * contain in this order ({@code # x64: text}) and text it must not contain ({@code # x64! text}).
 */
class SelectionTest {
    @TestFactory
    Stream<DynamicTest> patterns() throws Exception {
        Path directory = Path.of(SelectionTest.class.getResource("/select").toURI());
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                String text = Files.readString(file);
                tests.add(DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(text)));
            }
        }
        assertTrue(tests.size() > 5);
        return tests.stream();
    }

    private static void check(String text) {
        Module m = IrParser.parse(text);
        IrVerifier.check(m, "read");
        String assembly =
                X64Target.compile(m, new CodegenOptions(false, ".", true)).toString();
        String code = assembly.substring(0, assembly.indexOf(".Ltext_end"));
        int at = 0;
        int patterns = 0;
        for (String line : text.split("\n")) {
            if (line.startsWith("# x64: ")) {
                String want = line.substring(7);
                int found = code.indexOf(want, at);
                assertTrue(found >= 0, () -> "no " + want + " (in this order) in\n" + code);
                at = found + want.length();
                patterns++;
            } else if (line.startsWith("# x64! ")) {
                assertFalse(code.contains(line.substring(7)), () -> line + " in\n" + code);
                patterns++;
            }
        }
        assertTrue(patterns > 0, "a file without patterns");
    }
}
