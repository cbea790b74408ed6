package org.platlang.interpreter;

/** The program does what this interpreter has no meaning for: tasks, channels, clocks, chance. */
public final class NotInterpreted extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotInterpreted(String what) {
        super(what);
    }
}
