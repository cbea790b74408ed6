package org.platlang.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.platlang.cli.CommandResult.platc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad input gets a clear error with its place and a way out, the right exit status, and never a Java stack trace. */
class CommandLineTest {
    @TempDir
    Path folder;

    private static void refused(int status, CommandResult result, String... words) {
        assertEquals(status, result.status(), result.err());
        for (String word : words) {
            assertTrue(result.err().contains(word), "lacks `" + word + "`:\n" + result.err());
        }
        assertTrue(result.err().contains("error"), result.err());
        assertTrue(result.err().contains("help: "), result.err());
        assertFalse(result.err().contains("Exception"), result.err());
        assertFalse(result.err().contains("\tat "), result.err());
    }

    private Path source(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void noWordsShowTheOverview() {
        assertEquals(2, platc().status());
        assertEquals(0, platc("--help").status());
        assertTrue(platc("--version").out().startsWith("platc "));
        assertTrue(platc("help", "build").out().contains("--emit"));
    }

    @Test
    void unknownCommandsAndOptions() {
        refused(2, platc("biuld", "x.plat"), "biuld", "did you mean `build`");
        refused(2, platc("x.plat"), "platc run x.plat");
        refused(2, platc("build", "--fast", "x.plat"), "--fast");
        refused(2, platc("build"), "no file is named");
        refused(2, platc("build", "-O7", "x.plat"), "-O0 and -O2");
        refused(2, platc("build", "--emit=llvm", "x.plat"), "ast, hir, ssa and asm");
        refused(2, platc("build", "--color=red", "x.plat"), "auto, always or never");
    }

    @Test
    void missingFileNamesANearOne() throws IOException {
        source("hello.plat", "fn main() {}");
        refused(2, platc("build", folder.resolve("helo.plat")), "there is no file", "hello.plat`?");
        refused(2, platc("build", folder.resolve("hello")), "there is no file", "hello.plat`?");
    }

    @Test
    void aLibraryIsCheckedButNotBuilt() throws IOException {
        Path file = source("numbers.plat", "mod numbers;\npub fn two() -> Int32 { 2 }\n");
        assertEquals(new CommandResult(0, "", ""), platc("check", file));
        refused(1, platc("build", file), "E0951", "no function `main`");
        refused(1, platc("run", file), "E0951", "no function `main`");
        // What is there must still be right.
        refused(1, platc("check", source("wrong.plat", "mod wrong;\nfn main(a: Int32) { }\n")), "E0952");
    }

    @Test
    void aProjectIsAFolderWithItsFile() throws IOException {
        source("plat.toml", "# a project\n[package]\nname = \"sum\"  # not the folder's\nentry = \"app/start.plat\"\n");
        refused(2, platc("check", folder), "there is no file", "app/start.plat");
        Files.createDirectories(folder.resolve("app"));
        // The root is the folder of plat.toml, whatever the main file's `mod` and place.
        source("app/start.plat", "use app::numbers;\nfn main() { print(value = numbers::two()); }\n");
        source("app/numbers.plat", "mod app::numbers;\npub fn two() -> Int32 { 2 }\n");
        assertEquals("", platc("check", folder).err());
        assertEquals("", platc("check", folder.resolve("app/start.plat")).err());
        CommandResult tests = platc("test", folder);
        assertTrue(tests.err().contains("there are no tests"), tests.err());

        source("plat.toml", "[package]\nnme = \"sum\"\n");
        refused(2, platc("check", folder), "plat.toml:2:1", "no key `nme`", "did you mean `name`?");
        source("plat.toml", "[package]\nname = 5\n");
        refused(2, platc("check", folder), "plat.toml:2:8", "is a string");
        source("plat.toml", "name = \"sum\"\n");
        refused(2, platc("check", folder), "plat.toml:1:1", "[package]");
        source("plat.toml", "[packages]\n");
        refused(2, platc("check", folder), "plat.toml:1:1", "no table");
        source("plat.toml", "");
        refused(2, platc("check", folder), "main.plat");
    }

    @Test
    void testsOfOtherModulesBearTheirModule() throws IOException {
        source(
                "main.plat",
                "use two;\ntest here { fn test_it() { assert(condition = two::f() == 2); } }\nfn main() {}\n");
        source(
                "two.plat",
                "mod two;\npub fn f() -> Int32 { g() }\nfn g() -> Int32 { 2 }\n"
                        + "test here { fn test_it() { assert(condition = g() == 2); } }\n");
        CommandResult result = platc("test", "-O0", folder.resolve("main.plat"));
        assertEquals(0, result.status(), result.err());
        assertTrue(result.out().contains("✓ here::test_it\n"), result.out());
        assertTrue(result.out().contains("✓ two::here::test_it\n"), result.out());
    }

    @Test
    void aDirectoryIsNoSourceFile() {
        refused(2, platc("build", folder), "is a directory");
    }

    @Test
    void aBinaryFileIsRefusedWithItsPlace() throws IOException {
        Path file = folder.resolve("binary.plat");
        Files.write(file, new byte[] {'f', 'n', '\n', (byte) 0xC3, (byte) 0x28, 0, 1, 2});
        refused(1, platc("build", file), "not a text file", "binary.plat:2:1");
    }

    @Test
    void aTruncatedFileIsRefusedWithItsPlace() throws IOException {
        Path file = source("cut.plat", "fn main() {\n  print(value = \"a\"");
        CommandResult result = platc("build", file);
        assertEquals(1, result.status(), result.err());
        assertTrue(result.err().contains("cut.plat:"), result.err());
    }

    @Test
    void anUnknownNameIsRefusedWithItsPlace() throws IOException {
        Path file = source("name.plat", "fn main() {\n  let count: Int32 = 1;\n  print(value = cuont);\n}\n");
        CommandResult result = platc("build", file);
        assertEquals(1, result.status(), result.err());
        assertTrue(result.err().contains("name.plat:3:17"), result.err());
        assertTrue(result.err().contains("count"), result.err());
    }

    @Test
    void anOutputThatCannotBeWrittenIsNamed() throws IOException {
        Path file = source("hello.plat", "fn main() {\n  print(value = 1);\n}\n");
        refused(2, platc("build", file, "-o", folder), "is a directory");
        refused(2, platc("build", file, "-o", file.resolve("x/program")), "cannot write");
        refused(2, platc("build", file, "-o", "/proc/nothing/program"), "cannot write");
    }

    @Test
    void emittedFormsGoToStandardOutputOrAFile() throws IOException {
        Path file = source("hello.plat", "fn main() {\n  print(value = 1);\n}\n");
        for (String form : new String[] {"ast", "hir", "ssa", "asm"}) {
            CommandResult result = platc("build", file, "--emit=" + form);
            assertEquals(0, result.status(), result.err());
            assertTrue(result.out().contains("main"), result.out());
        }
        Path out = folder.resolve("hello.s");
        assertEquals(0, platc("build", file, "--emit=asm", "-o", out).status());
        assertTrue(Files.readString(out).contains("plat_main"));
    }

    @Test
    void errorsAsJsonAreAnObjectALine() throws IOException {
        Path file = source("name.plat", "fn main() {\n  print(value = cuont);\n}\n");
        CommandResult result = platc("check", file, "--error-format=json");
        assertEquals(1, result.status());
        String line = result.err().lines().findFirst().orElseThrow();
        assertTrue(line.startsWith("{") && line.endsWith("}"), line);
    }

    /** The compiler in a process of its own, with nothing but {@code tools} on PATH and a fresh cache. */
    private CommandResult platcWithTools(Path source, String... tools) throws Exception {
        Path bin = Files.createDirectories(folder.resolve("bin-" + String.join("-", tools)));
        for (String tool : tools) {
            Files.createSymbolicLink(bin.resolve(tool), Path.of("/usr/bin", tool));
        }
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.platlang.cli.Main",
                        "build",
                        source.toString(),
                        "-o",
                        folder.resolve("program").toString())
                .redirectErrorStream(true);
        builder.environment().put("PATH", bin.toString());
        builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new CommandResult(process.waitFor(), "", printed);
    }

    @Test
    void missingToolsAreNamed() throws Exception {
        Path file = source("hello.plat", "fn main() {\n  print(value = 1);\n}\n");
        refused(2, platcWithTools(file), "cannot find the C compiler driver `cc`", "apt-get install gcc");
        refused(2, platcWithTools(file, "cc"), "cannot find the linker `ld`");
        refused(2, platcWithTools(file, "cc", "ld", "rm", "mv"), "cannot find the assembler `as`");
    }
}
