package io.hypnos.store.fetch;

import java.util.Locale;

/// The kinds of data that a block in a bucket is read in.
public enum DataKind {
    POSTINGS, SERIES, CHUNKS;

    /// The value of the label `data_type` in metrics.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
