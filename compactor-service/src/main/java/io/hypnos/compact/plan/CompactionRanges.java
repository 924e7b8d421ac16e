package io.hypnos.compact.plan;

import java.time.Duration;
import java.util.List;

/// The lengths of time that blocks grow to, ascending. The first is that of blocks which are not merged for their length.
public record CompactionRanges(List<Duration> lengths) {

    private static final List<Duration> LEVELS = List.of(Duration.ofHours(1), Duration.ofHours(2), Duration.ofHours(8),
            Duration.ofDays(2), Duration.ofDays(14));

    public static final int MAX_LEVEL = LEVELS.size() - 1;

    /// One hour, two, eight, two days, two weeks.
    public static final CompactionRanges DEFAULT = ofLevel(MAX_LEVEL);

    public CompactionRanges {
        lengths = List.copyOf(lengths);
    }

    /// The first lengths up to that of a level, counted from 0.
    public static CompactionRanges ofLevel(int level) {
        if (level < 0 || level > MAX_LEVEL) {
            throw new IllegalArgumentException("level " + level + " is not between 0 and " + MAX_LEVEL);
        }
        return new CompactionRanges(LEVELS.subList(0, level + 1));
    }

    /// Milliseconds of the middle length, from which on a block is worth rewriting for its deletions.
    long middleMillis() {
        return lengths.get(lengths.size() / 2).toMillis();
    }
}
