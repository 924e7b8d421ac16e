package io.hypnos.service.flags;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/// One end of a range of time in a flag: fixed (`2026-01-31T00:00:00Z`) or relative to now (`-2w`).
public sealed interface TimeBound {

    /// The start of `0000-01-01T00:00:00Z`, which Thanos takes for "no lower bound".
    TimeBound EARLIEST = parse("0000-01-01T00:00:00Z");

    /// `9999-12-31T23:59:59Z`, which Thanos takes for "no upper bound".
    TimeBound LATEST = parse("9999-12-31T23:59:59Z");

    /// Epoch milliseconds, seen at `now`.
    long millisAt(Instant now);

    record Fixed(Instant instant) implements TimeBound {

        @Override
        public long millisAt(Instant now) {
            return instant.toEpochMilli();
        }

        @Override
        public String toString() {
            return instant.toString();
        }
    }

    /// @param offset from now; negative for the past
    record Relative(Duration offset) implements TimeBound {

        @Override
        public long millisAt(Instant now) {
            return now.plus(offset).toEpochMilli();
        }

        @Override
        public String toString() {
            return FlagDuration.format(offset);
        }
    }

    /// @throws IllegalArgumentException for what is neither RFC 3339 nor a duration
    static TimeBound parse(String text) {
        try {
            return new Fixed(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException notATime) {
            try {
                return new Relative(FlagDuration.parse(text));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "neither an RFC 3339 time nor a duration relative to now such as -2w: \"" + text + "\"", e);
            }
        }
    }
}
