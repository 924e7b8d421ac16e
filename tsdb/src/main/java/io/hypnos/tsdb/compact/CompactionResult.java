package io.hypnos.tsdb.compact;

import java.util.List;

import io.hypnos.tsdb.block.BlockMeta;

/// How a merge ended.
public sealed interface CompactionResult {

    /// The outputs are published.
    ///
    /// @param blocks   one per output that has samples; none when no input has any, and then the inputs may go
    /// @param findings what was wrong with inputs and tolerated
    record Compacted(List<BlockMeta> blocks, List<Finding> findings) implements CompactionResult {

        public Compacted {
            blocks = List.copyOf(blocks);
            findings = List.copyOf(findings);
        }
    }

    /// Nothing was published, because something is wrong with an input that is not tolerated.
    record Refused(Finding finding) implements CompactionResult {}
}
