package org.platlang.opt;

import org.platlang.ir.Module;

/**
 * What a pass may know besides its function.
 *
 * @param module for other functions, positions and static data
 */
public record PassContext(Module module) {}
