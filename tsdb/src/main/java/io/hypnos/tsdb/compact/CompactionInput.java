package io.hypnos.tsdb.compact;

import io.hypnos.series.TimeRange;
import io.hypnos.tsdb.block.BlockContents;
import io.hypnos.tsdb.block.Intervals;
import io.hypnos.tsdb.block.Ulid;
import io.hypnos.tsdb.index.IndexReader;

/// One of the blocks that are merged.
final class CompactionInput {

    private static final int SEQUENTIAL_WINDOW = 1 << 18;
    private static final int SCATTERED_WINDOW = 1 << 13;

    private final BlockContents contents;
    private final IndexReader index;
    private final TimeRange range;

    CompactionInput(BlockContents contents) {
        this.contents = contents;
        this.index = IndexReader.open(contents.index());
        this.range = contents.meta().range();
    }

    Ulid ulid() {
        return contents.meta().ulid();
    }

    IndexReader index() {
        return index;
    }

    /// Reads its chunks in the order of the file.
    RecordWindow sequentialRecords() {
        return new RecordWindow("segments of " + contents.meta().ulid(), contents.segments(), SEQUENTIAL_WINDOW);
    }

    /// Reads its chunks here and there, those of one series at once.
    RecordWindow scatteredRecords() {
        return new RecordWindow("segments of " + contents.meta().ulid(), contents.segments(), SCATTERED_WINDOW);
    }

    TimeRange range() {
        return range;
    }

    Intervals deleted(int seriesRef) {
        return contents.tombstones().of(seriesRef);
    }
}
