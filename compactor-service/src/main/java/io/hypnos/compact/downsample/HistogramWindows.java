package io.hypnos.compact.downsample;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.Aggregate;
import io.hypnos.series.chunk.AggregateChunk;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.FloatHistogramAppender;
import io.hypnos.series.chunk.XorAppender;
import io.hypnos.series.histogram.CounterResetHint;
import io.hypnos.series.histogram.FloatHistogram;
import io.hypnos.series.histogram.HistogramAccumulator;
import io.hypnos.series.histogram.HistogramLayout;
import io.hypnos.series.histogram.Spans;

/// Folds a run of native histograms of one kind window by window: how many there were, their sum (a gauge), and how the counter went on since
/// the run's beginning. Windows are written as [FloatWindows] does.
///
/// All histograms of a run are first brought to what they have in common (the lowest resolution, the widest zero bucket, the shared custom
/// bounds), because one chunk holds one scale.
final class HistogramWindows {

    private final Resolution resolution;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;

    HistogramWindows(Resolution resolution) {
        this.resolution = resolution;
    }

    /// Epoch milliseconds of the first and the last window written so far.
    TimeRange written() {
        return new TimeRange(first, last);
    }

    /// All aggregates that histograms have, of raw samples.
    AggregateChunk all(List<TimedHistogram> run) {
        @Nullable
        Chunk[] parts = new @Nullable Chunk[Aggregate.values().length];
        parts[Aggregate.COUNT.ordinal()] = count(run);
        parts[Aggregate.SUM.ordinal()] = sum(run);
        parts[Aggregate.COUNTER.ordinal()] = counter(run);
        return new AggregateChunk(first, last, parts);
    }

    private Chunk count(List<TimedHistogram> run) {
        var out = new XorAppender();
        for (int i = 0; i < run.size();) {
            long windowEnd = windowEnd(run, i);
            int start = i;
            while (i < run.size() && run.get(i).time() <= windowEnd) {
                i++;
            }
            out.append(windowEnd, (double) (i - start));
            wrote(windowEnd);
        }
        return out.toChunk();
    }

    /// The sum of each window, for raw samples and for the sums of finer windows.
    Chunk sum(List<TimedHistogram> run) {
        FloatHistogram scale = commonScale(run);
        var out = new HistogramChunk(CounterResetHint.GAUGE);
        for (int i = 0; i < run.size();) {
            long windowEnd = windowEnd(run, i);
            var window = HistogramAccumulator.plain(scale);
            for (; i < run.size() && run.get(i).time() <= windowEnd; i++) {
                window.add(run.get(i).histogram());
            }
            out.append(windowEnd, window.result());
            wrote(windowEnd);
        }
        return out.finish();
    }

    /// What the counter has counted since it stood where the first histogram has it, for raw samples and for the counters of finer windows.
    Chunk counter(List<TimedHistogram> run) {
        FloatHistogram scale = commonScale(run);
        FloatHistogram start = run.getFirst().histogram();
        boolean gauge = start.hint() == CounterResetHint.GAUGE;
        var out = new HistogramChunk(gauge ? CounterResetHint.GAUGE : CounterResetHint.UNKNOWN);
        var total = HistogramAccumulator.plain(scaled(start, scale));
        FloatHistogram previous = start;
        for (int i = 0; i < run.size();) {
            long windowEnd = windowEnd(run, i);
            for (; i < run.size() && run.get(i).time() <= windowEnd; i++) {
                FloatHistogram current = run.get(i).histogram();
                if (i > 0) {
                    total.add(scaled(current, scale));
                    if (gauge || !isReset(previous, current)) {
                        total.subtract(scaled(previous, scale));
                    }
                }
                previous = current;
            }
            out.append(windowEnd, total.result());
            wrote(windowEnd);
        }
        return out.finish();
    }

    private long windowEnd(List<TimedHistogram> run, int i) {
        return Math.min(resolution.windowEnd(run.get(i).time()), run.getLast().time());
    }

    private void wrote(long time) {
        first = Math.min(first, time);
        last = Math.max(last, time);
    }

    /// Whether the counter began anew. That there was no reset is not believed but checked: samples may have been left out between the two, and a
    /// total that falls cannot be stored.
    private static boolean isReset(FloatHistogram previous, FloatHistogram current) {
        return current.hint() == CounterResetHint.RESET
                || current.withHint(CounterResetHint.UNKNOWN).isResetSince(previous);
    }

    /// Nothing, in the scale that all histograms of the run can be brought to.
    private static FloatHistogram commonScale(List<TimedHistogram> run) {
        var all = HistogramAccumulator.plain(run.getFirst().histogram());
        for (TimedHistogram sample : run.subList(1, run.size())) {
            all.add(sample.histogram());
        }
        HistogramLayout common = all.layout();
        var bare = new HistogramLayout(common.schema(), common.zeroThreshold(), Spans.NONE, Spans.NONE,
                common.customValues());
        return new FloatHistogram(CounterResetHint.UNKNOWN, bare, 0, 0, 0, new double[0]);
    }

    private static FloatHistogram scaled(FloatHistogram histogram, FloatHistogram scale) {
        var scaled = HistogramAccumulator.plain(scale);
        scaled.add(histogram);
        return scaled.result();
    }

    /// A chunk of histograms that are all of one scale.
    private static final class HistogramChunk {

        private final CounterResetHint hint;
        private @Nullable FloatHistogramAppender appender;

        HistogramChunk(CounterResetHint hint) {
            this.hint = hint;
        }

        void append(long time, FloatHistogram histogram) {
            FloatHistogram hinted = histogram.withHint(hint);
            FloatHistogramAppender open = appender;
            if (open == null) {
                appender = FloatHistogramAppender.open(time, hinted);
            } else if (!open.append(time, hinted).isAppended()) {
                throw new IllegalStateException("windows of one run do not fit one chunk: " + hinted);
            }
        }

        Chunk finish() {
            if (appender == null) {
                throw new IllegalStateException("a run has at least one window");
            }
            return appender.toChunk();
        }
    }
}
