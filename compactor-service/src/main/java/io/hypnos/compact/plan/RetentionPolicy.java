package io.hypnos.compact.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.hypnos.compact.downsample.Resolution;
import io.hypnos.objstore.block.BucketBlockMeta;

/// How long blocks are kept after their last sample, by resolution. A resolution that is not there, or with zero, is kept for ever.
public record RetentionPolicy(Map<Resolution, Duration> keep) {

    public RetentionPolicy {
        keep = Map.copyOf(keep);
    }

    public static RetentionPolicy of(Duration raw, Duration fiveMinutes, Duration oneHour) {
        return new RetentionPolicy(
                Map.of(Resolution.RAW, raw, Resolution.FIVE_MINUTES, fiveMinutes, Resolution.ONE_HOUR,
                        oneHour));
    }

    /// How long blocks of a resolution are kept; zero for ever.
    public Duration of(Resolution resolution) {
        return keep.getOrDefault(resolution, Duration.ZERO);
    }

    /// Whether the time of a block is over.
    public boolean isOver(BucketBlockMeta block, Instant now) {
        return Resolution.of(block.resolution()).map(this::of).filter(duration -> !duration.isZero())
                .map(duration -> now.isAfter(Instant.ofEpochMilli(block.maxTime()).plus(duration))).orElse(false);
    }
}
