package io.hypnos.series.chunk;

/// The three bytes that a histogram chunk starts with.
///
///     HISTOGRAM, FLOAT_HISTOGRAM          sample count (16 bits) · counter reset (2) · zeros (6)
///     HISTOGRAM_ST, FLOAT_HISTOGRAM_ST    counter reset (2) · sample count (14) · start time header (8)
record HistogramHeader(int count, CounterResetHeader reset, int startTimes) {

    static final int SIZE = 3;

    static HistogramHeader read(Chunk chunk) {
        if (chunk.length() < SIZE) {
            throw new InvalidChunkException("chunk of " + chunk.length() + " bytes has no header");
        }
        byte[] data = chunk.data();
        int first = (data[chunk.offset()] & 0xFF) << 8 | data[chunk.offset() + 1] & 0xFF;
        int last = data[chunk.offset() + 2] & 0xFF;
        return switch (chunk.encoding()) {
            case HISTOGRAM, FLOAT_HISTOGRAM -> new HistogramHeader(first, CounterResetHeader.ofBits(last >>> 6), 0);
            case HISTOGRAM_ST, FLOAT_HISTOGRAM_ST ->
                new HistogramHeader(first & 0x3FFF, CounterResetHeader.ofBits(first >>> 14), last);
            case XOR, XOR2, AGGREGATE -> throw new IllegalArgumentException("no histogram chunk: " + chunk);
        };
    }
}
