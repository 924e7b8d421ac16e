package io.hypnos.tsdb.index;

import java.io.IOException;

/// What is to be written is more than an index can hold: its sections are limited to 4 GiB and its series to 64 GiB.
public final class IndexTooLargeException extends IOException {

    private static final long serialVersionUID = 1L;

    public IndexTooLargeException(String message) {
        super(message);
    }
}
