package io.hypnos.tsdb.wal;

import java.time.Duration;

/// @param segmentSize  bytes after which a new segment begins; a multiple of the page size of 32 KiB
/// @param compress     whether records are compressed (snappy)
/// @param sync         when the log is forced to the disk
/// @param syncInterval the interval of [WalSync#INTERVAL]
/// @param diskReserve  bytes of free disk space below which nothing more is accepted
public record WalOptions(int segmentSize, boolean compress, WalSync sync, Duration syncInterval, long diskReserve) {

    public static final WalOptions DEFAULTS = new WalOptions(128 << 20, true, WalSync.INTERVAL, Duration.ofSeconds(1),
            256L << 20);

    public WalOptions {
        if (segmentSize <= 0 || segmentSize % (32 << 10) != 0) {
            throw new IllegalArgumentException("the segment size must be a multiple of 32 KiB, not " + segmentSize);
        }
        if (syncInterval.isNegative() || syncInterval.isZero()) {
            throw new IllegalArgumentException("the sync interval must be positive, not " + syncInterval);
        }
    }
}
