package org.platlang.ir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table of source positions of a module; instructions name them by index, equal positions have one index. */
public final class Positions {
    /** No position: code the compiler made of its own accord. */
    public static final int NONE = -1;

    /**
     * @param function name of the Plat function as the user wrote it, qualified
     * @param file index in {@link Module#files}
     * @param line from 1
     * @param column from 1
     * @param parent position of the call this was inlined at, or {@link #NONE}
     */
    public record Position(String function, int file, int line, int column, int parent) {
        // Written out, as in the other records that are hashed on the way of a small program: the generated methods are
        // linked at their first call, about a millisecond each, and no start-up cache holds them.
        @Override
        public boolean equals(Object other) {
            return other instanceof Position p
                    && line == p.line
                    && column == p.column
                    && parent == p.parent
                    && file == p.file
                    && function.equals(p.function);
        }

        @Override
        public int hashCode() {
            return (((function.hashCode() * 31 + file) * 31 + line) * 31 + column) * 31 + parent;
        }
    }

    private final List<Position> table = new ArrayList<>();
    private final Map<Position, Integer> index = new HashMap<>();

    public int intern(Position position) {
        Integer known = index.get(position);
        if (known != null) {
            return known;
        }
        int i = table.size();
        table.add(position);
        index.put(position, i);
        return i;
    }

    public Position get(int i) {
        return table.get(i);
    }

    public int size() {
        return table.size();
    }

    /** The position {@code inner} when its function is inlined at the call at {@code call}: a chain is re-rooted. */
    public int inlinedAt(int inner, int call) {
        if (inner == NONE || call == NONE) {
            return inner == NONE ? call : inner;
        }
        Position p = get(inner);
        int parent = p.parent() == NONE ? call : inlinedAt(p.parent(), call);
        return intern(new Position(p.function(), p.file(), p.line(), p.column(), parent));
    }
}
