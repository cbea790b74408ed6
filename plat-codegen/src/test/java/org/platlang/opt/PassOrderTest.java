package org.platlang.opt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.platlang.ir.Function;
import org.platlang.ir.IrParser;
import org.platlang.ir.Module;

final class PassOrderTest {
    @Test
    void theTablesKeepTheRules() {
        assertEquals(List.of(), PassOrder.broken(Pipeline.passes(0)));
        assertEquals(List.of(), PassOrder.broken(Pipeline.passes(2)));
    }

    @Test
    void aReversedPipelineBreaksThem() {
        List<Pass> reversed = new ArrayList<>(Pipeline.passes(2));
        Collections.reverse(reversed);
        assertFalse(PassOrder.broken(reversed).isEmpty());
    }

    @Test
    void rulesNamePassesThatExist() {
        for (PassOrder.Before rule : PassOrder.RULES) {
            assertTrue(Pipeline.pass(rule.earlier()).isPresent(), rule.earlier());
            assertTrue(Pipeline.pass(rule.later()).isPresent(), rule.later());
        }
    }

    @Test
    void aPassIsLeftOutAndDumpedByName() {
        String text = "func \"f\"() -> (i32) {\nb0:\n  v0:i32 = iconst 2\n  v1:i32 = add v0, v0\n  return v1\n}\n";
        List<String> dumps = new ArrayList<>();
        Pipeline.Dump dump = (String pass, Function f, String after) -> dumps.add(pass + " " + f.symbol());
        Module m = IrParser.parse(text);
        Pipeline.run(m, new Pipeline.Options(2, Set.of("simplify"), true, dump, Set.of("gvn", "simplify")));
        assertTrue(m.functions().get(0).toString().equals("f") && dumps.contains("gvn f"));
        assertFalse(dumps.contains("simplify f"));
    }
}
