package org.platlang.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a program may be written in, in the order of the table's columns: one row per kind of source file. */
public enum Language {
    PLAT("main.plat"),
    C("main.c"),
    GO("main.go"),
    /** Rust without crates. */
    RUST("main.rs"),
    /** Rust with Tokio (and flume where several tasks receive): tasks on a thread pool. */
    TOKIO("tokio.rs"),
    /** Rust with rayon: work-stealing joins, the floor of recursive tasks. */
    RAYON("rayon.rs"),
    /** Rust with crossbeam channels between OS threads, the floor of channels between processors. */
    CROSSBEAM("crossbeam.rs"),
    /** Virtual threads. */
    JAVA("Main.java");

    private final String sourceFile;

    Language(String sourceFile) {
        this.sourceFile = sourceFile;
    }

    /** The name of its source file in a program's folder. */
    public String sourceFile() {
        return sourceFile;
    }

    /** Its name in tables, options and JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is built by cargo, with crates. */
    public boolean usesCargo() {
        return switch (this) {
            case TOKIO, RAYON, CROSSBEAM -> true;
            case PLAT, C, GO, RUST, JAVA -> false;
        };
    }

    public static Optional<Language> ofLabel(String label) {
        return Arrays.stream(values()).filter(l -> l.label().equals(label)).findFirst();
    }
}
