package org.platlang.hir.check;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.platlang.hir.modules.ModulePath;

/** Every function and module of the library is a program without mistakes: loading one checks it and throws otherwise. */
final class PreludeTest {
    static Set<String> functions() {
        return new PreludeTexts().functions();
    }

    @ParameterizedTest
    @MethodSource("functions")
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
