/**
 * The command line of {@code platc}, on picocli: options, help and exit status, and no compiling. The model of a command
 * is made by code, and only for the command that was typed: annotations and the other commands' options would cost most
 * of the start-up time.
 */
@NullMarked
package org.platlang.cli;

import org.jspecify.annotations.NullMarked;
