package org.platlang.interpreter;

import org.jspecify.annotations.Nullable;
import org.platlang.hir.tree.HirLocal;

/** The locals of one call. */
final class Frame {
    private final @Nullable Object[] locals;
    /** Whether integer arithmetic that does not fit panics here. */
    final boolean checked;

    Frame(int localCount, boolean checked) {
        this.locals = new Object[localCount];
        this.checked = checked;
    }

    void set(HirLocal local, Object value) {
        locals[local.id()] = value;
    }

    Object get(HirLocal local) {
        Object value = locals[local.id()];
        if (value == null) {
            throw new IllegalStateException("read before it is set: " + local);
        }
        return value;
    }
}
