package org.platlang.cli;

/** The exit status of {@code platc} itself; {@code platc run} ends with the program's own. */
final class ExitStatus {
    static final int DONE = 0;
    /** The program has errors. */
    static final int PROGRAM = 1;
    /** The command was used wrongly, or the machine lacks something it needs. */
    static final int USAGE = 2;
    /** The compiler itself failed. */
    static final int BUG = 3;

    private ExitStatus() {}
}
