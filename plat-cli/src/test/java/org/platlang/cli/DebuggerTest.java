package org.platlang.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.platlang.driver.BuildOptions;
import org.platlang.driver.Compilation;

/**
 * gdb on a compiled program: it must break on a line of Plat, and from inside a C function of the runtime, which runs on
 * another stack, show the Plat functions that called it.
 */
class DebuggerTest {
    @TempDir
    Path folder;

    private static final String PROGRAM = """
            fn inner(n: Int32) -> Int32 {
              let doubled: Int32 = n * 2;
              print(value = "inner ${doubled}");
              return doubled;
            }

            fn outer(n: Int32) -> Int32 {
              return inner(n = n + 1) + 1;
            }

            fn main() {
              concurrent {
                let t: Task<Int32> = spawn { outer(n = 20) };
                print(value = t.await());
              }
            }
            """;

    private String gdb(String... commands) throws Exception {
        Path source = Files.writeString(folder.resolve("debugged.plat"), PROGRAM);
        Path executable = folder.resolve("debugged");
        BuildOptions options = new BuildOptions(source, Optional.of(executable), false, true, Optional.empty());
        Compilation.Outcome outcome = Compilation.build(options, new PrintStream(new ByteArrayOutputStream()));
        assertEquals(List.of(), outcome.diagnostics());
        assertTrue(outcome.problem().isEmpty());
        List<String> command = new ArrayList<>(List.of("gdb", "-nx", "-batch", "-ex", "set debuginfod enabled off"));
        for (String one : commands) {
            command.add("-ex");
            command.add(one);
        }
        command.add(executable.toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PLAT_WORKERS", "1");
        Process process = builder.start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return printed;
    }

    private static void inOrder(String text, String... parts) {
        int from = 0;
        for (String part : parts) {
            int at = text.indexOf(part, from);
            assertTrue(at >= 0, "lacks `" + part + "` in its place:\n" + text);
            from = at + part.length();
        }
    }

    @Test
    void breaksOnALineOfPlat() throws Exception {
        String text = gdb("break debugged.plat:3", "run", "backtrace");
        inOrder(text, "Breakpoint 1, ", "debugged.plat:3", "print(value = \"inner ${doubled}\");");
        inOrder(text, "#0 ", "inner", "debugged.plat:3", "#1 ", "outer", "debugged.plat:8");
    }

    @Test
    void showsPlatFramesFromInsideTheRuntime() throws Exception {
        String text = gdb("break plat_print_c", "run", "backtrace");
        inOrder(text, "#0 ", "plat_print_c", "inner", "debugged.plat:3", "outer", "debugged.plat:8");
    }
}
