package io.hypnos.receive;

import java.nio.file.Path;
import java.time.Duration;

import picocli.CommandLine.Option;

import io.hypnos.service.flags.ByteSize;
import io.hypnos.service.flags.FlagException;
import io.hypnos.service.flags.FlagGroup;
import io.hypnos.tsdb.TsdbOptions;
import io.hypnos.tsdb.wal.WalSync;

/// The databases on local disk, and how their blocks are uploaded.
@FlagGroup("Storage")
public final class StorageFlags {

    /// How files of blocks are hashed for those who download them.
    public enum HashFunction {
        NONE, SHA256
    }

    @Option(names = "--tsdb.path", paramLabel = "<dir>", description = "Data directory, with a directory per tenant.")
    private Path path = Path.of("./data");

    @Option(names = "--tsdb.retention", paramLabel = "<duration>", description = {
        "How long samples stay on local disk; 0d for ever. Blocks that are not in the bucket yet stay longer."})
    private Duration retention = Duration.ofDays(15);

    @Option(names = "--tsdb.max-retention-bytes", paramLabel = "<size>", description = "Size of a tenant's directory above which its oldest blocks go; 0 for any.")
    private ByteSize retentionBytes = new ByteSize(0);

    @Option(names = "--tsdb.min-block-duration", paramLabel = "<duration>", hidden = true, description = "Time that a block spans.")
    private Duration minBlockDuration = Duration.ofHours(2);

    @Option(names = "--tsdb.max-block-duration", paramLabel = "<duration>", hidden = true, description = "Time up to which blocks are merged here.")
    private Duration maxBlockDuration = Duration.ofHours(2);

    @Option(names = "--tsdb.out-of-order.time-window", paramLabel = "<duration>", description = {
        "How far behind the newest a sample may be; 0s to refuse all out of order. The compactor then has to merge blocks that overlap."})
    private Duration outOfOrderWindow = Duration.ZERO;

    @Option(names = "--tsdb.out-of-order.cap-max", paramLabel = "<samples>", description = "Samples of an out-of-order chunk; 32 for 0 or less.")
    private int outOfOrderCapacity;

    @Option(names = "--tsdb.too-far-in-future.time-window", paramLabel = "<duration>", description = {
        "How far ahead of this node's clock a sample may be; 0s for any."})
    private Duration futureWindow = Duration.ofMinutes(10);

    @Option(names = "--tsdb.max-exemplars", paramLabel = "<number>", description = "Exemplars kept per tenant; 0 or less for none.")
    private int maxExemplars;

    @Option(names = "--tsdb.wal-compression", description = "Compress the write-ahead log.")
    private boolean walCompression = true;

    @Option(names = "--tsdb.wal-sync", description = {
        "When the write-ahead log is forced to disk: none leaves it to the system, interval does it every second, group before each answer. "
                + "What a power failure may cost differs; a crash of the process costs nothing in any case."})
    private WalSync walSync = WalSync.INTERVAL;

    @Option(names = "--tsdb.wal-sync-interval", paramLabel = "<duration>", description = "How often the log is forced to disk with interval.")
    private Duration walSyncInterval = Duration.ofSeconds(1);

    @Option(names = "--tsdb.disk-reserve", paramLabel = "<size>", description = {
        "Free disk space below which writes are refused, so that the log stays whole and reads go on."})
    private ByteSize diskReserve = ByteSize.ofMebibytes(256);

    @Option(names = "--tsdb.head-max-bytes", paramLabel = "<size>", description = {
        "Memory outside of the Java heap that the head of one tenant may take before writes are refused; 0 for any."})
    private ByteSize headMaxBytes = new ByteSize(0);

    @Option(names = "--tsdb.no-lockfile", description = "Do not lock data directories.")
    private boolean noLockFile;

    @Option(names = "--hash-func", paramLabel = "<function>", description = "Hash of the files of uploaded blocks: SHA256, or nothing.")
    private String hashFunction = "";

    @Option(names = "--shipper.upload-concurrency", paramLabel = "<number>", description = "Files of a block that are uploaded at a time; 0 for one.")
    private int uploadConcurrency;

    @Option(names = "--shipper.allow-out-of-order-uploads", hidden = true, description = "Go on with newer blocks when an older one cannot be uploaded.")
    private boolean allowOutOfOrderUploads;

    public Path path() {
        return path;
    }

    public Duration retention() {
        return retention;
    }

    public Duration blockDuration() {
        return minBlockDuration;
    }

    public boolean keepsExemplars() {
        return maxExemplars > 0;
    }

    public boolean allowsOutOfOrderUploads() {
        return allowOutOfOrderUploads;
    }

    public int uploadConcurrency() {
        return Math.max(1, uploadConcurrency);
    }

    /// @throws FlagException for a function that nobody knows
    public HashFunction hashFunction() {
        return switch (hashFunction) {
            case "" -> HashFunction.NONE;
            case "SHA256" -> HashFunction.SHA256;
            default -> throw new FlagException("flag --hash-func: \"" + hashFunction + "\" is not SHA256");
        };
    }

    /// Options of one tenant's database.
    ///
    /// @throws FlagException for flags that do not go together
    public TsdbOptions.Builder tsdb() {
        if (minBlockDuration.isZero() || minBlockDuration.isNegative()) {
            throw new FlagException("flag --tsdb.min-block-duration: must be positive");
        }
        if (!maxBlockDuration.equals(minBlockDuration)) {
            throw new FlagException(
                    "flag --tsdb.max-block-duration: must equal --tsdb.min-block-duration; merging blocks is the compactor's work");
        }
        return TsdbOptions.builder().blockRange(minBlockDuration).maxBlockRange(maxBlockDuration).retention(retention)
                .retentionBytes(retentionBytes.bytes()).outOfOrderWindow(outOfOrderWindow)
                .outOfOrderCapacity(outOfOrderCapacity <= 0 ? 32 : outOfOrderCapacity).futureTolerance(futureWindow)
                .maxExemplars(Math.max(0, maxExemplars)).walCompression(walCompression).walSync(walSync)
                .walSyncInterval(walSyncInterval)
                .diskReserve(diskReserve.bytes()).maxHeadBytes(headMaxBytes.bytes()).lockFile(!noLockFile);
    }
}
