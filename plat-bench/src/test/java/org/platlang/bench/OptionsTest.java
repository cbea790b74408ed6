package org.platlang.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OptionsTest {
    private static Options parse(String... args) {
        return Options.parse(List.of(args), 4);
    }

    private static String error(String... args) {
        return String.valueOf(
                assertThrows(UsageException.class, () -> parse(args)).getMessage());
    }

    @Test
    void everythingHasADefault() {
        assertEquals(
                new Options(List.of(), 5, List.of(4), Set.copyOf(EnumSet.allOf(Language.class)), false, 60), parse());
    }

    @Test
    void namesAndOptionsMix() {
        assertEquals(
                new Options(List.of("fib", "ring"), 3, List.of(1, 2), Set.of(Language.PLAT, Language.GO), true, 9),
                parse(
                        "fib",
                        "--runs",
                        "3",
                        "--workers",
                        "1,2,1",
                        "--json",
                        "ring",
                        "--languages",
                        "go,plat",
                        "--timeout",
                        "9"));
    }

    @Test
    void wrongUseIsNamed() {
        assertEquals("--runs needs a value", error("--runs"));
        assertEquals("--runs needs a whole number above 0, not 0", error("--runs", "0"));
        assertEquals("--workers needs a whole number above 0, not x", error("--workers", "1,x"));
        assertEquals("no such language: perl", error("--languages", "go,perl"));
        assertEquals("no such option: --fast", error("--fast"));
    }
}
