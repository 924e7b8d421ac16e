package io.hypnos.tsdb.compact;

import io.hypnos.series.TimeRange;
import io.hypnos.tsdb.block.BlockContents;
import io.hypnos.tsdb.block.Intervals;
import io.hypnos.tsdb.block.Ulid;
import io.hypnos.tsdb.index.IndexReader;

/// One of the blocks that are merged.
final class CompactionInput {

    private final BlockContents contents;
    private final IndexReader index;
    private final RecordWindow records;
    private final TimeRange range;

    CompactionInput(BlockContents contents) {
        this.contents = contents;
        this.index = IndexReader.open(contents.index());
        this.records = new RecordWindow(contents.segments());
        this.range = contents.meta().range();
    }

    Ulid ulid() {
        return contents.meta().ulid();
    }

    IndexReader index() {
        return index;
    }

    /// Reads its chunks.
    RecordWindow records() {
        return records;
    }

    TimeRange range() {
        return range;
    }

    Intervals deleted(int seriesRef) {
        return contents.tombstones().of(seriesRef);
    }
}
