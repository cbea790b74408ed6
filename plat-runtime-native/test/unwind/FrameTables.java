import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes for task bodies written in C the tables that the compiler makes for Plat code (FUNCTAB, CALLSITE), out of what the C
 * compiler says in .eh_frame, so that the walker can unwind them.
 *
 * <pre>
 * java FrameTables.java bodies.o tables.S
 * </pre>
 *
 * The object has one text section, whose start must be the global symbol bodies_text. A pair (return address, landing pad)
 * of its section plat_pads gives the call a landing pad.
 */
public final class FrameTables {
    /** From one address on: bytes from rsp to the frame's CFA, and which registers lie below the return address. */
    record Row(long from, int cfa, int savedMask) {}

    record Function(long start, long end, List<Row> rows) {}

    private static final Pattern FDE = Pattern.compile(".* FDE .*pc=([0-9a-f]+)\\.\\.([0-9a-f]+)");
    private static final Pattern ROW = Pattern.compile("^([0-9a-f]{16}) rsp\\+(\\d+)\\s+(.*)$");
    private static final Pattern CALL = Pattern.compile("^\\s*([0-9a-f]+):\\t((?:[0-9a-f]{2} )+)\\s*\\tcall\\b.*");
    private static final Pattern PAD = Pattern.compile("^[0-9a-f]+ R_X86_64_64\\s+\\.text(?:\\+0x([0-9a-f]+))?");
    private static final List<String> SAVED = List.of("rbx", "rbp", "r12", "r13", "r14");

    public static void main(String[] args) throws IOException, InterruptedException {
        List<Function> functions = functions(run("readelf", "--debug-dump=frames-interp", args[0]));
        Map<Long, Long> pads = pads(run("objdump", "-r", "-j", "plat_pads", args[0]));
        List<Long> calls = calls(run("objdump", "-d", "-j", ".text", args[0]));
        Files.writeString(Path.of(args[1]), tables(functions, calls, pads));
    }

    private static List<String> run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) throw new IOException(String.join(" ", command) + " failed");
        return output.lines().toList();
    }

    private static List<Function> functions(List<String> lines) {
        List<Function> functions = new ArrayList<>();
        List<String> columns = List.of();
        for (String line : lines) {
            Matcher fde = FDE.matcher(line);
            Matcher row = ROW.matcher(line);
            if (fde.matches()) {
                long start = Long.parseLong(fde.group(1), 16);
                functions.add(new Function(start, Long.parseLong(fde.group(2), 16), new ArrayList<>()));
            } else if (line.stripLeading().startsWith("LOC")) {
                columns = List.of(line.strip().split("\\s+"));
            } else if (row.matches() && !functions.isEmpty()) {
                String[] values = row.group(3).strip().split("\\s+");
                Function f = functions.get(functions.size() - 1);
                int mask = mask(columns.subList(2, columns.size()), values, line);
                f.rows().add(new Row(Long.parseLong(row.group(1), 16), Integer.parseInt(row.group(2)), mask));
            }
        }
        return functions;
    }

    private static int mask(List<String> columns, String[] values, String line) {
        int mask = 0;
        int place = 16;
        for (String register : SAVED) {
            int column = columns.indexOf(register);
            if (column < 0 || values[column].equals("u")) continue;
            if (!values[column].equals("c-" + place)) throw new UncheckedIOException(new IOException("not as Plat saves it: " + line));
            place += 8;
            mask |= 1 << SAVED.indexOf(register);
        }
        return mask;
    }

    private static Map<Long, Long> pads(List<String> lines) {
        List<Long> words = new ArrayList<>();
        for (String line : lines) {
            Matcher pad = PAD.matcher(line);
            if (pad.matches()) words.add(pad.group(1) == null ? 0 : Long.parseLong(pad.group(1), 16));
        }
        Map<Long, Long> pads = new TreeMap<>();
        for (int i = 0; i + 1 < words.size(); i += 2) pads.put(words.get(i), words.get(i + 1));
        return pads;
    }

    /** Their return addresses. */
    private static List<Long> calls(List<String> lines) {
        List<Long> calls = new ArrayList<>();
        for (String line : lines) {
            Matcher call = CALL.matcher(line);
            if (call.matches())
                calls.add(Long.parseLong(call.group(1), 16) + call.group(2).strip().split(" ").length);
        }
        return calls;
    }

    private static String tables(List<Function> functions, List<Long> calls, Map<Long, Long> pads) {
        StringBuilder table = new StringBuilder("  .section plat_functab, \"aw\"\n  .balign 8\n");
        StringBuilder sites = new StringBuilder("  .section .rodata.plat_callsites, \"a\"\n  .balign 8\n");
        int number = 0;
        functions.sort((a, b) -> Long.compare(a.start(), b.start()));
        for (Function f : functions) {
            int count = 0;
            int mask = 0;
            sites.append(".Lsites%d:\n".formatted(number));
            for (long call : calls) {
                if (call <= f.start() || call > f.end()) continue;
                Row at = new Row(f.start(), 8, 0); /* as the CIE has it: only the return address */
                for (Row row : f.rows()) if (row.from() < call) at = row;
                mask |= at.savedMask();
                long pad = pads.getOrDefault(call, f.start()) - f.start();
                sites.append("  .long %d, %d, 0, %d\n  .quad -1\n".formatted(call - f.start(), at.cfa() - 8, pad));
                count++;
            }
            table.append("  .quad bodies_text + %d, bodies_text + %d, .Lsites%d\n".formatted(f.start(), f.end(), number++));
            table.append("  .long %d, 0, %d, 0\n".formatted(count, mask));
        }
        return table.append(sites).append("  .section .note.GNU-stack, \"\", @progbits\n").toString();
    }
}
