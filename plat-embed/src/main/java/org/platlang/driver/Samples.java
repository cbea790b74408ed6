package org.platlang.driver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.platlang.hir.tree.TestCase;

/**
 * What a benchmark measured: some samples, each the mean of the same number of calls.
 *
 * @param calls in each sample
 * @param count of samples
 * @param mean nanoseconds a call, as are {@code median}, {@code deviation} (the standard deviation of the samples)
 *     and {@code min}
 * @param allocations heap objects made in a call
 */
public record Samples(
        long calls, int count, double mean, double median, double deviation, double min, double allocations) {

    /** Takes the lines of samples out of a benchmark's output; there must be one. */
    public static Samples parse(String output) {
        List<double[]> samples = new ArrayList<>();
        long calls = 0;
        for (String line : output.lines().toList()) {
            if (line.startsWith(TestCase.SAMPLE_MARK)) {
                String[] words =
                        line.substring(TestCase.SAMPLE_MARK.length()).trim().split(" ", -1);
                calls = Long.parseLong(words[0]);
                samples.add(new double[] {
                    Double.parseDouble(words[1]) / calls, Double.parseDouble(words[2]) / calls,
                });
            }
        }
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("no samples in: " + output);
        }
        double[] times = samples.stream().mapToDouble(s -> s[0]).sorted().toArray();
        int n = times.length;
        double mean = Arrays.stream(times).sum() / n;
        double squares = Arrays.stream(times).map(t -> (t - mean) * (t - mean)).sum();
        double median = n % 2 == 1 ? times[n / 2] : (times[n / 2 - 1] + times[n / 2]) / 2;
        double allocations = samples.stream().mapToDouble(s -> s[1]).sum() / n;
        return new Samples(calls, n, mean, median, n < 2 ? 0 : Math.sqrt(squares / (n - 1)), times[0], allocations);
    }
}
