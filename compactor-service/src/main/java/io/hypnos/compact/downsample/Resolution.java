package io.hypnos.compact.downsample;

import java.util.Arrays;
import java.util.Optional;

import io.hypnos.series.TimeRange;

/// How far apart the samples of a block are.
public enum Resolution {
    /// As they were scraped.
    RAW(0), FIVE_MINUTES(300_000), ONE_HOUR(3_600_000);

    private static final int WINDOWS_PER_CHUNK = 140;

    private final long millis;

    Resolution(long millis) {
        this.millis = millis;
    }

    /// As metas have it; 0 for raw.
    public long millis() {
        return millis;
    }

    /// The resolution of that many milliseconds; empty for one that nobody writes.
    public static Optional<Resolution> of(long millis) {
        return Arrays.stream(values()).filter(resolution -> resolution.millis == millis).findFirst();
    }

    /// As flags and logs have it: `raw`, `5m`, `1h`.
    @Override
    public String toString() {
        return switch (this) {
            case RAW -> "raw";
            case FIVE_MINUTES -> "5m";
            case ONE_HOUR -> "1h";
        };
    }

    /// The last millisecond of the window that `time` is in. Windows are aligned to the epoch.
    long windowEnd(long time) {
        return Math.floorDiv(time, millis) * millis + millis - 1;
    }

    /// Into how many chunks to divide a series, so that each gets about 140 windows or less.
    ///
    /// @param range      first and last time of the series
    /// @param sourceStep milliseconds between its samples, as far as they go without gaps
    /// @param samples    how many it has
    int chunkCount(TimeRange range, long sourceStep, long samples) {
        double span = range.max() - range.min();
        double fullness = Math.min(1, samples / (span / sourceStep));
        long windows = (long) ((range.max() - range.min()) / millis * fullness) + 1;
        // The least number of chunks of which none gets more whole windows than it should.
        return Math.toIntExact(Math.floorDiv(windows, WINDOWS_PER_CHUNK + 1) + 1);
    }
}
