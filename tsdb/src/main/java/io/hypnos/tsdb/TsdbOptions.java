package io.hypnos.tsdb;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Predicate;

import io.hypnos.tsdb.head.HeadOptions;
import io.hypnos.tsdb.step.StepListener;
import io.hypnos.tsdb.wal.WalOptions;
import io.hypnos.tsdb.wal.WalSync;

/// How a database behaves. Made by [#builder()]; the defaults are Prometheus' where it has the option.
///
/// @param maxBlockRange milliseconds up to which blocks are merged in place; equal to the head's block range for never
/// @param upkeep        who does the regular work
public record TsdbOptions(HeadOptions head, WalOptions wal, long maxBlockRange, Retention retention, Upkeep upkeep,
        Surroundings surroundings) {

    /// Who calls [Tsdb#tick()] and [Tsdb#maintain()].
    public enum Upkeep {
        /// The database itself, on a thread of its own.
        OWN_THREAD,
        /// Whoever opened it, typically for many databases on one thread.
        CALLER
    }

    /// What is kept.
    ///
    /// @param millis    age against the newest block at which a block goes; 0 to keep all
    /// @param bytes     size of the directory above which the oldest blocks go; 0 for any
    /// @param removable asked with a block's id before retention deletes it, so that nothing goes that is not uploaded yet
    public record Retention(long millis, long bytes, Predicate<String> removable) {}

    /// What a database needs of the world around it.
    ///
    /// @param clock    the time that limits samples of the future
    /// @param lockFile whether a `lock` file keeps other processes out
    /// @param steps    told of every step on the way; for tests
    public record Surroundings(Clock clock, boolean lockFile, StepListener steps) {}

    public static TsdbOptions defaults() {
        return builder().build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /// Collects options; every setter returns the builder.
    public static final class Builder {

        private long blockRange = HeadOptions.DEFAULTS.blockRange();
        private long maxBlockRange;
        private int samplesPerChunk = HeadOptions.DEFAULTS.samplesPerChunk();
        private int shards = HeadOptions.DEFAULTS.shards();
        private long outOfOrderWindow = HeadOptions.DEFAULTS.outOfOrder().window();
        private int outOfOrderCapacity = HeadOptions.DEFAULTS.outOfOrder().capacity();
        private long futureTolerance = HeadOptions.DEFAULTS.futureTolerance();
        private long maxSeries = HeadOptions.DEFAULTS.limits().series();
        private long maxHeadBytes = HeadOptions.DEFAULTS.limits().bytes();
        private int maxExemplars = HeadOptions.DEFAULTS.limits().exemplars();
        private int walSegmentSize = WalOptions.DEFAULTS.segmentSize();
        private boolean walCompression = WalOptions.DEFAULTS.compress();
        private WalSync walSync = WalOptions.DEFAULTS.sync();
        private Duration walSyncInterval = WalOptions.DEFAULTS.syncInterval();
        private long diskReserve = WalOptions.DEFAULTS.diskReserve();
        private long retention = Duration.ofDays(15).toMillis();
        private long retentionBytes;
        private Predicate<String> removable = ulid -> true;
        private Upkeep upkeep = Upkeep.OWN_THREAD;
        private Clock clock = Clock.systemUTC();
        private boolean lockFile = true;
        private StepListener steps = StepListener.NONE;

        /// The time that a block made from the head spans.
        public Builder blockRange(Duration range) {
            blockRange = range.toMillis();
            return this;
        }

        /// The time up to which blocks are merged in place; by default they are left as they are, for a compactor elsewhere.
        public Builder maxBlockRange(Duration range) {
            maxBlockRange = range.toMillis();
            return this;
        }

        public Builder samplesPerChunk(int samples) {
            samplesPerChunk = samples;
            return this;
        }

        /// Locks over which the series of the head are spread, a power of two.
        public Builder shards(int count) {
            shards = count;
            return this;
        }

        /// How far behind the newest sample of the head a sample may be; zero to refuse all that are out of order.
        public Builder outOfOrderWindow(Duration window) {
            outOfOrderWindow = window.toMillis();
            return this;
        }

        /// Out-of-order samples that are collected per series before they become a chunk.
        public Builder outOfOrderCapacity(int samples) {
            outOfOrderCapacity = samples;
            return this;
        }

        /// How far ahead of the clock a sample may be; zero for any.
        public Builder futureTolerance(Duration tolerance) {
            futureTolerance = tolerance.isZero() ? Long.MAX_VALUE : tolerance.toMillis();
            return this;
        }

        /// Series in the head after which no more are created; 0 for any number.
        public Builder maxSeries(long series) {
            maxSeries = series == 0 ? Long.MAX_VALUE : series;
            return this;
        }

        /// Bytes that the head may hold outside of the Java heap before batches are refused; 0 for any number.
        public Builder maxHeadBytes(long bytes) {
            maxHeadBytes = bytes == 0 ? Long.MAX_VALUE : bytes;
            return this;
        }

        /// Exemplars that are kept, the newest of all series together.
        public Builder maxExemplars(int exemplars) {
            maxExemplars = exemplars;
            return this;
        }

        public Builder walSegmentSize(int bytes) {
            walSegmentSize = bytes;
            return this;
        }

        public Builder walCompression(boolean compress) {
            walCompression = compress;
            return this;
        }

        public Builder walSync(WalSync sync) {
            walSync = sync;
            return this;
        }

        public Builder walSyncInterval(Duration interval) {
            walSyncInterval = interval;
            return this;
        }

        /// Bytes of free disk space below which nothing more is accepted.
        public Builder diskReserve(long bytes) {
            diskReserve = bytes;
            return this;
        }

        /// The age, against the newest block, at which a block is deleted; zero to keep all.
        public Builder retention(Duration age) {
            retention = age.toMillis();
            return this;
        }

        /// The size of the directory above which the oldest blocks are deleted; 0 for any.
        public Builder retentionBytes(long bytes) {
            retentionBytes = bytes;
            return this;
        }

        /// Asked with a block's id before retention deletes it.
        public Builder removable(Predicate<String> removable) {
            this.removable = removable;
            return this;
        }

        public Builder upkeep(Upkeep upkeep) {
            this.upkeep = upkeep;
            return this;
        }

        public Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        public Builder lockFile(boolean lock) {
            lockFile = lock;
            return this;
        }

        public Builder steps(StepListener steps) {
            this.steps = steps;
            return this;
        }

        /// @throws IllegalArgumentException for a value that makes no sense
        public TsdbOptions build() {
            var head = new HeadOptions(blockRange, samplesPerChunk,
                    new HeadOptions.OutOfOrder(outOfOrderWindow, outOfOrderCapacity), futureTolerance,
                    new HeadOptions.Limits(maxSeries, maxHeadBytes, maxExemplars), shards);
            var wal = new WalOptions(walSegmentSize, walCompression, walSync, walSyncInterval, diskReserve);
            return new TsdbOptions(head, wal, Math.max(maxBlockRange, blockRange),
                    new Retention(retention, retentionBytes, removable), upkeep,
                    new Surroundings(clock, lockFile, steps));
        }
    }
}
