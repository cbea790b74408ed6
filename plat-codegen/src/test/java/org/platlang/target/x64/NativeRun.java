package org.platlang.target.x64;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.platlang.abi.RuntimeAbi;
import org.platlang.ir.Function;
import org.platlang.ir.FunctionBuilder;
import org.platlang.ir.IrType;
import org.platlang.ir.MemKind;
import org.platlang.ir.Module;
import org.platlang.ir.Value;
import org.platlang.mach.CodegenOptions;

/**
 * Executes compiled functions: assembles, links with a small C main and a few stubs in place of the runtime, runs. Each
 * function is called through a wrapper in SSA that loads its arguments from a buffer and stores its results there. The
 * worker is poisoned, so that every poll and every entry takes its slow path, and the stubs overwrite what the
 * convention lets them.
 */
final class NativeRun {
    private static final int SLOTS = 64;
    private static final int RESULTS = 40;

    /** One call: function, raw arguments. */
    record Call(String function, long[] args) {}

    private NativeRun() {}

    /** Adds the wrapper of every function of the module that is called. */
    private static void addWrappers(Module m, List<String> functions) {
        for (String name : functions) {
            Function f = m.function(name).orElseThrow();
            FunctionBuilder b = new FunctionBuilder("wrap " + name, List.of(IrType.REF), List.of());
            ArrayList<Value> args = new ArrayList<>();
            for (int i = 0; i < f.params().size(); i++) {
                args.add(b.load(f.params().get(i).type(), b.param(0), 8 * i, MemKind.runtime("buffer", 8 * i)));
            }
            List<Value> results = b.call(name, f.results(), args);
            for (int i = 0; i < results.size(); i++) {
                int at = 8 * (RESULTS + i);
                b.store(b.param(0), at, results.get(i), MemKind.runtime("buffer", at));
            }
            b.ret();
            Function wrapper = b.finish();
            wrapper.setGlobal(true);
            m.add(wrapper);
        }
    }

    /** The raw results of each call, masked to the width of their types. */
    static List<long[]> run(Module m, List<Call> calls, Path directory) throws IOException, InterruptedException {
        List<String> functions = calls.stream().map(Call::function).distinct().toList();
        addWrappers(m, functions);
        Files.write(
                directory.resolve("plat.s"),
                X64Target.compile(m, new CodegenOptions(true, directory.toString(), true))
                        .toByteArray());
        Files.writeString(directory.resolve("stubs.s"), stubs());
        Files.writeString(directory.resolve("main.c"), mainProgram(calls, functions));
        execute(directory, "cc", "-no-pie", "-o", "test", "main.c", "plat.s", "stubs.s");
        String out = execute(directory, directory.resolve("test").toString());
        List<long[]> all = new ArrayList<>();
        String[] lines = out.split("\n");
        for (int i = 0; i < calls.size(); i++) {
            List<IrType> types =
                    m.function(calls.get(i).function()).orElseThrow().results();
            String[] words = lines[i].trim().split(" ");
            long[] results = new long[types.size()];
            for (int k = 0; k < results.length; k++) {
                results[k] = mask(types.get(k), Long.parseUnsignedLong(words[k], 16));
            }
            all.add(results);
        }
        return all;
    }

    /** The bits of a raw value that its type has; all NaN are one. */
    static long mask(IrType type, long raw) {
        return switch (type) {
            case F64 -> Double.doubleToLongBits(Double.longBitsToDouble(raw));
            case F32 -> Float.floatToIntBits(Float.intBitsToFloat((int) raw)) & 0xFFFF_FFFFL;
            case REF, I64, VOID -> raw;
            case I8, I16, I32 -> type.zeroExtend(raw);
        };
    }

    static String execute(Path directory, String... command) throws IOException, InterruptedException {
        Path log = directory.resolve("output.txt");
        Process p = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int status = p.waitFor();
        String text = Files.readString(log, StandardCharsets.ISO_8859_1);
        if (status != 0) {
            throw new IllegalStateException(command[0] + " in " + directory + ": status " + status + "\n"
                    + text.substring(0, Math.min(text.length(), 3000)));
        }
        return text;
    }

