/**
 * The benchmark runner: builds one program in several languages, runs the executables interleaved, and prints their times
 * side by side as ratios.
 *
 * <p>{@link org.platlang.bench.Bench#main} is the pipeline: {@link org.platlang.bench.Program} (what is on disk), {@link
 * org.platlang.bench.Builder} (source to command), {@link org.platlang.bench.Runner} (command to {@link
 * org.platlang.bench.Run}s), {@link org.platlang.bench.Comparison} (runs to ratios), {@link org.platlang.bench.Report}
 * (ratios to text and JSON).
 */
@NullMarked
package org.platlang.bench;

import org.jspecify.annotations.NullMarked;
