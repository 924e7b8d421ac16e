package io.hypnos.tsdb.index;

import java.util.Arrays;

import io.hypnos.tsdb.io.ByteSource;
import io.hypnos.tsdb.io.CorruptBlockException;
import io.hypnos.tsdb.io.SourceReader;

/// One pass over all symbols of a [SymbolTable], in order, holding one window of it. Checks what the format promises on the way: order, count and, at
/// the end, the checksum; so only who walks to the end has checked symbols.
public final class SymbolScanner {

    private static final int WINDOW = 1 << 16;

    private final ByteSource source;
    private final SourceReader reader;
    private final boolean ordered;
    private final long end;
    private final long count;
    private long index = -1;
    private long offset;
    private byte[] text = new byte[64];
    private int length = -1;

    SymbolScanner(ByteSource source, long sectionOffset, boolean ordered) {
        this.source = source;
        this.ordered = ordered;
        this.reader = IndexFormat.openSection(source, sectionOffset, WINDOW);
        this.end = reader.offset() + reader.remaining() - 4;
        this.count = reader.u32();
        if (count > reader.remaining() - 4) {
            throw reader.corrupt("a number of symbols that fits into " + reader.remaining() + " bytes", "" + count);
        }
    }

    /// Moves to the next symbol; false at the end.
    public boolean next() {
        if (index + 1 >= count) {
            if (index + 1 == count) {
                index++;
                IndexFormat.closeSection(source, reader);
            }
            return false;
        }
        index++;
        offset = reader.offset();
        int nextLength = reader.textLength();
        byte[] window = reader.window();
        int at = reader.position();
        if (ordered && length >= 0
                && Arrays.compareUnsigned(text, 0, length, window, at, at + nextLength) >= 0) {
            throw new CorruptBlockException(source.name(), offset, "a symbol greater than the one before",
                    "symbol " + index + " in wrong order");
        }
        if (nextLength > text.length) {
            text = new byte[Math.max(nextLength, text.length * 2)];
        }
        System.arraycopy(window, at, text, 0, nextLength);
        length = nextLength;
        reader.skip(nextLength);
        return true;
    }

    /// Number of symbols in the table.
    public long count() {
        return count;
    }

    /// Where in the source the content of the table ends.
    long end() {
        return end;
    }

    /// Ordinal of the current symbol.
    public long index() {
        return index;
    }

    /// Where the current symbol begins in the source.
    public long offset() {
        return offset;
    }

    /// Bytes of the current symbol, [#length()] of them; lent until the next step.
    public byte[] text() {
        return text;
    }

    public int length() {
        return length;
    }
}
