package io.hypnos.store.fetch;

/// How much one request of a client may cost; it fails above. 0 is no limit.
///
/// @param series series that are looked at in all blocks together
/// @param chunks chunks that are read in all blocks together
/// @param bytes  bytes that are read from the bucket or the index cache
public record FetchLimits(long series, long chunks, long bytes) {

    public static final FetchLimits NONE = new FetchLimits(0, 0, 0);
}
