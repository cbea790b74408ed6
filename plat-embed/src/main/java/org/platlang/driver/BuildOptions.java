package org.platlang.driver;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What to make of one source file.
 *
 * @param source the file named on the command line
 * @param output where the result goes; empty is {@code target/plat/NAME}, or standard output for {@link #emit}
 * @param optimize true for {@code -O2}, false for {@code -O0}
 * @param debug whether line tables and function names for debuggers are written
 * @param overflowPanics whether {@code + - *} of integers panic where the result does not fit, instead of wrapping
 * @param emit a form between source and program to print instead of linking
 */
public record BuildOptions(
        Path source,
        Optional<Path> output,
        boolean optimize,
        boolean debug,
        boolean overflowPanics,
        Optional<Emit> emit) {

    /** With arithmetic that wraps. */
    public BuildOptions(Path source, Optional<Path> output, boolean optimize, boolean debug, Optional<Emit> emit) {
        this(source, output, optimize, debug, false, emit);
    }

    /** The forms of a program that can be looked at. */
    public enum Emit {
        /** The syntax tree, as parsed. */
        AST,
        /** The checked and monomorphic program. */
        HIR,
        /** The SSA form after the passes of the chosen level. */
        SSA,
        /** The assembler's input. */
        ASM
    }

    /** The same, with the result in {@code place}. */
    public BuildOptions withOutput(Path place) {
        return new BuildOptions(source, Optional.of(place), optimize, debug, overflowPanics, emit);
    }

    /** The executable's path: the one given, or {@code target/plat/NAME} in the current folder. */
    public Path executable() {
        if (output.isPresent()) {
            return output.get();
        }
        String file = String.valueOf(source.getFileName());
        String name = file.endsWith(".plat") ? file.substring(0, file.length() - ".plat".length()) : file + ".out";
        return Path.of("target", "plat", name);
    }
}
