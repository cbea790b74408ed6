package org.platlang.hir.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.platlang.hir.tree.HirLabel;
import org.platlang.hir.tree.HirLocal;
import org.platlang.hir.tree.HirScope;
import org.platlang.hir.type.Primitive;
import org.platlang.hir.type.Type;
import org.platlang.lexer.source.Span;

/**
 * One function, task body or lambda while it is being checked: its locals, loops and the scope its spawns go to. A
 * task or lambda has the frame it stands in as parent; a name found there becomes a capture, by value.
 */
final class Frame {
    enum Kind {
        FUNCTION,
        TASK,
        LAMBDA
    }

    /** A name that stands for a local. */
    static final class Binding {
        final HirLocal local;
        final boolean captured;
        boolean read;
        /** Whether a warning is due when it is never read. */
        final boolean watched;

        Binding(HirLocal local, boolean captured, boolean watched) {
            this.local = local;
            this.captured = captured;
            this.watched = watched;
        }
    }

    /** A loop that is open. {@code breakType} collects the type of what breaks out of a {@code loop}. */
    static final class Loop {
        final String name;
        final HirLabel label;
        final boolean givesValue;
        final Want want;
        Type breakType = Primitive.NEVER;
        boolean broken;

        @Nullable
        Span firstBreak;

        Loop(String name, HirLabel label, boolean givesValue, Want want) {
            this.name = name;
            this.label = label;
            this.givesValue = givesValue;
            this.want = want;
        }
    }

    final Kind kind;
    final @Nullable Frame parent;
    /** What the function's value must be; VALUE while a task's or lambda's result is still to be inferred. */
    Want result;
    /** The type of the first {@code return e} while {@link #result} is VALUE. */
    @Nullable
    Type inferred;

    @Nullable
    Span inferredAt;

    /** Bindings of open blocks, inner ones last. */
    final List<Binding> bindings = new ArrayList<>();
    /** Captured variables: as parameters here, and as locals of the parent. */
    final List<Binding> captures = new ArrayList<>();

    final List<Binding> captured = new ArrayList<>();
    final List<Loop> loops = new ArrayList<>();

    @Nullable
    HirScope scope;

    /** Where this is the body of a parallel loop: its {@code par()}. Nothing but {@code continue} leaves it. */
    @Nullable
    Span parallel;

    /** The innermost construct in which a spawn needs a scope of its own, by its keyword; empty where there is none. */
    String anew = "";

    /** The innermost {@code defer} whose body is open here; loops outside of it cannot be jumped to. */
    @Nullable
    Deferred deferred;

    /**
     * The body of a {@code defer}: which of {@link #loops} are inside begins at {@code loopFloor}; {@code depth} bodies are
     * open, this one among them.
     */
    record Deferred(Span span, int loopFloor, int depth) {}

    private final List<Integer> marks = new ArrayList<>();
    /** Where names were declared whose blocks have ended. */
    private final Map<String, Span> ended = new HashMap<>();

    private int nextLocal;

    Frame(Kind kind, @Nullable Frame parent, Want result) {
        this.kind = kind;
        this.parent = parent;
        this.result = result;
    }

    int localCount() {
        return nextLocal;
    }

    HirLocal newLocal(String name, Type type, boolean mutable, Span span) {
        return new HirLocal(nextLocal++, name, type, mutable, span);
    }

    void open() {
        marks.add(bindings.size());
    }

    /** Ends the innermost block; the bindings that go are returned. */
    List<Binding> close() {
        int mark = marks.removeLast();
        List<Binding> gone = bindings.subList(mark, bindings.size());
        List<Binding> copy = gone.isEmpty() ? List.of() : new ArrayList<>(gone);
        for (Binding b : copy) {
            ended.put(b.local.name(), b.local.span());
        }
        gone.clear();
        return copy;
    }

    /** The binding of the name in the innermost block itself, or null. */
    @Nullable
    Binding inBlock(String name) {
        int mark = marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
        for (int i = bindings.size() - 1; i >= mark; i--) {
            if (bindings.get(i).local.name().equals(name)) {
                return bindings.get(i);
            }
        }
        return null;
    }

    /** The binding visible under the name; one of an outer frame becomes a capture. Null if there is none. */
    @Nullable
    Binding find(String name) {
        for (int i = bindings.size() - 1; i >= 0; i--) {
            if (bindings.get(i).local.name().equals(name)) {
                return bindings.get(i);
            }
        }
        for (Binding c : captures) {
            if (c.local.name().equals(name)) {
                return c;
            }
        }
        if (parent == null) {
            return null;
        }
        Binding outer = parent.find(name);
        if (outer == null) {
            return null;
        }
        outer.read = true;
        HirLocal inner = newLocal(name, outer.local.type(), false, outer.local.span());
        Binding capture = new Binding(inner, true, false);
        captures.add(capture);
        captured.add(outer);
        return capture;
    }

    /** Whether a local of the name is in reach, here or in an outer frame; captures nothing. */
    boolean has(String name) {
        for (Frame f = this; f != null; f = f.parent) {
            for (int i = f.bindings.size() - 1; i >= 0; i--) {
                if (f.bindings.get(i).local.name().equals(name)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Where a name was declared in a block that has ended; null if none was. */
    @Nullable
    Span ended(String name) {
        Span found = ended.get(name);
        return found != null || parent == null ? found : parent.ended(name);
    }

    /** The type of a local in reach, here or in an outer frame; captures nothing. Null if there is none. */
    @Nullable
    Type typeOf(String name) {
        for (Frame f = this; f != null; f = f.parent) {
            for (int i = f.bindings.size() - 1; i >= 0; i--) {
                if (f.bindings.get(i).local.name().equals(name)) {
                    return f.bindings.get(i).local.type();
                }
            }
        }
        return null;
    }

    /** Names of all locals in reach, inner ones first. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        for (Frame f = this; f != null; f = f.parent) {
            for (int i = f.bindings.size() - 1; i >= 0; i--) {
                String name = f.bindings.get(i).local.name();
                if (!name.startsWith("$")) {
                    names.add(name);
                }
            }
        }
        return names;
    }
}
