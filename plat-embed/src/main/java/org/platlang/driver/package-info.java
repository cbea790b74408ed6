/**
 * From a source text to an executable: the list of stages ({@link org.platlang.driver.Compilation}) and the tools of the
 * machine that finish the work. This is what another JVM program embeds, and what {@code org.platlang.cli} is built on: no
 * options are parsed and nothing is printed here, and any number of compilations may run at once.
 */
@NullMarked
package org.platlang.driver;

import org.jspecify.annotations.NullMarked;
