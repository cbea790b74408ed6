package org.platlang.driver;

import java.util.ArrayList;
import java.util.List;

/** The time of each stage of one compilation. */
public final class Timings {
    /** A stage and its wall time in nanoseconds. */
    public record Stage(String name, long nanoseconds) {}

    private final List<Stage> stages = new ArrayList<>();
    private long last = System.nanoTime();

    /** The time since the last call, or since the start, was spent on {@code name}. */
    void done(String name) {
        long now = System.nanoTime();
        stages.add(new Stage(name, now - last));
        last = now;
    }

    public List<Stage> stages() {
        return List.copyOf(stages);
    }
}
