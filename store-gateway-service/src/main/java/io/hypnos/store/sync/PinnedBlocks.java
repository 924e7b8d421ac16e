package io.hypnos.store.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.hypnos.store.block.BucketBlock;

/// The blocks that one request uses, kept open for it.
///
/// @param pins one for each block; whoever takes one over closes it
public record PinnedBlocks(List<BucketBlock.Pin> pins) implements AutoCloseable {

    public PinnedBlocks {
        pins = List.copyOf(pins);
    }

    /// Pins all blocks, or none: empty when one of them is closed already.
    static Optional<PinnedBlocks> of(List<BucketBlock> blocks) {
        var pins = new ArrayList<BucketBlock.Pin>(blocks.size());
        for (BucketBlock block : blocks) {
            Optional<BucketBlock.Pin> pin = block.pin();
            if (pin.isEmpty()) {
                pins.forEach(BucketBlock.Pin::close);
                return Optional.empty();
            }
            pins.add(pin.get());
        }
        return Optional.of(new PinnedBlocks(pins));
    }

    @Override
    public void close() {
        pins.forEach(BucketBlock.Pin::close);
    }
}
