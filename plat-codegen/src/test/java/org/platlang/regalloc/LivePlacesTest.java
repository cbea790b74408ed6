package org.platlang.regalloc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.platlang.ir.IrParser;
import org.platlang.mach.CodegenOptions;
import org.platlang.target.x64.X64Target;

/** What a frame still needs at its calls: seen in the assembly, the call sites' words and the registers cleared. */
class LivePlacesTest {
    private static final Pattern CLEAR = Pattern.compile("\\txorl %(e[bs][xp]|r1[234]d),%\\1");
    private static final Pattern WORDS = Pattern.compile("\\t\\.quad (-?\\d+)");

    private static String assembly(String source) {
        CodegenOptions options = new CodegenOptions(false, "", true);
        return X64Target.compile(IrParser.parse(source), options).toString();
    }

    /** The text of {@code lines} between the calls of {@code first} and {@code second}. */
    private static String between(String text, String first, String second) {
        int from = text.indexOf("call " + first);
        int to = text.indexOf("call " + second);
        assertTrue(0 <= from && from < to, text);
        return text.substring(from, to);
    }

    private static int clears(String text) {
        int n = 0;
        for (Matcher m = CLEAR.matcher(text); m.find(); n++) {}
        return n;
    }

    /** Live words of the call sites, in order. */
    private static List<Long> words(String text) {
        List<Long> words = new ArrayList<>();
        String table = text.substring(text.indexOf(".rodata.plat_callsites"), text.indexOf("plat_positions"));
        for (Matcher m = WORDS.matcher(table); m.find(); ) {
            words.add(Long.parseLong(m.group(1)));
        }
        return words;
    }

    /** A value of that type is used by the third of four calls. */
    private static String usedOnce(String type) {
        return assembly("""
                func "f"() -> () {
                b0:
                  v0:%1$s = call_runtime "make"(%1$s)
                  call_runtime "first"()
                  call_runtime "use"() v0
                  call_runtime "last"()
                  return
                }
                """.formatted(type));
    }

    @Test
    void aReferenceIsClearedBehindItsLastUseWhereACallFollows() {
        String text = usedOnce("ref");
        assertEquals(1, clears(between(text, "first", "last")), text);
        assertEquals(1, clears(text), text);
    }

    @Test
    void aNumberIsNot() {
        String text = usedOnce("i64");
        assertEquals(0, clears(text), text);
    }

    @Test
    void whereTheFunctionReturnsNextThereIsNothingToClear() {
        String text = assembly("""
                func "f"() -> (ref) {
                b0:
                  v0:ref = call_runtime "make"(ref)
                  call_runtime "first"()
                  return v0
                }
                """);
        assertEquals(0, clears(text), text);
    }

    /** One branch uses it in a call, the other one has no use for it. */
    @Test
    void eachBranchClearsIt() {
        String text = assembly("""
                func "f"() -> () {
                b0:
                  v0:ref = call_runtime "make"(ref)
                  v1:i8 = call_runtime "choose"(i8)
                  branch v1, b1, b2
                b1:
                  call_runtime "use"() v0
                  jump b3
                b2:
                  call_runtime "other"()
                  jump b3
                b3:
                  return
                }
                """);
        assertEquals(1, clears(between(text, "choose", "use")), text);
        assertEquals(1, clears(between(text, "use", "other")), text);
    }

    /** More references than registers: the slots of those that were used are dead, call by call. */
    @Test
    void slotsDieOneByOne() {
        StringBuilder source = new StringBuilder("func \"f\"() -> () {\nb0:\n");
        for (int i = 0; i < 9; i++) {
            source.append("  v").append(i).append(":ref = call_runtime \"make\"(ref)\n");
        }
        for (int i = 0; i < 9; i++) {
            source.append("  call_runtime \"use\"() v").append(i).append('\n');
        }
        List<Long> words = words(assembly(source + "  return\n}\n"));
        assertEquals(18, words.size());
        assertEquals(0, words.get(0), "nothing is made yet: " + words);
        int most = 0;
        for (long live : words) {
            most = Math.max(most, Long.bitCount(live));
        }
        assertEquals(4, most, "nine less five registers: " + words);
        assertEquals(0, words.get(17), "all are used: " + words);
    }
}
