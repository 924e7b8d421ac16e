package io.hypnos.promql;

import java.util.List;

/// What one operator of a query did, with those below it.
///
/// @param name        the operator as `explain` shows it
/// @param nanos       time spent in it and below
/// @param samples     samples it read from storage or from below
/// @param peakSamples largest number of samples it held
/// @param series      series it gave
public record OperatorAnalysis(String name, long nanos, long samples, long peakSamples, long series,
        List<OperatorAnalysis> children) {

    public OperatorAnalysis {
        children = List.copyOf(children);
    }
}
