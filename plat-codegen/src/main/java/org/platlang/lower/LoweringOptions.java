package org.platlang.lower;

/**
 * Choices in lowering.
 *
 * @param debug keep what a debugger wants to see
 * @param overflowPanics whether {@code + - *} of integers and Durations in the program's own functions panic where the
 *     result does not fit; library code relies on wrapping and always wraps
 */
public record LoweringOptions(boolean debug, boolean overflowPanics) {}
