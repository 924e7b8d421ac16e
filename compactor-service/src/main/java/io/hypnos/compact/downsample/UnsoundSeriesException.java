package io.hypnos.compact.downsample;

import io.hypnos.series.labels.Labels;

/// A series whose chunks cannot be downsampled: they overlap, or are not what they should be. Waiting does not help.
public final class UnsoundSeriesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnsoundSeriesException(Labels labels, String what) {
        super("series " + labels + " " + what);
    }
}
