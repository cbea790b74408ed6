package org.platlang.mach;

/**
 * What the driver tells code generation.
 *
 * @param debug write {@code .loc} lines and debug information entries
 * @param directory the directory that source paths are relative to, for debuggers
 * @param check run the allocation checker on every function (tests)
 */
public record CodegenOptions(boolean debug, String directory, boolean check) {
    /** With debug information, without checks. */
    public static CodegenOptions standard(String directory) {
        return new CodegenOptions(true, directory, false);
    }
}
