package io.hypnos.promql;

/// What one query may ask of the engine beside its expression.
///
/// @param lookbackMillis how far back an instant selector looks for its sample; 0 for the engine's default. Downsampled data need more
///                       than raw data.
/// @param statistics     how much is counted
/// @param analyze        whether time, samples and series of each operator are recorded
public record QuerySettings(long lookbackMillis, Statistics statistics, boolean analyze) {

    public static final QuerySettings DEFAULT = new QuerySettings(0, Statistics.BASIC, false);

    public QuerySettings withLookback(long millis) {
        return new QuerySettings(millis, statistics, analyze);
    }

    public QuerySettings withStatistics(Statistics other) {
        return new QuerySettings(lookbackMillis, other, analyze);
    }

    public QuerySettings withAnalyze() {
        return new QuerySettings(lookbackMillis, statistics, true);
    }

    /// The detail of [QueryStatistics].
    public enum Statistics {
        BASIC,
        /// Sample counts of each step as well.
        PER_STEP
    }
}
