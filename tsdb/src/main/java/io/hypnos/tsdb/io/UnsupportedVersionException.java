package io.hypnos.tsdb.io;

import io.hypnos.series.StorageException;

/// A file of a format version that this reader does not know.
public final class UnsupportedVersionException extends StorageException {

    private static final long serialVersionUID = 1L;

    private final String file;
    private final int found;
    private final int min;
    private final int max;

    public UnsupportedVersionException(String file, int found, int min, int max) {
        super(file + " has format version " + found + "; readable are " + (min == max ? "" + min : min + " to " + max));
        this.file = file;
        this.found = found;
        this.min = min;
        this.max = max;
    }

    public String file() {
        return file;
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
