package org.platlang.lower;

/**
 * Choices in lowering.
 *
 * @param debug keep what a debugger wants to see
 */
public record LoweringOptions(boolean debug) {}
