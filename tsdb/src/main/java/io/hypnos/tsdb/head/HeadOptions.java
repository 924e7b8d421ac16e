package io.hypnos.tsdb.head;

/// @param blockRange      milliseconds that a block made from the head spans, and that no chunk crosses
/// @param samplesPerChunk the number of float samples after which a chunk should end
/// @param outOfOrder      what is done with samples older than their series' newest
/// @param futureTolerance milliseconds that a sample may be ahead of the clock; `Long.MAX_VALUE` for any
/// @param limits          what the head may grow to
/// @param shards          locks over which the series are spread, a power of two
public record HeadOptions(long blockRange, int samplesPerChunk, OutOfOrder outOfOrder, long futureTolerance,
        Limits limits, int shards) {

    public static final HeadOptions DEFAULTS = new HeadOptions(7_200_000, 120, new OutOfOrder(0, 32), 600_000,
            new Limits(Long.MAX_VALUE, Long.MAX_VALUE, 0), 4);

    /// @param window   milliseconds behind the newest sample of the head that a sample may be; 0 to refuse all that are out of order
    /// @param capacity samples that are collected per series before they become a chunk, 1 to 255
    public record OutOfOrder(long window, int capacity) {

        public OutOfOrder {
            if (window < 0 || capacity < 1 || capacity > 255) {
                throw new IllegalArgumentException("out-of-order window " + window + " ms, capacity " + capacity);
            }
        }
    }

    /// @param series    series after which no more are created
    /// @param bytes     bytes outside of the Java heap after which batches are refused
    /// @param exemplars exemplars that are kept, newest first; 0 to keep none
    public record Limits(long series, long bytes, int exemplars) {}

    public HeadOptions {
        if (blockRange <= 0 || blockRange > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("a block must span between 1 ms and 49 days, not " + blockRange + " ms");
        }
        if (samplesPerChunk < 4 || samplesPerChunk > 10_000) {
            throw new IllegalArgumentException(samplesPerChunk + " samples per chunk");
        }
        if (shards < 1 || shards > 64 || Integer.bitCount(shards) != 1) {
            throw new IllegalArgumentException("the number of shards must be a power of two up to 64, not " + shards);
        }
    }
}
