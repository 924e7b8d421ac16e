package io.hypnos.series.chunk;

/// What became of a histogram that was to be appended to a chunk: it is in, or it must open a new chunk with the given header.
public enum HistogramAppend {
    /// In the chunk.
    APPENDED(CounterResetHeader.UNKNOWN),
    /// In the chunk, all of which was written anew to make room for more buckets.
    RECODED(CounterResetHeader.UNKNOWN),
    /// Not in: it cannot follow in this chunk, and whether the counter was reset was not found out.
    NEW_CHUNK(CounterResetHeader.UNKNOWN),
    /// Not in: the counter was reset.
    NEW_CHUNK_AFTER_RESET(CounterResetHeader.RESET),
    /// Not in: it is a counter and the chunk has gauges.
    NEW_CHUNK_OF_COUNTERS(CounterResetHeader.NOT_RESET),
    /// Not in: it is a gauge that cannot follow in this chunk.
    NEW_CHUNK_OF_GAUGES(CounterResetHeader.GAUGE);

    private final CounterResetHeader header;

    HistogramAppend(CounterResetHeader header) {
        this.header = header;
    }

    public boolean isAppended() {
        return this == APPENDED || this == RECODED;
    }

    /// The header of the chunk to open; without meaning when the histogram is in.
    public CounterResetHeader header() {
        return header;
    }
}
