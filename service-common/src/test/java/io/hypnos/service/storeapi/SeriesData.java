package io.hypnos.service.storeapi;

import java.util.stream.LongStream;

import io.hypnos.series.labels.Labels;

/// One series of a test's data set: a float sample at each of the times, whose value is its index.
///
/// @param times ascending epoch milliseconds
public record SeriesData(Labels labels, long[] times) {

    /// A sample every `step` milliseconds from `from` to `to`, both included.
    public static SeriesData every(long step, long from, long to, String... labels) {
        return new SeriesData(Labels.of(labels), LongStream.iterate(from, t -> t <= to, t -> t + step).toArray());
    }
}
