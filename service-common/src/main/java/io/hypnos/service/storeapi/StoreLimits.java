package io.hypnos.service.storeapi;

import io.hypnos.service.flags.StoreLimitFlags;

/// How much one Series call may answer; the call fails above. 0 is no limit.
///
/// @param series  number of messages' series
/// @param samples counted as 120 per chunk
public record StoreLimits(long series, long samples) {

    public static final StoreLimits NONE = new StoreLimits(0, 0);

    private static final int SAMPLES_PER_CHUNK = 120;

    public static StoreLimits of(StoreLimitFlags flags) {
        return new StoreLimits(flags.requestSeries(), flags.requestSamples());
    }

    /// @throws StoreException when so much may not be answered
    void check(long seriesSoFar, long chunksSoFar) {
        if (series > 0 && seriesSoFar > series) {
            throw exceeded("series", series, seriesSoFar);
        }
        long samplesSoFar = chunksSoFar * SAMPLES_PER_CHUNK;
        if (samples > 0 && samplesSoFar > samples) {
            throw exceeded("samples", samples, samplesSoFar);
        }
    }

    private static StoreException exceeded(String what, long limit, long got) {
        return new StoreException(StoreException.Reason.LIMIT,
                "failed to send series: exceeded " + what + " limit: limit " + limit + " violated (got " + got + ")");
    }
}
