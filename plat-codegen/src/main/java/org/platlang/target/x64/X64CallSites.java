package org.platlang.target.x64;

import org.platlang.asm.AsmWriter;
import org.platlang.asm.UnwindTables;
import org.platlang.mach.MachInst;

/** Return addresses of the function being written, for the table of call sites. */
final class X64CallSites {
    private final AsmWriter out;
    private final UnwindTables tables;
    private String start = "";

    X64CallSites(AsmWriter out, UnwindTables tables) {
        this.out = out;
        this.tables = tables;
    }

    /** Begins a function; {@code label} is that of its first byte. */
    void begin(String label) {
        start = label;
    }

    /** A call that leads nowhere but back, or out of the function. */
    void returnPoint(X64Frame frame, MachInst inst) {
        returnPoint(frame, inst, "");
    }

    /** {@code pad} is the label of the landing pad, empty where there is none. */
    void returnPoint(X64Frame frame, MachInst inst, String pad) {
        add(frame.bytes, inst.position, pad, frame.liveWords(inst.liveSlots));
    }

    /** At the entry, where there is no frame yet. */
    void returnPoint(int position) {
        add(0, position, "", 0);
    }

    private void add(int frameBytes, int position, String pad, long liveWords) {
        int r = tables.nextLabel();
        out.text(".Lr").decimal(r).text(":\n");
        tables.callSite(r, start, frameBytes, position, pad, liveWords);
    }
}
