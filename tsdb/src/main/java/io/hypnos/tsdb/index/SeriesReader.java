package io.hypnos.tsdb.index;

import java.util.zip.CRC32C;

import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.io.ByteReader;
import io.hypnos.tsdb.io.CorruptBlockException;
import io.hypnos.tsdb.io.SourceReader;

/// Reads the series entries of an index, in any order or all of them in the order of the file. For one thread.
public final class SeriesReader {

    /// A length takes at most this many bytes.
    private static final int MAX_LENGTH_SIZE = 5;
    /// No entry is longer; a broken length must not decide how much is allocated.
    private static final int MAX_BODY = 1 << 26;
    private static final byte[] NOTHING = {};

    private final IndexReader index;
    private final SourceReader reader;
    private final long end;
    private final SymbolLookup symbols;
    private final CRC32C crc = new CRC32C();
    private final ByteReader body;
    private final SeriesEntry entry = new SeriesEntry();

    SeriesReader(IndexReader index, int windowSize) {
        this.index = index;
        long start = index.toc().series();
        this.end = index.toc().seriesEnd();
        this.reader = new SourceReader(index.source(), start, end - start, windowSize);
        this.symbols = index.symbols().lookup();
        this.body = new ByteReader(index.source().name(), 0, NOTHING, 0, 0);
    }

    /// Reads the entry of a series.
    ///
    /// @return the entry; lent until the next call
    /// @throws CorruptBlockException when there is none, or its bytes are not what their checksum says
    public SeriesEntry read(int ref) {
        openBody(ref);
        entry.decode(body);
        return entry;
    }

    /// Reads the labels of a series; the entry has no chunks.
    public SeriesEntry readLabels(int ref) {
        openBody(ref);
        entry.decodeLabels(body);
        return entry;
    }

    /// The labels of the entry read last.
    public Labels labels() {
        int count = 2 * entry.labelCount();
        int[] refs = entry.labels();
        int size = 0;
        for (int i = 0; i < count; i++) {
            size += symbols.packed(refs[i]).length;
        }
        byte[] packed = new byte[size];
        int at = 0;
        for (int i = 0; i < count; i++) {
            byte[] text = symbols.packed(refs[i]);
            System.arraycopy(text, 0, packed, at, text.length);
            at += text.length;
        }
        return Labels.ofPacked(packed, entry.labelCount());
    }

    public SymbolLookup symbols() {
        return symbols;
    }

    private void openBody(int ref) {
        long offset = index.seriesOffset(ref);
        if (offset < index.toc().series() || offset >= end) {
            throw new CorruptBlockException(index.source().name(), offset, "a series entry between "
                    + index.toc().series() + " and " + end, "reference " + Integer.toUnsignedString(ref));
        }
        reader.seek(offset, end - offset);
        long length = reader.uvarint();
        if (length < 2 || length > Math.min(reader.remaining() - 4, MAX_BODY)
                || reader.offset() - offset > MAX_LENGTH_SIZE) {
            throw new CorruptBlockException(index.source().name(), offset, "the length of a series entry",
                    Long.toUnsignedString(length));
        }
        reader.require(length + 4);
        int size = (int) length;
        byte[] window = reader.window();
        int at = reader.position();
        crc.reset();
        crc.update(window, at, size);
        body.reset(reader.offset(), window, at, size);
        reader.skip(length);
        int stored = reader.i32();
        if ((int) crc.getValue() != stored) {
            throw CorruptBlockException.checksum(index.source().name(), reader.offset() - 4, (int) crc.getValue(),
                    stored);
        }
    }
}
