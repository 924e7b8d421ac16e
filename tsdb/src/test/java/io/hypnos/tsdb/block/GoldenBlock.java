package io.hypnos.tsdb.block;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkEncoding;
import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.testing.Golden;

/// The block that the golden files of blocks make together: its series, and the block itself in a directory.
public final class GoldenBlock {

    public static final Ulid ULID = Ulid.parse("01M7X1SYGN9G1AE1D4GC90QFAG");
    public static final long T = 1_700_000_000_000L;
    public static final Labels FIRST = Labels.of("__name__", "a", "x", "1");
    public static final Labels SECOND = Labels.of("__name__", "a", "x", "2");
    public static final Labels FLOAT_HISTOGRAMS = Labels.of("__name__", "f");
    public static final Labels HISTOGRAMS = Labels.of("__name__", "h", "x", "é");

    private GoldenBlock() {}

    /// The chunks of the segment, in their order.
    static List<Chunk> chunks() {
        var golden = Golden.read("chunks-000001");
        return List.of(chunk(golden, "floats", ChunkEncoding.XOR, T, T + 60_000),
                chunk(golden, "more", ChunkEncoding.XOR, T + 75_000, T + 105_000),
                chunk(golden, "one", ChunkEncoding.XOR, T, T),
                chunk(golden, "floathistograms", ChunkEncoding.FLOAT_HISTOGRAM, T, T + 30_000),
                chunk(golden, "histograms", ChunkEncoding.HISTOGRAM, T, T + 45_000));
    }

    private static Chunk chunk(Golden golden, String place, ChunkEncoding encoding, long min, long max) {
        int from = golden.at(place + ".data");
        return new Chunk(min, max, encoding, golden.bytes(), from, golden.at(place + ".crc") - from);
    }

    /// Writes the golden files into a data directory and returns the block's.
    public static Path write(Path dataDirectory) throws IOException {
        Path block = dataDirectory.resolve(ULID.toString());
        Golden.read("chunks-000001").write(block.resolve("chunks/000001"));
        Golden.read("index-v2").write(block.resolve("index"));
        Golden.read("tombstones").write(block.resolve("tombstones"));
        Files.write(block.resolve("meta.json"), Golden.resource("meta.json"));
        return block;
    }
}
