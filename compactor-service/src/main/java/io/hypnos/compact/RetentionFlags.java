package io.hypnos.compact;

import java.time.Duration;

import picocli.CommandLine.Option;

import io.hypnos.service.flags.FlagGroup;

/// What is deleted, and when.
@FlagGroup("Retention")
final class RetentionFlags {

    @Option(names = "--retention.resolution-raw", paramLabel = "<duration>", description = "How long to keep raw samples; 0d for ever.")
    Duration raw = Duration.ZERO;

    @Option(names = "--retention.resolution-5m", paramLabel = "<duration>", description = "How long to keep samples of five minutes; 0d for ever.")
    Duration fiveMinutes = Duration.ZERO;

    @Option(names = "--retention.resolution-1h", paramLabel = "<duration>", description = "How long to keep samples of an hour; 0d for ever.")
    Duration oneHour = Duration.ZERO;

    @Option(names = "--delete-delay", paramLabel = "<duration>", description = {
        "Time between a block's deletion mark and its deletion; with 0 it is deleted in the same pass."})
    Duration deleteDelay = Duration.ofHours(48);
}
