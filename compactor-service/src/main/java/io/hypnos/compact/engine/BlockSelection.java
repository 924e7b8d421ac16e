package io.hypnos.compact.engine;

import java.time.Duration;
import java.util.function.LongSupplier;

import io.hypnos.objstore.block.MetaFetcher;
import io.hypnos.series.relabel.Relabeling;

/// Which blocks of a bucket a compactor is for.
///
/// @param minTime          epoch milliseconds, asked for at every look
/// @param maxTime          epoch milliseconds, asked for at every look
/// @param relabeling       keeps blocks by their external labels
/// @param consistencyDelay the age from which a block is used
public record BlockSelection(MetaFetcher.Options fetch, LongSupplier minTime, LongSupplier maxTime,
        Relabeling relabeling, Duration consistencyDelay) {

    /// All blocks, however fresh.
    public static final BlockSelection ALL = new BlockSelection(MetaFetcher.Options.DEFAULT, () -> Long.MIN_VALUE,
            () -> Long.MAX_VALUE, Relabeling.NONE, Duration.ZERO);
}
