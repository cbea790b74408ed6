package org.platlang.asm;

import java.util.List;
import org.platlang.ir.StaticData;

/** Static data as assembler directives. */
public final class DataWriter {
    private DataWriter() {}

    /** Writes all items, grouped by section in the order given. */
    public static void write(List<StaticData> data, AsmWriter out) {
        for (StaticData.Section section : StaticData.Section.values()) {
            boolean any = false;
            for (StaticData d : data) {
                if (d.section() == section) {
                    if (!any) {
                        out.text(
                                switch (section) {
                                    case RODATA -> "\t.section .rodata\n";
                                    case RELRO -> "\t.section .data.rel.ro,\"aw\"\n";
                                    case DATA -> "\t.data\n";
                                });
                        any = true;
                    }
                    item(d, out);
                }
            }
        }
    }

    private static void item(StaticData d, AsmWriter out) {
        out.text("\t.balign ").decimal(d.align()).line();
        if (d.global()) {
            out.text("\t.globl ").symbol(d.symbol()).line();
        }
        out.text("\t.type ").symbol(d.symbol()).text(",@object\n");
        out.symbol(d.symbol()).text(":\n");
        for (StaticData.Item i : d.items()) {
            // Not a pattern switch: its bootstrap costs start-up time.
            if (i instanceof StaticData.Item.Bytes b) {
                bytes(b.bytes(), out);
            } else if (i instanceof StaticData.Item.Int n) {
                integer(n, out);
            } else if (i instanceof StaticData.Item.Address a) {
                out.text("\t.quad ").symbol(a.symbol());
                if (a.addend() != 0) {
                    out.text(a.addend() > 0 ? "+" : "").decimal(a.addend());
                }
                out.line();
            } else if (i instanceof StaticData.Item.Zero z) {
                out.text("\t.zero ").decimal(z.count()).line();
            } else {
                throw new IllegalStateException("data of a kind without text: " + i);
            }
        }
        out.text("\t.size ").symbol(d.symbol()).text(", .-").symbol(d.symbol()).line();
    }

    private static void integer(StaticData.Item.Int n, AsmWriter out) {
        switch (n.width()) {
            case 1 -> out.text("\t.byte ").decimal((byte) n.value()).line();
            case 2 -> out.text("\t.short ").decimal((short) n.value()).line();
            case 4 -> out.text("\t.long ").decimal((int) n.value()).line();
            default -> out.text("\t.quad ").decimal(n.value()).line();
        }
    }

    private static void bytes(byte[] content, AsmWriter out) {
        for (int i = 0; i < content.length; i += 64) {
            out.text("\t.ascii \"");
            for (int k = i; k < Math.min(i + 64, content.length); k++) {
                out.literal(content[k]);
            }
            out.text("\"\n");
        }
    }
}
