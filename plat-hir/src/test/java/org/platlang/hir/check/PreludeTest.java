package org.platlang.hir.check;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.platlang.lexer.diag.DiagnosticSink;

/** Every function of the prelude is a program without mistakes: loading one checks it and throws otherwise. */
final class PreludeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "clamp",
                "time_sleep",
                "channel_init",
                "range_contains",
                "range_length",
                "duration_nanos",
                "duration_micros",
                "duration_millis",
                "duration_seconds",
                "duration_minutes",
                "duration_hours",
                "list_last",
                "list_contains",
                "list_index_of",
                "list_count",
                "list_concat",
                "list_reverse",
                "list_swap",
                "list_fill",
                "list_resize",
                "list_sort",
                "list_sort_by",
                "list_map",
                "list_filter",
                "list_reduce",
                "list_each",
                "list_all",
                "list_any",
                "list_find",
                "list_sum",
                "list_min",
                "list_max",
                "list_join",
                "option_is_some",
                "option_is_none",
                "option_unwrap_or",
                "option_ok_or",
                "option_map",
                "option_and_then",
                "result_is_ok",
                "result_is_err",
                "result_ok",
                "result_err",
                "result_unwrap_or",
                "result_map",
                "result_map_err",
                "result_and_then"
            })
    void function_is_sound(String name) {
        DiagnosticSink sink = new DiagnosticSink();
        Env env = new Env("main", sink);
        assertTrue(env.prelude.has(name));
        env.prelude.signature(name);
        assertTrue(sink.isEmpty());
    }
}
