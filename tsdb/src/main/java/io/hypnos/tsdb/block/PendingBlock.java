package io.hypnos.tsdb.block;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.hypnos.series.TimeRange;
import io.hypnos.tsdb.io.DurableFiles;

/// The directory of a block that is being written, under a name that no reader takes for a block.
final class PendingBlock {

    private final Path dataDirectory;
    private final Ulid ulid;
    private final Path directory;
    private boolean published;

    PendingBlock(Path dataDirectory, Ulid ulid) throws IOException {
        this.dataDirectory = dataDirectory;
        this.ulid = ulid;
        this.directory = BlockFiles.beingWritten(dataDirectory, ulid);
        DurableFiles.deleteRecursively(directory);
        Files.createDirectories(directory);
    }

    Path index() {
        return directory.resolve(BlockFiles.INDEX);
    }

    Path chunks() {
        return directory.resolve(ChunkSegmentFormat.DIRECTORY);
    }

    Path resolve(String name) {
        return directory.resolve(name);
    }

    /// Makes a block of the directory, whose index and chunks are already on the device.
    BlockMeta publish(BlockDraft draft, SeriesChunkSink sink, long maxSeriesSize) throws IOException {
        var range = TimeRange.halfOpen(draft.minTime(), draft.maxTime());
        if (!range.covers(sink.minTime(), sink.maxTime())) {
            throw new IllegalArgumentException("samples of [" + sink.minTime() + ", " + sink.maxTime()
                    + "] are outside of block [" + draft.minTime() + ", " + draft.maxTime() + ")");
        }
        ThanosMeta thanos = draft.thanos();
        var indexStats = new ThanosMeta.IndexStats(maxSeriesSize, sink.maxChunkSize());
        var meta = new BlockMeta(ulid, draft.minTime(), draft.maxTime(), sink.stats(), draft.lineage(),
                thanos == null ? null : thanos.withIndexStats(indexStats));
        meta.write(directory);
        Tombstones.NONE.write(directory);
        DurableFiles.publish(directory, dataDirectory.resolve(ulid.toString()));
        published = true;
        return meta;
    }

    /// Removes the directory unless it was published.
    void discard() throws IOException {
        if (!published) {
            DurableFiles.deleteRecursively(directory);
        }
    }
}
