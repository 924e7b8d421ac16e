package io.hypnos.tsdb.index;

import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.io.CorruptBlockException;
import io.hypnos.tsdb.io.SourceReader;

/// Reads the series entries of an index by reference. For one thread.
public final class SeriesReader {

    /// No entry is smaller: length, label count, chunk count and checksum.
    private static final int MIN_SIZE = 7;

    private final IndexReader index;
    private final SourceReader reader;
    private final long end;
    private final SymbolLookup symbols;
    private final SeriesEntry entry = new SeriesEntry();

    SeriesReader(IndexReader index, int windowSize) {
        this.index = index;
        long start = index.toc().series();
        this.end = index.toc().seriesEnd();
        this.reader = new SourceReader(index.source(), start, end - start, windowSize);
        this.symbols = index.symbols().lookup();
    }

    /// Reads the entry of a series.
    ///
    /// @return the entry; lent until the next call
    /// @throws CorruptBlockException when there is none, or its bytes are not what their checksum says
    public SeriesEntry read(int ref) {
        int size = moveTo(ref);
        entry.decode(index.name(), reader.offset(), reader.window(), reader.position(), size);
        return entry;
    }

    /// Reads the labels of a series; the entry has no chunks.
    public SeriesEntry readLabels(int ref) {
        int size = moveTo(ref);
        entry.decodeLabels(index.name(), reader.offset(), reader.window(), reader.position(), size);
        return entry;
    }

    /// The labels of the entry read last.
    public Labels labels() {
        return symbols.labels(entry);
    }

    public SymbolLookup symbols() {
        return symbols;
    }

    /// Makes the bytes of an entry available, and returns their number.
    private int moveTo(int ref) {
        long offset = index.seriesOffset(ref);
        if (offset < index.toc().series() || offset > end - MIN_SIZE) {
            throw new CorruptBlockException(index.name(), offset, "a series entry between " + index.toc().series()
                    + " and " + end, "reference " + Integer.toUnsignedString(ref));
        }
        reader.seek(offset, end - offset);
        reader.require(MIN_SIZE);
        int size = SeriesEntry.storedSize(index.name(), offset, reader.window(), reader.position(), MIN_SIZE);
        reader.require(size);
        return size;
    }
}
