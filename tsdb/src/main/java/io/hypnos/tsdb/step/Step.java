package io.hypnos.tsdb.step;

/// A point between two changes of the data directory, at which a crash leaves something unfinished behind.
public enum Step {
    /// Samples are in memory and not yet in the write-ahead log.
    SAMPLES_APPLIED,
    /// A group of records is in the write-ahead log and nobody has been told.
    LOG_WRITTEN,
    /// A new segment of the write-ahead log exists and is empty.
    SEGMENT_STARTED,
    /// Closed chunks are in a head-chunk file and still counted as being in memory.
    HEAD_CHUNKS_WRITTEN,
    /// A series of a block under construction was written.
    BLOCK_SERIES_WRITTEN,
    /// A block is in its place, and the head still has its samples.
    BLOCK_PUBLISHED,
    /// The head has forgotten what is in blocks, and the write-ahead log has not.
    HEAD_TRUNCATED,
    /// A checkpoint is complete under its temporary name.
    CHECKPOINT_WRITTEN,
    /// A checkpoint is in its place, and the segments that it replaces are still there.
    CHECKPOINT_PUBLISHED,
    /// Some of the segments that a checkpoint replaces are deleted.
    SEGMENT_DELETED,
    /// A segment with damaged records was rewritten without them under its temporary name.
    SEGMENT_REPAIRED,
    /// A block that is no longer wanted has its name for deletion.
    BLOCK_DROPPED
}
