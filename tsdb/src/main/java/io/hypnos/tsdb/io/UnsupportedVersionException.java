package io.hypnos.tsdb.io;

import io.hypnos.series.StorageException;

/// A file of a format version that this reader does not know.
public final class UnsupportedVersionException extends StorageException {

    private static final long serialVersionUID = 1L;

    private final String file;
    private final long offset;
    private final int found;
    private final int min;
    private final int max;

    /// @param offset where in the file the version stands, in bytes; 0 for text
    public UnsupportedVersionException(String file, long offset, int found, int min, int max) {
        super(file + " is not readable from byte " + offset + " on: expected format version "
                + (min == max ? "" + min : min + " to " + max) + ", found " + found);
        this.file = file;
        this.offset = offset;
        this.found = found;
        this.min = min;
        this.max = max;
    }

    public String file() {
        return file;
    }

    public long offset() {
        return offset;
    }

    public int found() {
        return found;
    }

    public int min() {
        return min;
    }

    public int max() {
        return max;
    }
}
