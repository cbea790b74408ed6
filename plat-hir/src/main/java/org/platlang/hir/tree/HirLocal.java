package org.platlang.hir.tree;

import org.platlang.hir.type.Type;
import org.platlang.lexer.source.Span;

/**
 * A local variable or parameter: its identity is the object. {@link #id} is unique within one function and
 * counts from 0 in order of declaration, so that analyses can use arrays.
 */
public final class HirLocal {
    private final int id;
    private final String name;
    private final Type type;
    private final boolean mutable;
    private final Span span;

    public HirLocal(int id, String name, Type type, boolean mutable, Span span) {
        this.id = id;
        this.name = name;
        this.type = type;
        this.mutable = mutable;
        this.span = span;
    }

    public int id() {
        return id;
    }

    /** As written; names beginning with {@code $} are the compiler's own. */
    public String name() {
        return name;
    }

    public Type type() {
        return type;
    }

    /** Whether a {@code HirLocalSet} may assign it after its {@code HirLet}. */
    public boolean mutable() {
        return mutable;
    }

    /** Of the name in its declaration. */
    public Span span() {
        return span;
    }

    @Override
    public String toString() {
        return name + "#" + id;
    }
}
