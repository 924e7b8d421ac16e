package io.hypnos.series.chunk;

/// How the bytes of a chunk are to be read. The id is the byte that stands before the data in a chunk segment.
public enum ChunkEncoding {
    /// Gorilla-style floats.
    XOR(1),
    /// Native histograms with integer counts.
    HISTOGRAM(2),
    /// Native histograms with float counts.
    FLOAT_HISTOGRAM(3),
    /// Floats with start times; read, never written.
    XOR2(4),
    /// Integer histograms with start times; read, never written.
    HISTOGRAM_ST(5),
    /// Float histograms with start times; read, never written.
    FLOAT_HISTOGRAM_ST(6),
    /// Thanos' five downsampled aggregates in one chunk, see [AggregateChunk].
    AGGREGATE(0xFF);

    private static final ChunkEncoding[] BY_ID = new ChunkEncoding[256];

    static {
        for (ChunkEncoding encoding : values()) {
            BY_ID[encoding.id] = encoding;
        }
    }

    private final int id;

    ChunkEncoding(int id) {
        this.id = id;
    }

    public int id() {
        return id;
    }

    public boolean isHistogram() {
        return this == HISTOGRAM || this == FLOAT_HISTOGRAM || this == HISTOGRAM_ST || this == FLOAT_HISTOGRAM_ST;
    }

    /// The encoding with the given id (0..255).
    ///
    /// @throws InvalidChunkException when no reader knows it
    public static ChunkEncoding of(int id) {
        ChunkEncoding encoding = id >= 0 && id < BY_ID.length ? BY_ID[id] : null;
        if (encoding == null) {
            throw new InvalidChunkException("unknown chunk encoding " + id);
        }
        return encoding;
    }
}
