package io.hypnos.promql;

import java.util.List;

/// What a query took, in the terms of the HTTP API's `stats`.
///
/// A sample is a float; a native histogram counts for as many as it is larger than one.
public record QueryStatistics(Timings timings, Samples samples) {

    /// Nanoseconds of the parts of a query's life.
    public record Timings(long evalTotal, long resultSort, long queryPreparation, long innerEval, long execQueue,
            long execTotal) {}

    /// @param total        samples that each step looked at, added up over the steps
    /// @param read         samples read, each once
    /// @param peak         largest number of samples held at one time
    /// @param totalPerStep `total` of each step; empty unless the settings asked for it
    /// @param readPerStep  `read` of each step; empty unless the settings asked for it
    public record Samples(long total, long read, long peak, List<StepCount> totalPerStep, List<StepCount> readPerStep) {

        public Samples {
            totalPerStep = List.copyOf(totalPerStep);
            readPerStep = List.copyOf(readPerStep);
        }
    }

    /// @param time epoch milliseconds of the step
    public record StepCount(long time, long count) {}
}
