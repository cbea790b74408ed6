package org.platlang.cli;

/** The page of {@code platc --help}: written out, so that asking for it does not build every command's model. */
final class Help {
    static final String OVERVIEW = """
            platc - the compiler of the Plat language

            Usage: platc COMMAND [OPTIONS] FILE.plat

            Commands:
              build FILE             compile to an executable (default: target/plat/NAME)
              run FILE [ARGS]        compile, then run the program with ARGS
              check FILE             report errors and warnings, make nothing
              test FILE [-f GLOB]    run the tests in test blocks
              bench FILE [-f GLOB]   measure the functions in bench blocks
              explain [CODE]         tell more about an error or a warning, such as E0301
              help [COMMAND]         this page, or a command's options

              platc COMMAND --help    options of a command
              platc --version         the version

            Exit status: 0 done, 1 errors in the program or a failed test, 2 wrong use of the command.
            """;

    private Help() {}
}
