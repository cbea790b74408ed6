package org.platlang.lower;

import java.util.ArrayList;
import java.util.List;
import org.platlang.hir.tree.HirTaskLocal;
import org.platlang.ir.IrType;

/**
 * Where the values of task-locals lie in the object that {@code with_local} makes: all that a program binds anywhere, one
 * after the other.
 *
 * @param firstScalar by task-local, and one more: the index of its first scalar in {@code struct}
 */
record TaskLocalLayout(List<HirTaskLocal> locals, Struct struct, List<Integer> firstScalar) {
    static TaskLocalLayout of(List<HirTaskLocal> locals, Layouts layouts) {
        List<IrType> scalars = new ArrayList<>();
        List<Integer> first = new ArrayList<>();
        for (HirTaskLocal local : locals) {
            first.add(scalars.size());
            scalars.addAll(layouts.scalars(local.type()));
        }
        first.add(scalars.size());
        return new TaskLocalLayout(locals, Struct.of(scalars, 8), List.copyOf(first));
    }
}
