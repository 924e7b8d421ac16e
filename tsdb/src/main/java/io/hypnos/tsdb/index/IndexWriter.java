package io.hypnos.tsdb.index;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

import io.hypnos.tsdb.io.ByteSource;
import io.hypnos.tsdb.io.ChecksumWriter;
import io.hypnos.tsdb.io.FileSource;

/// Writes an index of version 2 in one go: all symbols in ascending order, then all series in ascending order of their labels, then
/// [#finish()]. For one thread.
///
/// Labels come as ranks, that is ordinals of the symbols written before, so that their order is a matter of comparing ints. Memory is about
/// 20 bytes per symbol and a fixed buffer: the references of the postings lists are collected by going over the written series again, see
/// [PostingsWriter]. What is out of order is the caller's mistake and an [IllegalArgumentException].
public final class IndexWriter implements Closeable {

    private static final int BUFFER = 1 << 20;
    private static final long MAX_SECTION = 0xFFFFFFFFL;
    private static final long MAX_SERIES_OFFSET = 0xFFFFFFFFL * IndexFormat.SERIES_ALIGNMENT;
    private static final long SYMBOLS = IndexFormat.HEADER_SIZE;
    private static final long FIRST_SYMBOL = SYMBOLS + 8;

    private final Path path;
    private final ChecksumWriter out;
    /// How many references of postings lists may be in memory.
    private final int maxRefsAtOnce;
    private final SymbolSamples samples = new SymbolSamples();
    private byte[] lastSymbol = new byte[64];
    private int lastSymbolLength;
    private LabelPairs pairs = new LabelPairs(0);
    /// Where series begin; 0 while symbols are written.
    private long seriesStart;
    private int seriesCount;
    private final SeriesEncoder encoder = new SeriesEncoder();
    private long lastSeriesOffset;
    private long maxSeriesSize;

    private IndexWriter(Path path, ChecksumWriter out, int maxRefsAtOnce) {
        this.path = path;
        this.out = out;
        this.maxRefsAtOnce = maxRefsAtOnce;
    }

    /// Begins an index in a file that does not exist yet.
    public static IndexWriter create(Path path) throws IOException {
        return create(path, PostingsWriter.MAX_REFS);
    }

    static IndexWriter create(Path path, int maxRefsAtOnce) throws IOException {
        var writer = new IndexWriter(path, ChecksumWriter.create(path, BUFFER), maxRefsAtOnce);
        writer.out.i32(IndexFormat.MAGIC);
        writer.out.u8(IndexFormat.VERSION_2);
        // Length and number of the symbols, patched in when they are known.
        writer.out.i32(0);
        writer.out.i32(0);
        return writer;
    }

    /// Adds a symbol, which must be greater than the one before, and returns its rank.
    public int symbol(byte[] text, int offset, int length) throws IOException {
        if (seriesStart != 0) {
            throw new IllegalStateException("symbols come before series");
        }
        if (samples.count() > 0
                && Arrays.compareUnsigned(lastSymbol, 0, lastSymbolLength, text, offset, offset + length) >= 0) {
            throw new IllegalArgumentException("symbol " + samples.count() + " is not greater than the one before");
        }
        if (length > lastSymbol.length) {
            lastSymbol = new byte[Math.max(length, 2 * lastSymbol.length)];
        }
        System.arraycopy(text, offset, lastSymbol, 0, length);
        lastSymbolLength = length;
        int rank = samples.add(out.position() - FIRST_SYMBOL);
        out.text(text, offset, length);
        if (out.position() - SYMBOLS - 4 > MAX_SECTION) {
            throw new IndexTooLargeException(
                    "the symbols of " + path + " take more than 4 GiB, which no index can hold");
        }
        return rank;
    }

    /// Adds a series, whose labels must be greater than those of the one before, and returns its reference.
    ///
    /// @param labels name and value rank of each label in turn, names ascending
    /// @param chunks where its chunks are
    public int series(int[] labels, int labelCount, ChunkMetas chunks) throws IOException {
        if (seriesStart == 0) {
            finishSymbols();
        }
        encoder.requireAfterLast(labels, labelCount, samples.count());
        out.alignTo(IndexFormat.SERIES_ALIGNMENT);
        long offset = out.position();
        if (offset > MAX_SERIES_OFFSET) {
            throw new IndexTooLargeException(
                    "the series of " + path + " take more than 64 GiB, which no index can hold");
        }
        encoder.write(out, labels, labelCount, chunks);
        pairs.count(labels, labelCount);
        seriesCount++;
        if (lastSeriesOffset != 0) {
            maxSeriesSize = Math.max(maxSeriesSize, offset - lastSeriesOffset);
        }
        lastSeriesOffset = offset;
        return (int) (offset / IndexFormat.SERIES_ALIGNMENT);
    }

    public int seriesCount() {
        return seriesCount;
    }

    /// The largest distance in bytes between the beginnings of two neighbouring series.
    public long maxSeriesSize() {
        return maxSeriesSize;
    }

    /// Writes everything else and forces the file to the device.
    public void finish() throws IOException {
        if (seriesStart == 0) {
            finishSymbols();
        }
        long seriesEnd = out.position();
        out.flush();
        try (var source = FileSource.open(path)) {
            var symbols = samples.table(source, FIRST_SYMBOL, seriesStart - 4);
            pairs.sort();
            out.alignTo(IndexFormat.POSTINGS_ALIGNMENT);
            long postings = out.position();
            var writer = new PostingsWriter(out, source, pairs, seriesCount, maxRefsAtOnce);
            writer.writeLists(seriesStart, seriesEnd);
            long table = out.position();
            writer.writeOffsetTable(symbols.lookup());
            new IndexToc(SYMBOLS, seriesStart, seriesEnd, table, postings, table).write(out);
        }
        out.sync();
    }

    /// Closes the file, finished or not.
    @Override
    public void close() throws IOException {
        out.close();
    }

    private void finishSymbols() throws IOException {
        long end = out.position();
        out.patchI32(SYMBOLS, (int) (end - SYMBOLS - 4));
        out.patchI32(SYMBOLS + 4, samples.count());
        out.flush();
        // The number of symbols is part of the checksum and stands before them, so they are read once more.
        try (ByteSource source = FileSource.open(path)) {
            out.i32(SymbolSamples.checksum(source, SYMBOLS + 4, end));
        }
        seriesStart = out.position();
        pairs = new LabelPairs(samples.count());
    }
}
