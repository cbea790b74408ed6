package org.platlang.ir;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A whole program in SSA form: functions, static data, source files and positions, in a deterministic order. */
public final class Module {
    private final List<Function> functions = new ArrayList<>();
    private final Map<String, Function> bySymbol = new HashMap<>();
    private final Map<String, StaticData> data = new java.util.LinkedHashMap<>();
    private final List<String> files = new ArrayList<>();
    private final Positions positions = new Positions();

    public void add(Function f) {
        if (bySymbol.putIfAbsent(f.symbol(), f) != null) {
            throw new IllegalArgumentException("two functions named " + f.symbol());
        }
        functions.add(f);
    }

    public List<Function> functions() {
        return Collections.unmodifiableList(functions);
    }

    public Optional<Function> function(String symbol) {
        return Optional.ofNullable(bySymbol.get(symbol));
    }

    /** Removes a function that nothing refers to any more. */
    public void remove(Function f) {
        bySymbol.remove(f.symbol());
        functions.remove(f);
    }

    public void add(StaticData d) {
        if (data.putIfAbsent(d.symbol(), d) != null) {
            throw new IllegalArgumentException("two data items named " + d.symbol());
        }
    }

    public boolean hasData(String symbol) {
        return data.containsKey(symbol);
    }

    /** The static data in the order added. */
    public List<StaticData> data() {
        return List.copyOf(data.values());
    }

    /** Index of a source file, by the path to show. */
    public int file(String path) {
        int i = files.indexOf(path);
        if (i < 0) {
            files.add(path);
            i = files.size() - 1;
        }
        return i;
    }

    public List<String> files() {
        return Collections.unmodifiableList(files);
    }

    public Positions positions() {
        return positions;
    }
}
