package org.platlang.asm;

import java.util.ArrayList;
import java.util.List;
import org.platlang.ir.Module;
import org.platlang.ir.Positions;
import org.platlang.mach.CodegenOptions;

/**
 * What debuggers read: the assembler makes the line table from {@code .loc}; here is one compile unit with a
 * subprogram entry for each function (DWARF 4), so that functions have names, lines and extents.
 */
public final class DebugInfo {
    private record Subprogram(String name, String start, String end, int position) {}

    private final Module module;
    private final CodegenOptions options;
    private final List<Subprogram> subprograms = new ArrayList<>();
    private int lastPosition = -1;

    public DebugInfo(Module module, CodegenOptions options) {
        this.module = module;
        this.options = options;
    }

    /** Writes the table of files. */
    public void begin(AsmWriter out) {
        if (options.debug()) {
            for (int i = 0; i < module.files().size(); i++) {
                out.text("\t.file ")
                        .decimal(i + 1)
                        .character(' ')
                        .string(module.files().get(i))
                        .line();
            }
        }
    }

    /** A new function begins: its first instruction has a line again. */
    public void beginFunction() {
        lastPosition = -1;
    }

    /** Says that what follows comes from this position; of inlined code, the innermost. */
    public void location(int position, AsmWriter out) {
        if (position == lastPosition || position < 0 || !options.debug()) {
            return;
        }
        lastPosition = position;
        Positions.Position p = module.positions().get(position);
        out.text("\t.loc ").decimal(p.file() + 1).character(' ').decimal(p.line());
        out.character(' ').decimal(p.column()).line();
    }

    public void function(String symbol, String start, String end, int position) {
        String name = position >= 0 ? module.positions().get(position).function() : symbol;
        subprograms.add(new Subprogram(name, start, end, position));
    }

    /** Writes the debug information entries. */
    public void finish(AsmWriter out) {
        if (!options.debug() || module.files().isEmpty()) {
            return;
        }
        out.text("""
                \t.section .debug_abbrev,"",@progbits
                .Labbrev:
                \t.uleb128 1, 0x11
                \t.byte 1
                \t.uleb128 0x25,0x08, 0x13,0x05, 0x03,0x08, 0x1b,0x08, 0x11,0x01, 0x12,0x07, 0x10,0x17, 0,0
                \t.uleb128 2, 0x2e
                \t.byte 0
                \t.uleb128 0x03,0x08, 0x3f,0x19, 0x3a,0x0f, 0x3b,0x0f, 0x11,0x01, 0x12,0x07, 0x40,0x18, 0,0
                \t.uleb128 3, 0x2e
                \t.byte 0
                \t.uleb128 0x03,0x08, 0x3f,0x19, 0x11,0x01, 0x12,0x07, 0x40,0x18, 0,0
                \t.uleb128 0
                \t.section .debug_line,"",@progbits
                .Lline:
                \t.section .debug_info,"",@progbits
                \t.long .Linfo_end-.Linfo
                .Linfo:
                \t.short 4
                \t.long .Labbrev
                \t.byte 8
                \t.uleb128 1
                \t.asciz "platc"
                \t.short 0x0004
                """);
        out.text("\t.asciz ").string(module.files().get(0)).line();
        out.text("\t.asciz ").string(options.directory()).line();
        out.text("\t.quad .Ltext_start\n\t.quad .Ltext_end-.Ltext_start\n\t.long .Lline\n");
        for (Subprogram s : subprograms) {
            out.text("\t.uleb128 ").decimal(s.position >= 0 ? 2 : 3).line();
            out.text("\t.asciz ").string(s.name).line();
            if (s.position >= 0) {
                Positions.Position p = module.positions().get(s.position);
                out.text("\t.uleb128 ").decimal(p.file() + 1).character(',').decimal(p.line());
                out.line();
            }
            out.text("\t.quad ").text(s.start).text("\n\t.quad ").text(s.end);
            out.character('-').text(s.start).text("\n\t.byte 1,0x9c\n");
        }
        out.text("\t.byte 0\n.Linfo_end:\n");
    }
}
