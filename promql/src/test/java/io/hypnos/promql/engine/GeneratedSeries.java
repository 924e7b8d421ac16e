package io.hypnos.promql.engine;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

import io.hypnos.series.QueryContext;
import io.hypnos.series.Samples;
import io.hypnos.series.SelectHints;
import io.hypnos.series.Series;
import io.hypnos.series.SeriesQuerier;
import io.hypnos.series.SeriesSet;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.LabelsBuilder;
import io.hypnos.series.labels.Matcher;

/// Any number of counters `m{job="0…9",instance="0…"}` that rise at their own pace every 15 s from 0 on, made up while they are read.
final class GeneratedSeries implements SeriesQuerier {

    static final long INTERVAL = 15_000;
    /// There are no samples behind it.
    private static final long END = 8_000_000;

    private final int count;
    private final IntConsumer whenRead;
    private final AtomicInteger reading = new AtomicInteger();
    private volatile boolean closed;
    private volatile boolean readAfterClose;

    /// @param whenRead is told the number of each series that is read, by the thread that does
    GeneratedSeries(int count, IntConsumer whenRead) {
        this.count = count;
        this.whenRead = whenRead;
    }

    /// Whether no series was read after the set had been closed.
    boolean wasClosedInTime() {
        return closed && !readAfterClose && reading.get() == 0;
    }

    @Override
    public SeriesSet select(List<Matcher> matchers, SelectHints hints, QueryContext context) {
        return new SeriesSet() {
            private int at = -1;

            @Override
            public boolean next() {
                return ++at < count;
            }

            @Override
            public Series series() {
                return new Counter(at, hints);
            }

            @Override
            public List<String> warnings() {
                return List.of();
            }

            @Override
            public void close() {
                readAfterClose |= reading.get() > 0;
                closed = true;
            }
        };
    }

    private final class Counter implements Series {

        private final int number;
        private final SelectHints hints;

        Counter(int number, SelectHints hints) {
            this.number = number;
            this.hints = hints;
        }

        @Override
        public Labels labels() {
            return new LabelsBuilder().set(Labels.METRIC_NAME, "m").set("instance", String.valueOf(number))
                    .set("job", String.valueOf(number % 10)).build();
        }

        @Override
        public void readInto(Samples into) {
            reading.incrementAndGet();
            try {
                readAfterClose |= closed;
                whenRead.accept(number);
                into.clear();
                long first = Math.max(0, (hints.range().min() + INTERVAL - 1) / INTERVAL);
                long last = Math.min(END, hints.range().max());
                for (long i = first; i * INTERVAL <= last; i++) {
                    into.addFloat(i * INTERVAL, i * (number % 97 + 0.1) % 1000);
                }
            } finally {
                reading.decrementAndGet();
            }
        }
    }
}
