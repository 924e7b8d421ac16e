package io.hypnos.tsdb.head;

/// When a chunk ends. Prometheus' rules, so that what we write is cut as what it writes.
final class ChunkCut {

    /// Bytes of an XOR chunk after which no sample is added, so that it stays below 1024 with the largest possible one.
    static final int MAX_FLOAT_BYTES = 1024 - 19;

    private ChunkCut() {}

    /// The end of the aligned range of `width` milliseconds that holds `time`. Divides as Prometheus does, towards zero.
    static long rangeEnd(long time, long width) {
        return time / width * width + width;
    }

    /// Spreads the rest of a range evenly over the chunks that it will take.
    ///
    /// @param first time of the chunk's first sample
    /// @param last  time of its last sample so far
    /// @param end   the end of the range
    /// @param ratio how many times as long the chunk will be when it is full
    static long predict(long first, long last, long end, double ratio) {
        double chunks = (end - first) / ((last - first + 1) * ratio);
        if (chunks <= 1) {
            return end;
        }
        return (long) (first + (end - first) / Math.floor(chunks));
    }
}
