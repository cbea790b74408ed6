package org.platlang.hir.check;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.platlang.hir.modules.ModulePath;

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
                "result_and_then",
                "dict_new",
                "dict_seek",
                "dict_same",
                "dict_word",
                "dict_free",
                "dict_grow",
                "dict_add",
                "dict_set",
                "dict_replace",
                "dict_find",
                "dict_find_present",
                "dict_value",
                "dict_at",
                "dict_get",
                "dict_get_or",
                "dict_has_key",
                "dict_slot_of",
                "dict_take",
                "dict_is_gone",
                "dict_remove",
                "dict_clear",
                "dict_next",
                "dict_key",
                "dict_stamp",
                "dict_length",
                "dict_is_empty",
                "dict_has_value",
                "dict_keys",
                "dict_values",
                "dict_merge",
                "dict_copy",
                "dict_update",
                "dict_equals",
                "dict_to_string",
                "set_new",
                "set_add",
                "set_remove",
                "set_contains",
                "set_clear",
                "set_length",
                "set_is_empty",
                "set_copy",
                "set_to_list",
                "set_union",
                "set_intersection",
                "set_difference",
                "set_is_subset_of",
                "set_is_superset_of",
                "set_is_disjoint_from",
                "set_equals",
                "set_to_string"
            })
    void function_is_sound(String name) {
        Program program = new Program();
        assertTrue(program.prelude.has(name));
        program.prelude.signature(name); // what is wrong with it is an exception
    }

    @ParameterizedTest
    @FieldSource("org.platlang.hir.check.StandardModules#NAMES")
    void module_is_sound(String name) {
        Module module = new Program().module(new ModulePath(List.of("std", name)));
        assertNotNull(module);
        assertTrue(module.isLibrary());
    }
}
