package io.hypnos.tsdb;

import java.io.IOException;
import java.nio.file.Path;

import io.hypnos.series.StorageException;
import io.hypnos.series.TimeRange;
import io.hypnos.tsdb.block.BlockMeta;

/// A block that cannot be opened, so that answers lack what it has.
///
/// @param range of its samples; everything where not even that can be read
record UnreadableBlock(Path directory, TimeRange range) {

    static UnreadableBlock of(Path directory) {
        TimeRange range;
        try {
            range = BlockMeta.read(directory).range();
        } catch (IOException | StorageException e) {
            range = TimeRange.ALL;
        }
        return new UnreadableBlock(directory, range);
    }

    String warning() {
        return "block " + directory.getFileName() + " cannot be read and is left out";
    }
}
