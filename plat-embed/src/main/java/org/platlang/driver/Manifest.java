package org.platlang.driver;

/** {@code plat.toml}: the file whose folder is a project's root. */
final class Manifest {
    static final String FILE = "plat.toml";

    private Manifest() {}
}
