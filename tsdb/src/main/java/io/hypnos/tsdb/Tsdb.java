package io.hypnos.tsdb;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.TimeRange;
import io.hypnos.series.labels.Matcher;
import io.hypnos.tsdb.head.ExemplarSeries;
import io.hypnos.tsdb.head.HeadStatistics;
import io.hypnos.tsdb.write.BatchResult;
import io.hypnos.tsdb.write.LabelKeyDecoder;
import io.hypnos.tsdb.write.MetricMetadata;
import io.hypnos.tsdb.write.WriteBatch;

/// A time series database in one directory, of the form that Prometheus uses: a head for the newest samples, a write-ahead log that makes
/// them durable, and blocks for the past.
///
/// Safe for use by several threads. Whoever opens it closes it.
public final class Tsdb implements AutoCloseable {

    private Tsdb() {}

    /// Opens the database in a directory, which is created where there is none, and replays its log.
    ///
    /// @throws io.hypnos.series.StorageException when the directory is in use, cannot be read, or holds a checkpoint that is damaged
    public static Tsdb open(Path directory, TsdbOptions options, TsdbMetrics metrics) {
        throw new UnsupportedOperationException("not built yet");
    }

    /// Stores the samples of all series of a batch; see the other form.
    public BatchResult append(WriteBatch batch, LabelKeyDecoder decoder) {
        throw new UnsupportedOperationException("not built yet");
    }

    /// Stores the samples of the listed series of a batch and returns when they are in the write-ahead log, and after a force of it where
    /// [io.hypnos.tsdb.wal.WalSync#GROUP] asks for one. A sample that cannot be stored does not keep the others out. What is stored becomes
    /// visible to queries at once, never a part of it.
    ///
    /// The batch is lent until this returns. Blocks; may be called on a virtual thread.
    public BatchResult append(WriteBatch batch, int[] series, LabelKeyDecoder decoder) {
        throw new UnsupportedOperationException("not built yet");
    }

    /// A way to append by labels.
    public Appender appender() {
        return new Appender(this);
    }

    /// The series that all matchers accept and that have a chunk in the range, with these chunks. What is appended after this call is not
    /// seen. Must be closed; one that is kept open for minutes is ended by a [io.hypnos.series.StorageException], because it holds memory.
    public ChunkSeriesSet select(List<Matcher> matchers, TimeRange range) {
        throw new UnsupportedOperationException("not built yet");
    }

    /// As [#select], without chunks.
    public ChunkSeriesSet selectLabels(List<Matcher> matchers, TimeRange range) {
        throw new UnsupportedOperationException("not built yet");
    }

    /// The names of all labels of the series that all matchers accept, in ascending byte order. Without matchers the range is held against
    /// blocks and head as wholes.
    public List<String> labelNames(List<Matcher> matchers, TimeRange range) {
        throw new UnsupportedOperationException("not built yet");
    }

    /// The values of one label, likewise.
    public List<String> labelValues(String name, List<Matcher> matchers, TimeRange range) {
        throw new UnsupportedOperationException("not built yet");
    }

    /// The exemplars in the range of the series that all matchers of any of the lists accept.
    public List<ExemplarSeries> exemplars(List<List<Matcher>> selectors, TimeRange range) {
        throw new UnsupportedOperationException("not built yet");
    }

    /// What is known about metrics by their name; only about one where `metric` is not empty.
    public Map<String, List<MetricMetadata>> metadata(String metric) {
        throw new UnsupportedOperationException("not built yet");
    }

    /// Sizes of the head.
    ///
    /// @param limit entries per list
    public HeadStatistics headStatistics(int limit) {
        throw new UnsupportedOperationException("not built yet");
    }

    /// From the oldest to the newest sample, blocks included; empty when there is none.
    public TimeRange timeRange() {
        throw new UnsupportedOperationException("not built yet");
    }

    /// What is due every second: forces the log where [io.hypnos.tsdb.wal.WalSync#INTERVAL] asks for it, moves closed chunks to disk, looks
    /// at the free space.
    public void tick() {
        throw new UnsupportedOperationException("not built yet");
    }

    /// What is due every minute: cuts blocks from the head when it has become long enough, applies retention, merges blocks where that is
    /// wanted, drops what is obsolete.
    public void maintain() {
        throw new UnsupportedOperationException("not built yet");
    }

    /// Turns everything in the head into blocks, for whoever wants all data in blocks now. Samples older than these blocks are out of bounds
    /// from then on.
    public void flush() {
        throw new UnsupportedOperationException("not built yet");
    }

    /// Closes the log in good order. The head stays in the log; call [#flush()] first to have it in blocks.
    @Override
    public void close() {
        throw new UnsupportedOperationException("not built yet");
    }
}
