package io.hypnos.store.sync;

import java.nio.file.Path;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.TimeRange;
import io.hypnos.store.block.BucketBlock.Preparation;

/// How blocks are brought in.
///
/// @param concurrency blocks that are loaded at once
/// @param preparation how much of a block is done when it is loaded
/// @param directory   where blocks have directories on the local disk; null where they have none
/// @param served      the time that is answered for, which may be relative to now
public record SyncOptions(int concurrency, Preparation preparation, @Nullable Path directory,
        Supplier<TimeRange> served) {}
