package io.hypnos.tsdb;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.StoredSamples;
import io.hypnos.series.histogram.Histogram;
import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.write.AppendResult;
import io.hypnos.tsdb.write.BatchResult;

/// The plain version of a database: maps, and the rules for what gets in, written down once more as simply as they can be.
///
/// It knows what is observable and nothing of chunks, logs and blocks; where its head ends and blocks begin, the database tells it.
final class ReferenceTsdb {

    private final long blockRange;
    private final long window;
    private final TreeMap<Labels, One> series = new TreeMap<>();
    private long minValid = Long.MIN_VALUE;
    private long maxTime = Long.MIN_VALUE;

    private static final class One {
        private final TreeMap<Long, String> samples = new TreeMap<>();
        /// The newest in-order sample.
        private long lastTime = Long.MIN_VALUE;
        private String last = "";
    }

    /// Samples in the order in which they were added.
    static final class Batch {
        private final List<Sample> samples = new ArrayList<>();

        void add(Labels labels, long time, double value) {
            samples.add(new Sample(labels, time, value, null));
        }

        void add(Labels labels, long time, Histogram histogram) {
            samples.add(new Sample(labels, time, 0, histogram));
        }
    }

    private record Sample(Labels labels, long time, double value, Histogram histogram) {

        String text() {
            var one = new StoredSamples();
            if (histogram == null) {
                one.add(time, value);
            } else {
                one.add(time, histogram);
            }
            return StoredSeries.text(one, 0);
        }
    }

    /// @param window of out-of-order samples, 0 for none
    ReferenceTsdb(long blockRange, long window) {
        this.blockRange = blockRange;
        this.window = window;
    }

    /// Samples before are out of bounds from now on.
    void closeBefore(long time) {
        minValid = Math.max(minValid, time);
    }

    /// What a restart forgets: bounds that came from samples which are in blocks now.
    void restart(long time) {
        minValid = time;
        maxTime = Long.MIN_VALUE;
        series.values().forEach(one -> {
            if (one.lastTime < time) {
                one.lastTime = Long.MIN_VALUE;
            }
            if (one.lastTime != Long.MIN_VALUE) {
                maxTime = Math.max(maxTime, one.lastTime);
            }
        });
    }

    BatchResult append(Batch batch) {
        var result = BatchResult.of(1);
        long oldest = maxTime == Long.MIN_VALUE ? minValid : Math.max(minValid, maxTime - blockRange / 2);
        long lateFrom = maxTime == Long.MIN_VALUE ? Long.MIN_VALUE : maxTime - window;
        var sorted = new ArrayList<>(batch.samples);
        sorted.sort((a, b) -> Long.compare(a.time, b.time));
        for (Sample sample : sorted) {
            One one = series.computeIfAbsent(sample.labels, labels -> new One());
            result.note(0, append(one, sample, oldest, lateFrom), sample.time, 0);
        }
        return result;
    }

    private AppendResult append(One one, Sample sample, long oldest, long lateFrom) {
        String text = sample.text();
        if (sample.time > one.lastTime && sample.time >= oldest) {
            one.samples.put(sample.time, text);
            one.lastTime = sample.time;
            one.last = text;
            maxTime = Math.max(maxTime, sample.time);
            return AppendResult.APPENDED;
        }
        if (sample.time == one.lastTime && sample.time >= oldest) {
            return one.last.equals(text) ? AppendResult.ALREADY_PRESENT : AppendResult.DUPLICATE;
        }
        if (window > 0) {
            if (sample.time < lateFrom) {
                return AppendResult.TOO_OLD;
            }
            one.samples.putIfAbsent(sample.time, text);
            return AppendResult.APPENDED;
        }
        return sample.time < oldest ? AppendResult.OUT_OF_BOUNDS : AppendResult.OUT_OF_ORDER;
    }

    TreeMap<Labels, TreeMap<Long, String>> all() {
        return in(TimeRange.ALL);
    }

    TreeMap<Labels, TreeMap<Long, String>> in(TimeRange range) {
        var found = new TreeMap<Labels, TreeMap<Long, String>>();
        series.forEach((labels, one) -> {
            var samples = new TreeMap<>(one.samples);
            samples.keySet().removeIf(time -> !range.contains(time));
            if (!samples.isEmpty()) {
                found.put(labels, samples);
            }
        });
        return found;
    }
}
