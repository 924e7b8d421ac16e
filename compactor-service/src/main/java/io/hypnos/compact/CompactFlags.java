package io.hypnos.compact;

import java.nio.file.Path;
import java.time.Duration;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.hypnos.service.flags.HttpFlags;
import io.hypnos.service.flags.LogFlags;
import io.hypnos.service.flags.ObjstoreFlags;
import io.hypnos.service.flags.SelectorFlags;
import io.hypnos.service.flags.TimeBound;
import io.hypnos.service.flags.WebFlags;

/// The flags of the compactor, as Thanos has them.
public final class CompactFlags {

    @Mixin
    LogFlags log = new LogFlags();
    @Mixin
    HttpFlags http = new HttpFlags();
    @Mixin
    WebFlags web = new WebFlags();
    @Mixin
    ObjstoreFlags objstore = new ObjstoreFlags();
    @Mixin
    SelectorFlags selector = new SelectorFlags();
    @Mixin
    MergeFlags merge = new MergeFlags();
    @Mixin
    RetentionFlags retention = new RetentionFlags();

    @Option(names = "--data-dir", paramLabel = "<dir>", description = "Data directory in which to cache blocks and process compactions.")
    private Path dataDirectory = Path.of("./data");

    @Option(names = {"--wait",
        "-w"}, description = "Do not exit after all compactions have been processed and wait for new work.")
    private boolean wait;

    @Option(names = "--wait-interval", paramLabel = "<duration>", description = "Wait interval between consecutive compaction runs; with --wait only.")
    private Duration waitInterval = Duration.ofMinutes(5);

    @Option(names = "--consistency-delay", paramLabel = "<duration>", description = "Minimum age of fresh (non-compacted) blocks before they are processed.")
    private Duration consistencyDelay = Duration.ofMinutes(30);

    @Option(names = "--block-discovery-strategy", paramLabel = "<strategy>", description = {
        "concurrent: a listing per block, many at once; recursive: one listing of everything, fewer requests with many blocks."})
    private String discovery = "concurrent";

    @Option(names = "--block-meta-fetch-concurrency", paramLabel = "<n>", description = "Requests at once when looking at the bucket.")
    private int metaFetchConcurrency = 32;

    @Option(names = "--block-files-concurrency", paramLabel = "<n>", description = "Files of a block that are fetched or uploaded at once.")
    private int filesConcurrency = 1;

    @Option(names = "--compact.blocks-fetch-concurrency", paramLabel = "<n>", description = "Blocks that are downloaded at once for a compaction.")
    private int blocksConcurrency = 1;

    @Option(names = "--compact.cleanup-interval", paramLabel = "<duration>", description = {
        "How often to delete what is due while a pass is running or waited for; 0s for after each pass only. With --wait only."})
    private Duration cleanupInterval = Duration.ofMinutes(5);

    @Option(names = "--compact.progress-interval", paramLabel = "<duration>", description = {
        "How often to calculate the progress metrics; 0s for never. With --wait only."})
    private Duration progressInterval = Duration.ofMinutes(5);

    @Option(names = "--hash-func", paramLabel = "<func>", description = {
        "Checksum of files to write into metas: empty for none, or SHA256."})
    private String hashFunc = "";

    @Option(names = "--min-time", paramLabel = "<time>", description = {
        "Start of the time range to compact, as RFC 3339 or relative to now (-2w)."})
    private TimeBound minTime = TimeBound.EARLIEST;

    @Option(names = "--max-time", paramLabel = "<time>", description = {
        "End of the time range to compact, as RFC 3339 or relative to now (-2w)."})
    private TimeBound maxTime = TimeBound.LATEST;

    @Option(names = "--bucket-web-label", paramLabel = "<label>", description = "External label by which pages group blocks.")
    private String bucketWebLabel = "";

    @Option(names = "--disable-admin-operations", description = {
        "Refuse marking blocks over HTTP, whatever else is said; they are refused anyway without --enable-admin-operations."})
    private boolean disableAdminOperations;

    @Option(names = "--enable-admin-operations", description = {
        "Allow whoever reaches the HTTP port to mark blocks for deletion or against compaction."})
    private boolean enableAdminOperations;

    @Option(names = "--web.disable", description = "Do not serve the blocks API.")
    private boolean webDisabled;

    @Option(names = "--compact.lease", description = {
        "Hold a lease in the bucket while working, so that a second compactor stands by."})
    private boolean lease = true;

    /// Where blocks are worked on.
    Path dataDirectory() {
        return dataDirectory;
    }

    boolean isWaiting() {
        return wait;
    }

    Duration waitInterval() {
        return waitInterval;
    }

    Duration consistencyDelay() {
        return consistencyDelay;
    }

    String discovery() {
        return discovery;
    }

    int metaFetchConcurrency() {
        return metaFetchConcurrency;
    }

    int filesConcurrency() {
        return filesConcurrency;
    }

    int blocksConcurrency() {
        return blocksConcurrency;
    }

    Duration cleanupInterval() {
        return cleanupInterval;
    }

    Duration progressInterval() {
        return progressInterval;
    }

    String hashFunc() {
        return hashFunc;
    }

    TimeBound minTime() {
        return minTime;
    }

    TimeBound maxTime() {
        return maxTime;
    }

    String bucketWebLabel() {
        return bucketWebLabel;
    }

    boolean isAdminEnabled() {
        return enableAdminOperations && !disableAdminOperations;
    }

    boolean isWebDisabled() {
        return webDisabled;
    }

    boolean usesLease() {
        return lease;
    }
}
