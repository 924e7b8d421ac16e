package io.hypnos.series;

import io.hypnos.series.labels.Labels;

/// One series of a selection: its labels, and its samples on demand.
///
/// A series stays valid after the set that gave it has moved on, until that set is closed; so several threads may each decode series of one
/// set. One series is decoded by one thread at a time.
public interface Series {

    Labels labels();

    /// Replaces the contents of `into` by the samples of this series inside the selected time range, in strictly ascending time.
    ///
    /// @throws StorageException when the stored bytes cannot be read
    void readInto(Samples into);

    /// About how many bytes stay in memory as long as somebody keeps this series.
    default long heldBytes() {
        return 0;
    }
}
