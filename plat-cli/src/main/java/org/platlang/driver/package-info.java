/**
 * From a source file to an executable: the list of stages ({@link org.platlang.driver.Compilation}) and the tools of
 * the machine that finish the work ({@link org.platlang.driver.Toolchain}). No options are parsed and nothing is
 * printed here: that is {@code org.platlang.cli}.
 */
@NullMarked
package org.platlang.driver;

import org.jspecify.annotations.NullMarked;
