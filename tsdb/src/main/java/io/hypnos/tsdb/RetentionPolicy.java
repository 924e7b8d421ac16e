package io.hypnos.tsdb;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.hypnos.tsdb.block.Block;

/// Which blocks are too old, or too much. The age is counted from the newest block, not from now: what stands still is not deleted.
final class RetentionPolicy {

    private final TsdbOptions.Retention options;

    RetentionPolicy(TsdbOptions.Retention options) {
        this.options = options;
    }

    /// The blocks that may go.
    ///
    /// @param otherBytes bytes of the directory beside the blocks
    List<Block> expired(List<Block> blocks, long otherBytes) {
        var newestFirst = new ArrayList<>(blocks);
        newestFirst.sort(Comparator.comparingLong((Block block) -> block.meta().maxTime()).reversed());
        var expired = new ArrayList<Block>();
        long bytes = otherBytes;
        boolean tooMuch = false;
        for (Block block : newestFirst) {
            bytes += block.size();
            tooMuch |= options.bytes() > 0 && bytes > options.bytes();
            boolean tooOld = options.millis() > 0
                    && newestFirst.getFirst().meta().maxTime() - block.meta().maxTime() >= options.millis();
            if ((tooOld || tooMuch) && options.removable().test(block.meta().ulid().toString())) {
                expired.add(block);
            }
        }
        return expired;
    }
}
