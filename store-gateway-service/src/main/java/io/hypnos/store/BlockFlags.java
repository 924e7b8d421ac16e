package io.hypnos.store;

import java.nio.file.Path;
import java.time.Duration;

import picocli.CommandLine.Option;

import io.hypnos.service.flags.FlagGroup;
import io.hypnos.service.flags.TimeBound;

/// Which blocks of the bucket are served, and how they are brought in.
@FlagGroup("Blocks")
final class BlockFlags {

    @Option(names = "--data-dir", paramLabel = "<dir>", description = {
        "Data directory for index headers and metas. If removed, no data is lost, it is only filled again."})
    Path dataDirectory = Path.of("./data");

    @Option(names = "--sync-block-duration", paramLabel = "<duration>", description = "Repeat interval for looking at the bucket.")
    Duration syncInterval = Duration.ofMinutes(15);

    @Option(names = "--block-discovery-strategy", paramLabel = "<strategy>", description = {
        "concurrent: a listing per block, many at once; recursive: one listing of everything, fewer requests with many blocks."})
    String discovery = "concurrent";

    @Option(names = "--block-sync-concurrency", paramLabel = "<n>", description = "Blocks that are loaded at once.")
    int syncConcurrency = 20;

    @Option(names = "--block-meta-fetch-concurrency", paramLabel = "<n>", description = "Requests at once when looking at the bucket.")
    int metaFetchConcurrency = 32;

    @Option(names = "--min-time", paramLabel = "<time>", description = {
        "Start of the time range to serve, as RFC 3339 or relative to now (-2w)."})
    TimeBound minTime = TimeBound.EARLIEST;

    @Option(names = "--max-time", paramLabel = "<time>", description = {
        "End of the time range to serve, as RFC 3339 or relative to now (-2w)."})
    TimeBound maxTime = TimeBound.LATEST;

    @Option(names = "--consistency-delay", paramLabel = "<duration>", description = {
        "Minimum age of blocks before they are read, for stores whose parts do not become visible together."})
    Duration consistencyDelay = Duration.ZERO;

    @Option(names = "--ignore-deletion-marks-delay", paramLabel = "<duration>", description = {
        "How long blocks that are marked for deletion are still served; half of the compactor's --delete-delay."})
    Duration deletionMarksDelay = Duration.ofHours(24);
}
