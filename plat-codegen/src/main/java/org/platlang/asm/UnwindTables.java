package org.platlang.asm;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.platlang.ir.Positions;

/**
 * The tables by which the runtime unwinds stacks and shows them: functions in address order with their call sites, and source
 * positions. Layout: the structures FUNCTAB, CALLSITE and POSITION of the ABI table.
 */
public final class UnwindTables {
    private final AsmWriter functions = new AsmWriter();
    private final AsmWriter callSites = new AsmWriter();
    private int callSiteCount;
    private int label;

    public UnwindTables() {
        functions.text("\t.section plat_functab,\"a\",@progbits\n\t.balign 8\n");
        callSites.text("\t.section .rodata.plat_callsites,\"a\",@progbits\n\t.balign 8\n");
    }

    /** Number of the label that the next call site needs behind its call: {@code .Lr<number>}. */
    public int nextLabel() {
        return label++;
    }

    /**
     * Adds a call of the function being written; in address order.
     *
     * @param returnLabel from {@link #nextLabel}
     * @param startLabel label of the function's first byte
     * @param pad label of the landing pad, empty where a raise leaves the function
     * @param liveWords the words of the frame that are read later, as CALLSITE.live_words has them
     */
    public void callSite(int returnLabel, String startLabel, int frameBytes, int position, String pad, long liveWords) {
        if (callSiteCount++ == 0) {
            callSites.text(".Lcs").text(startLabel).text(":\n");
        }
        callSites
                .text("\t.long .Lr")
                .decimal(returnLabel)
                .character('-')
                .text(startLabel)
                .character(',')
                .decimal(frameBytes)
                .character(',')
                .decimal(position)
                .character(',');
        if (pad.isEmpty()) {
            callSites.character('0');
        } else {
            callSites.text(pad).character('-').text(startLabel);
        }
        callSites.text("\n\t.quad ").decimal(liveWords).line();
    }

    /**
     * Ends the function: its call sites are complete.
     *
     * @param savedMask the callee-saved registers in the frame, as FUNCTAB.saved_mask has them
     */
    public void function(String startLabel, String endLabel, int position, int savedMask) {
        functions
                .text("\t.quad ")
                .text(startLabel)
                .character(',')
                .text(endLabel)
                .character(',');
        if (callSiteCount == 0) {
            functions.character('0');
        } else {
            functions.text(".Lcs").text(startLabel);
        }
        functions
                .text("\n\t.long ")
                .decimal(callSiteCount)
                .character(',')
                .decimal(position)
                .character(',')
                .decimal(savedMask)
                .text(",0\n");
        callSiteCount = 0;
    }

    /** Writes all tables. */
    public void finish(Positions positions, List<String> files, AsmWriter out) {
        out.append(functions);
        out.append(callSites);
        Map<String, Integer> strings = new HashMap<>();
        AsmWriter texts = new AsmWriter();
        texts.text("\t.section .rodata.str,\"aMS\",@progbits,1\n");
        out.text("\t.section plat_positions,\"a\",@progbits\n\t.balign 8\n");
        for (int i = 0; i < positions.size(); i++) {
            Positions.Position p = positions.get(i);
            out.text("\t.quad .Lstr").decimal(string(p.function(), strings, texts));
            out.text(",.Lstr").decimal(string(files.get(p.file()), strings, texts));
            out.text("\n\t.long ").decimal(p.line()).character(',').decimal(p.column());
            out.character(',').decimal(p.parent()).text(",0\n");
        }
        out.append(texts);
    }

    private static int string(String s, Map<String, Integer> known, AsmWriter texts) {
        Integer n = known.get(s);
        if (n == null) {
            n = known.size();
            known.put(s, n);
            texts.text(".Lstr").decimal(n).text(":\t.asciz ").string(s).line();
        }
        return n;
    }
}
