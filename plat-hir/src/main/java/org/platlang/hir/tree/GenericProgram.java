package org.platlang.hir.tree;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.platlang.hir.type.ClassSymbol;
import org.platlang.hir.type.EnumSymbol;
import org.platlang.hir.type.Type;
import org.platlang.hir.type.TypeParam;

/**
 * A checked program whose types may have variables in them: each declaration once, under its symbol, its own type
 * parameters standing for themselves. The maps are in order of declaration and may be read only.
 *
 * @param entry as {@link HirProgram#entry}; empty where the program has no fit {@code main}, or no tests to run
 * @param newtypes what each newtype is made of, with no newtype in it
 * @param cases what the entry chooses from, in order of declaration; none where it is {@code main}
 */
public record GenericProgram(
        Optional<FunctionSymbol> entry,
        Map<FunctionSymbol, HirFunction> functions,
        Map<ClassSymbol, HirClass> classes,
        Map<EnumSymbol, HirEnum> enums,
        Map<TypeParam, Type> newtypes,
        List<TestCase> cases) {}