    private static String mainProgram(List<Call> calls, List<String> functions) {
        StringBuilder c = new StringBuilder();
        c.append("#include <stdio.h>\n#include <string.h>\n");
        c.append("void plat_test_call(void *wrapper, void *buffer, void *worker);\n");
        c.append("static long worker[1024], arena[1 << 20]; void *plat_test_next = arena;\n");
        c.append("static char cards[(sizeof arena >> ")
                .append(RuntimeAbi.CARD_SHIFT)
                .append(") + 1];\n");
        for (int i = 0; i < functions.size(); i++) {
            c.append("void w").append(i).append("(void) __asm__(\"\\\"wrap ").append(functions.get(i));
            c.append("\\\"\");\n");
        }
        c.append("static struct { void (*f)(void); long args[12]; int count, results; } calls[] = {\n");
        for (Call call : calls) {
            c.append("{w").append(functions.indexOf(call.function)).append(", {");
            for (long a : call.args) {
                c.append("(long)").append(Long.toUnsignedString(a)).append("ul,");
            }
            c.append("0}, ").append(call.args.length).append(", 8},\n");
        }
        c.append("};\nint main(void) {\n");
        c.append("  for (unsigned i = 0; i < sizeof calls / sizeof *calls; i++) {\n");
        c.append("    long buffer[").append(SLOTS).append("]; memset(buffer, 0xA5, sizeof buffer);\n");
        c.append("    memcpy(buffer, calls[i].args, 8 * calls[i].count);\n");
        c.append("    memset(arena, 0, sizeof arena); plat_test_next = arena;\n");
        c.append("    memset(worker, 0, sizeof worker);\n");
        c.append("    worker[").append(RuntimeAbi.WORKER_STACK_LIMIT / 8).append("] = -1;\n");
        // A marker is at work; the arena has cards.
        c.append("    ((int *) worker)[").append(RuntimeAbi.WORKER_MARKING / 4).append("] = 1;\n");
        c.append("    worker[")
                .append(RuntimeAbi.WORKER_CARDS / 8)
                .append("] = (long) cards - ((long) arena >> ")
                .append(RuntimeAbi.CARD_SHIFT)
                .append(");\n");
        // An inline run for each size class, of four cells: the fast and the slow path are both taken.
        c.append("    for (int k = 0; k < ")
                .append(RuntimeAbi.ALLOC_INLINE_CLASSES)
                .append("; k++) {\n");
        c.append("      long *run = worker + ")
                .append(RuntimeAbi.WORKER_RUNS / 8)
                .append(" + 2 * k;\n");
        c.append("      char *cells = (char *) arena + (1 << 22) + 65536 * k;\n");
        c.append("      run[0] = (long) cells; run[1] = (long) (cells + 64 * (k + 1)); }\n");
        c.append("    plat_test_call((void *) calls[i].f, buffer, worker);\n");
        c.append("    for (int k = 0; k < 8; k++) printf(\"%lx \", buffer[")
                .append(RESULTS)
                .append(" + k]);\n");
        c.append("    printf(\"\\n\"); }\n  return 0;\n}\n");
        return c.toString();
    }

    /** The calls check that callee-saved registers come back; slow paths scribble over what they may. */
    private static String stubs() {
        StringBuilder s = new StringBuilder();
        s.append("\t.text\n\t.globl plat_test_call, plat_alloc, plat_poll, plat_morestack, plat_test_mix\n");
        s.append("plat_test_call:\n");
        for (String r : List.of("rbx", "rbp", "r12", "r13", "r14", "r15")) {
            s.append("\tpush %").append(r).append('\n');
        }
        s.append("\tmov %rdi, %rax\n\tmov %rsi, %rdi\n\tmov %rdx, %r15\n\tpush %r15\n");
        int mark = 0x1234;
        for (String r : List.of("rbx", "rbp", "r12", "r13", "r14")) {
            s.append("\tmov $").append(mark++).append(", %").append(r).append('\n');
        }
        s.append("\tcall *%rax\n\tcmp %r15, (%rsp)\n\tjne 1f\n");
        mark = 0x1234;
        for (String r : List.of("rbx", "rbp", "r12", "r13", "r14")) {
            s.append("\tcmp $").append(mark++).append(", %").append(r).append("\n\tjne 1f\n");
        }
        s.append("\tpop %rax\n");
        for (String r : List.of("r15", "r14", "r13", "r12", "rbp", "rbx")) {
            s.append("\tpop %").append(r).append('\n');
        }
        s.append("\tret\n1:\tud2\n");
        s.append("\t.globl plat_panic_index\nplat_panic_index:\n\tud2\n");
        s.append("plat_poll:\n\tcmp $0, %rsp\n\tret\n");
        s.append("plat_morestack:\n\tmov $0x77777777, %eax\n\tcmp $0, %rsp\n\tret\n");
        s.append("\t.globl plat_store_barrier\nplat_store_barrier:\n\tmov $0x66666666, %eax\n\tcmp $0, %rsp\n\tret\n");
        // REF plat_alloc(header rsi, size rdx)
        s.append("plat_alloc:\n\tmov plat_test_next(%rip), %rax\n\tadd $15, %rdx\n\tand $-16, %rdx\n");
        s.append("\tadd %rax, %rdx\n\tmov %rdx, plat_test_next(%rip)\n\tmov %rsi, (%rax)\n");
        scribble(s, false);
        s.append("\tret\n");
        // i64 test.mix(i64, i64): 3a + b, everything else overwritten
        s.append("\t.globl test.mix\ntest.mix:\n\tlea (%rdi,%rdi,2), %rax\n\tadd %rsi, %rax\n");
        scribble(s, true);
        s.append("\tret\n\t.section .note.GNU-stack,\"\",@progbits\n");
        return s.toString();
    }

    private static void scribble(StringBuilder s, boolean all) {
        for (String r : List.of("rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11")) {
            s.append("\tmovabs $0x5a5a5a5a5a5a5a5a, %").append(r).append('\n');
        }
        s.append("\tpcmpeqd %xmm0, %xmm0\n");
        for (int i = all ? 0 : 1; i < 16; i++) {
            s.append("\tmovaps %xmm0, %xmm").append(i).append('\n');
        }
    }
}
