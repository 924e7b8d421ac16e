package io.hypnos.compact;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.hypnos.compact.engine.BlockSelection;
import io.hypnos.compact.engine.EngineOptions;
import io.hypnos.compact.plan.CompactionRanges;
import io.hypnos.compact.plan.DownsamplePlanner;
import io.hypnos.compact.plan.RetentionPolicy;
import io.hypnos.objstore.ObjectKey;
import io.hypnos.objstore.block.BlockDiscovery;
import io.hypnos.objstore.block.MetaFetcher;
import io.hypnos.objstore.config.BucketConfig;
import io.hypnos.objstore.config.InvalidConfigException;
import io.hypnos.series.XxHash64;
import io.hypnos.series.relabel.RelabelAction;
import io.hypnos.series.relabel.Relabeling;
import io.hypnos.service.config.RelabelFile;
import io.hypnos.service.flags.ConfigText;
import io.hypnos.service.flags.FlagDuration;
import io.hypnos.service.flags.FlagException;
import io.hypnos.service.flags.TimeBound;
import io.hypnos.service.flags.Variables;
import io.hypnos.tsdb.compact.OverlapMerge;

/// What the flags of a compactor come to, checked.
///
/// @param leaseKey where in the bucket compactors of the same part of it meet
record CompactSettings(BucketConfig bucket, EngineOptions options, BlockSelection selection, ObjectKey leaseKey) {

    private static final Set<RelabelAction> SELECTING = Set.of(RelabelAction.KEEP, RelabelAction.DROP,
            RelabelAction.HASHMOD);
    private static final String PENALTY = "penalty";

    /// @throws FlagException when the flags contradict themselves or a file cannot be used
    static CompactSettings of(CompactFlags flags, Variables variables) {
        Optional<ConfigText> selector = flags.selector.config(variables);
        return new CompactSettings(bucket(flags, variables), options(flags), selection(flags, selector),
                leaseKey(flags, selector));
    }

    private static BucketConfig bucket(CompactFlags flags, Variables variables) {
        ConfigText config = flags.objstore.config(variables).orElseThrow(
                () -> new FlagException("no bucket to work on: give --objstore.config-file or --objstore.config"));
        try {
            return BucketConfig.parse(config.text(), config.name());
        } catch (InvalidConfigException e) {
            throw new FlagException(String.valueOf(e.getMessage()), e);
        }
    }

    private static EngineOptions options(CompactFlags flags) {
        return new EngineOptions(flags.dataDirectory().toAbsolutePath(), merging(flags.merge),
                new EngineOptions.Transfers(atLeastOne("--compact.blocks-fetch-concurrency", flags.blocksConcurrency()),
                        atLeastOne("--block-files-concurrency", flags.filesConcurrency()), usesSha256(flags)),
                new EngineOptions.Downsampling(!flags.merge.downsamplingDisabled,
                        atLeastOne("--downsample.concurrency", flags.merge.downsampleConcurrency)),
                deletion(flags));
    }

    private static EngineOptions.Merging merging(MergeFlags flags) {
        List<String> replicaLabels = flags.replicaLabels();
        OverlapMerge overlaps = switch (flags.dedupFunc) {
            case "" -> OverlapMerge.ONE_TO_ONE;
            case PENALTY -> {
                if (replicaLabels.isEmpty()) {
                    throw new FlagException("--deduplication.func=penalty needs at least one"
                            + " --deduplication.replica-label to tell replicas by");
                }
                yield OverlapMerge.PENALTY;
            }
            default -> throw new FlagException(
                    "--deduplication.func must be empty or penalty, not \"" + flags.dedupFunc + "\"");
        };
        if (flags.maxLevel < 0 || flags.maxLevel > CompactionRanges.MAX_LEVEL) {
            throw new FlagException("--debug.max-compaction-level must be between 0 and " + CompactionRanges.MAX_LEVEL);
        }
        return new EngineOptions.Merging(flags.vertical || !replicaLabels.isEmpty(), replicaLabels, overlaps,
                CompactionRanges.ofLevel(flags.maxLevel), flags.maxIndexSize.bytes(),
                atLeastOne("--compact.concurrency", flags.concurrency));
    }

    private static EngineOptions.Deletion deletion(CompactFlags flags) {
        RetentionFlags retention = flags.retention;
        if (!flags.merge.downsamplingDisabled) {
            requireLongEnough("--retention.resolution-raw", retention.raw, DownsamplePlanner.FIVE_MINUTES_FROM, "raw");
            requireLongEnough("--retention.resolution-5m", retention.fiveMinutes, DownsamplePlanner.ONE_HOUR_FROM,
                    "five-minute");
        }
        return new EngineOptions.Deletion(retention.deleteDelay,
                RetentionPolicy.of(retention.raw, retention.fiveMinutes, retention.oneHour));
    }

    private static void requireLongEnough(String flag, Duration kept, Duration needed, String what) {
        if (!kept.isZero() && kept.compareTo(needed) < 0) {
            throw new FlagException(flag + "=" + FlagDuration.format(kept) + ": " + what
                    + " blocks are downsampled once they are " + FlagDuration.format(needed)
                    + " long; keep them at least as long, or give --downsampling.disable");
        }
    }

    private static BlockSelection selection(CompactFlags flags, Optional<ConfigText> selector) {
        BlockDiscovery discovery = BlockDiscovery.of(flags.discovery()).orElseThrow(() -> new FlagException(
                "--block-discovery-strategy must be concurrent or recursive, not \"" + flags.discovery() + "\""));
        Clock clock = Clock.systemUTC();
        TimeBound min = flags.minTime();
        TimeBound max = flags.maxTime();
        if (min.millisAt(clock.instant()) > max.millisAt(clock.instant())) {
            throw new FlagException("--min-time=" + min + " is after --max-time=" + max);
        }
        return new BlockSelection(
                new MetaFetcher.Options(discovery,
                        atLeastOne("--block-meta-fetch-concurrency", flags.metaFetchConcurrency())),
                () -> min.millisAt(clock.instant()), () -> max.millisAt(clock.instant()),
                selector.map(config -> RelabelFile.parse(config, SELECTING)).orElse(Relabeling.NONE),
                flags.consistencyDelay());
    }

    private static boolean usesSha256(CompactFlags flags) {
        return switch (flags.hashFunc()) {
            case "" -> false;
            case "SHA256" -> true;
            default -> throw new FlagException(
                    "--hash-func must be empty or SHA256, not \"" + flags.hashFunc() + "\"");
        };
    }

    private static int atLeastOne(String flag, int value) {
        if (value < 1) {
            throw new FlagException(flag + " must be at least 1, not " + value);
        }
        return value;
    }

    /// Compactors that share out a bucket by labels or time have different selections, and a lease each.
    private static ObjectKey leaseKey(CompactFlags flags, Optional<ConfigText> selector) {
        boolean all = selector.isEmpty() && flags.minTime().equals(TimeBound.EARLIEST)
                && flags.maxTime().equals(TimeBound.LATEST);
        if (all) {
            return ObjectKey.of("hypnos", "compactor.json");
        }
        String part = selector.map(ConfigText::text).orElse("") + "\n" + flags.minTime() + "\n" + flags.maxTime();
        long hash = XxHash64.hash(part.getBytes(UTF_8));
        return ObjectKey.of("hypnos", "compactor-" + HexFormat.of().toHexDigits(hash) + ".json");
    }
}
