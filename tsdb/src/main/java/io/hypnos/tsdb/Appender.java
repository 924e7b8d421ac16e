package io.hypnos.tsdb;

import io.hypnos.series.histogram.Histogram;
import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.write.BatchResult;
import io.hypnos.tsdb.write.Exemplar;
import io.hypnos.tsdb.write.MetricMetadata;
import io.hypnos.tsdb.write.WriteBatch;

/// Collects samples by their labels and stores them together: a convenience over [Tsdb#append] for whoever has labels and not the bytes of a
/// request. Nothing is checked or stored before [#commit()]. For one thread; may be used again after a commit.
public final class Appender {

    private static final int KEY_SPACE = 0;

    private final Tsdb tsdb;
    private final WriteBatch batch = new WriteBatch();
    private final KeyBuffer keys = new KeyBuffer();

    Appender(Tsdb tsdb) {
        this.tsdb = tsdb;
        batch.reset(keys.bytes(), KEY_SPACE);
    }

    /// Adds a float.
    ///
    /// @param t epoch milliseconds
    public Appender add(Labels labels, long t, double value) {
        select(labels);
        batch.addSample(t, value);
        return this;
    }

    /// Adds a native histogram.
    ///
    /// @param t epoch milliseconds
    public Appender add(Labels labels, long t, Histogram histogram) {
        select(labels);
        batch.addHistogram(t, histogram);
        return this;
    }

    public Appender add(Labels labels, Exemplar exemplar) {
        select(labels);
        batch.addExemplar(exemplar);
        return this;
    }

    /// Describes the metric of a series.
    public Appender describe(Labels labels, MetricMetadata metadata) {
        select(labels);
        batch.setMetadata(metadata);
        return this;
    }

    /// Stores what was added since the last commit.
    public BatchResult commit() {
        BatchResult result = tsdb.append(batch, (lent, series) -> keys.labels(series));
        rollback();
        return result;
    }

    /// Forgets what was added since the last commit.
    public void rollback() {
        keys.clear();
        batch.reset(keys.bytes(), KEY_SPACE);
    }

    private void select(Labels labels) {
        if (keys.add(labels)) {
            batch.rebase(keys.bytes());
            batch.addSeries(keys.lastOffset(), labels.packed().length);
        }
    }
}
