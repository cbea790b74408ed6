package org.platlang.target.x64;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.platlang.ir.Block;
import org.platlang.ir.Function;
import org.platlang.ir.IrParser;
import org.platlang.ir.Module;
import org.platlang.ir.Positions;
import org.platlang.ir.Value;
import org.platlang.mach.CodegenOptions;

/** What the stack walker and gdb read of an executable: tables of functions and calls, lines, frames. */
class TablesTest {
    /** Line n of the source is the n-th call or terminator, from 2. */
    private static final String SOURCE = """
            func "main::fib"(i32) -> (i32) {
            b0(v0:i32):
              v1:i32 = iconst 2
              v2:i8 = slt v0, v1
              branch v2, b1, b2
            b1:
              call_runtime "test_hook"()
              return v0
            b2:
              v3:i32 = iconst 1
              v4:i32 = sub v0, v3
              v5:i32 = call "main::fib"(i32) v4
              v6:i32 = sub v0, v1
              v7:i32 = call "main::fib"(i32) v6
              v8:i32 = add v5, v7
              return v8
            }
            """;

    private static final String STUBS = """
                .text
                .globl run, plat_morestack
            run:
                .cfi_startproc
                push %r15
                .cfi_def_cfa_offset 16
                lea worker(%rip), %r15
                call "main::fib"
                pop %r15
                .cfi_def_cfa_offset 8
                ret
                .cfi_endproc
            plat_morestack:
                ret
                .bss
            worker: .zero 4096
                .section .note.GNU-stack,"",@progbits
            """;

    private static final String MAIN = """
            #include <stdint.h>
            #include <stdio.h>
            struct site { uint32_t offset, frame, position, pad; uint64_t live; };
            struct function { char *start, *end; struct site *sites; uint32_t count, position, saved, reserved; };
            struct position { const char *function, *file; uint32_t line, column; int32_t parent, pad; };
            extern struct function __start_plat_functab[], __stop_plat_functab[];
            extern struct position __start_plat_positions[];
            int run(int n);
            void test_hook(void) {}
            /* Walks up from a call: prints the line of each frame up to the C caller. */
            int main(void) {
              struct function *f = __start_plat_functab;
              printf("%d function\\n", (int)(__stop_plat_functab - f));
              for (uint32_t i = 0; i < f->count; i++) {
                struct position *p = __start_plat_positions + f->sites[i].position;
                printf("%d %s:%s:%u\\n", f->sites[i].frame, p->function, p->file, p->line);
                if (i > 0 && f->sites[i].offset <= f->sites[i - 1].offset) printf("not ascending\\n");
                if (f->start + f->sites[i].offset > f->end) printf("outside\\n");
              }
              return run(5) == 5 ? 0 : 1;
            }
            """;

    @TempDir
    Path directory;

    @BeforeEach
    void build() throws Exception {
        Module m = IrParser.parse(SOURCE);
        int file = m.file("fib.plat");
        Positions positions = m.positions();
        Function f = m.function("main::fib").orElseThrow();
        f.setGlobal(true);
        f.setPosition(positions.intern(new Positions.Position("main::fib", file, 1, 1, Positions.NONE)));
        int line = 2;
        for (Block b : f.blocks()) {
            for (Value v = b.first(); v != null; v = v.next()) {
                v.setPosition(positions.intern(new Positions.Position("main::fib", file, line, 5, Positions.NONE)));
                line += v.op().isCall() || v.op().isTerminator() ? 1 : 0;
            }
        }
        CodegenOptions options = new CodegenOptions(true, directory.toString(), true);
        Files.write(directory.resolve("plat.s"), X64Target.compile(m, options).toByteArray());
        Files.writeString(directory.resolve("stubs.s"), STUBS);
        Files.writeString(directory.resolve("main.c"), MAIN);
        NativeRun.execute(directory, "cc", "-no-pie", "-o", "test", "main.c", "plat.s", "stubs.s");
    }

    @Test
    void everyCallHasItsFrameAndPosition() throws Exception {
        String out = NativeRun.execute(directory, directory.resolve("test").toString());
        assertEquals("""
                1 function
                16 main::fib:fib.plat:3
                16 main::fib:fib.plat:5
                16 main::fib:fib.plat:6
                0 main::fib:fib.plat:1
                """, out);
    }

    @Test
    void gdbBreaksOnALineAndShowsTheFrames() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/gdb")), "gdb is not installed");
        List<String> command = List.of(
                "gdb",
                "-nx",
                "-batch",
                "-ex",
                "break fib.plat:6",
                "-ex",
                "run",
                "-ex",
                "backtrace",
                "-ex",
                "break test_hook",
                "-ex",
                "continue",
                "-ex",
                "backtrace",
                "test");
        String out = NativeRun.execute(directory, command.toArray(new String[0]));
        assertTrue(out.contains("in main::fib () at fib.plat:5"), out);
        String inRuntime = out.substring(out.indexOf("Breakpoint 2,"));
        assertTrue(inRuntime.contains("in main::fib () at fib.plat:3"), out);
        assertTrue(inRuntime.contains("in run ()"), out);
        assertTrue(inRuntime.contains("in main ()"), out);
    }
}
