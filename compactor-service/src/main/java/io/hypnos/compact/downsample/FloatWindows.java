package io.hypnos.compact.downsample;

import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.Aggregate;
import io.hypnos.series.chunk.AggregateChunk;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.XorAppender;

/// Folds a run of floats window by window and encodes what was asked for. A window is written at its last millisecond, or at the time of the run's
/// last sample when that is earlier, so that runs do not reach into one another. The counter goes on from window to window.
///
/// Floats without NaN go in, in ascending time; one pass, nothing is kept per sample.
final class FloatWindows {

    private final Resolution resolution;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;

    FloatWindows(Resolution resolution) {
        this.resolution = resolution;
    }

    /// Epoch milliseconds of the first and the last window written so far.
    TimeRange written() {
        return new TimeRange(first, last);
    }

    /// All five aggregates of raw samples.
    AggregateChunk all(long[] times, double[] values, int from, int to) {
        var count = new XorAppender();
        var sum = new XorAppender();
        var min = new XorAppender();
        var max = new XorAppender();
        var counter = new XorAppender();
        // The first and, after the last window, the last raw value: readers need both to see what happened between two chunks.
        counter.append(times[from], values[from]);
        long end = times[to - 1];
        double total = values[from];
        double previous = values[from];
        int i = from;
        while (i < to) {
            long windowEnd = Math.min(resolution.windowEnd(times[i]), end);
            int start = i;
            double windowSum = 0;
            double least = Double.POSITIVE_INFINITY;
            double greatest = Double.NEGATIVE_INFINITY;
            for (; i < to && times[i] <= windowEnd; i++) {
                double value = values[i];
                windowSum += value;
                least = value < least ? value : least;
                greatest = value > greatest ? value : greatest;
                if (i > from) {
                    total += value < previous ? value : value - previous;
                }
                previous = value;
            }
            count.append(windowEnd, (double) (i - start));
            sum.append(windowEnd, windowSum);
            min.append(windowEnd, least);
            max.append(windowEnd, greatest);
            counter.append(windowEnd, total);
            wrote(windowEnd);
        }
        counter.append(end, values[to - 1]);
        return new AggregateChunk(first, last, new Chunk[]{count.toChunk(), sum.toChunk(), min.toChunk(),
            max.toChunk(), counter.toChunk()});
    }

    /// One aggregate of finer windows: counts and sums are added, the least is taken of minima and the greatest of maxima.
    Chunk fold(Aggregate aggregate, long[] times, double[] values, int count) {
        var out = new XorAppender();
        long end = times[count - 1];
        int i = 0;
        while (i < count) {
            long windowEnd = Math.min(resolution.windowEnd(times[i]), end);
            double folded = values[i++];
            for (; i < count && times[i] <= windowEnd; i++) {
                double value = values[i];
                folded = switch (aggregate) {
                    case COUNT, SUM -> folded + value;
                    case MIN -> value < folded ? value : folded;
                    case MAX -> value > folded ? value : folded;
                    case COUNTER -> throw new IllegalArgumentException("counters are chained, not folded");
                };
            }
            out.append(windowEnd, folded);
            wrote(windowEnd);
        }
        return out.toChunk();
    }

    /// The counter of finer windows, from what [CounterChain] has made of their chunks: the first sample, the windows, the last raw value. Of a
    /// counter the chain only grows; of a gauge it may fall, which is taken for a reset as it is in raw samples.
    Chunk counter(CounterChain chain) {
        long[] times = chain.times();
        double[] values = chain.values();
        var out = new XorAppender();
        out.append(times[0], values[0]);
        long end = times[chain.size() - 1];
        double total = values[0];
        int i = 0;
        while (i < chain.size()) {
            long windowEnd = Math.min(resolution.windowEnd(times[i]), end);
            for (; i < chain.size() && times[i] <= windowEnd; i++) {
                if (i > 0) {
                    total += values[i] < values[i - 1] ? values[i] : values[i] - values[i - 1];
                }
            }
            out.append(windowEnd, total);
            wrote(windowEnd);
        }
        out.append(end, chain.lastRawValue());
        return out.toChunk();
    }

    private void wrote(long time) {
        first = Math.min(first, time);
        last = Math.max(last, time);
    }
}
