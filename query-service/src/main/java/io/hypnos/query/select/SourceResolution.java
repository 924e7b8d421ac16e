package io.hypnos.query.select;

import java.util.Set;

import io.hypnos.series.SelectHints;

/// Which downsampled data may answer a query. All numbers are milliseconds.
///
/// @param maxMillis coarsest resolution that the request allows; 0 for raw samples only
public record SourceResolution(long maxMillis) {

    public static final long FIVE_MINUTES = 300_000;
    public static final long ONE_HOUR = 3_600_000;

    /// Functions that need two samples in their window, so the window must hold at least two of the coarser ones.
    private static final Set<String> NEEDS_TWO_SAMPLES = Set.of("rate", "irate", "increase", "delta", "idelta", "deriv",
            "predict_linear",
            "holt_winters", "double_exponential_smoothing");

    /// A fifth of the step: a step of 25 minutes may be answered from windows of five.
    public static SourceResolution autoFor(long stepMillis) {
        return new SourceResolution(stepMillis / 5);
    }

    /// The coarsest resolution for one selector.
    public long forSelector(SelectHints hints) {
        if (hints.rangeMillis() > 0 && NEEDS_TWO_SAMPLES.contains(hints.function())) {
            return Math.min(maxMillis, hints.rangeMillis() / 2);
        }
        return maxMillis;
    }

    /// How far back an instant looks when such data may answer: as far as the next sample may be away.
    public long lookbackMillis(long configuredMillis) {
        if (Math.max(FIVE_MINUTES, configuredMillis) < maxMillis) {
            return Math.max(configuredMillis, ONE_HOUR);
        }
        if (Math.max(0, configuredMillis) < maxMillis) {
            return Math.max(configuredMillis, FIVE_MINUTES);
        }
        return configuredMillis;
    }
}
