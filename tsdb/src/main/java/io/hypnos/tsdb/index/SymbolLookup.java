package io.hypnos.tsdb.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.io.ChecksumWriter;
import io.hypnos.tsdb.io.CorruptBlockException;
import io.hypnos.tsdb.io.SourceReader;

/// Finds the texts of symbol references in a [SymbolTable]. Remembers what it found in a small table, since names and most values of neighbouring
/// series are the same. For one thread.
public final class SymbolLookup {

    /// Neighbouring series share most symbols; more than this many at once are rarely in use.
    private static final int SLOTS = 1 << 10;
    private static final int WINDOW = 512;

    private final SymbolTable table;
    private final SourceReader reader;
    private final long[] refs = new long[SLOTS];
    private final byte[] @Nullable [] texts = new byte[SLOTS][];

    SymbolLookup(SymbolTable table) {
        this.table = table;
        this.reader = new SourceReader(table.source(), table.start(), table.end() - table.start(), WINDOW);
        Arrays.fill(refs, -1);
    }

    /// The symbol as [Labels] packs it: its length as `uvarint`, then its bytes. Lent: do not write.
    ///
    /// @param ref a reference without a sign, as series entries have it
    /// @throws CorruptBlockException when there is no such symbol
    public byte[] packed(int ref) {
        long wanted = Integer.toUnsignedLong(ref);
        int slot = (int) (wanted & SLOTS - 1);
        byte[] known = texts[slot];
        if (known != null && refs[slot] == wanted) {
            return known;
        }
        byte[] text = read(wanted);
        refs[slot] = wanted;
        texts[slot] = text;
        return text;
    }

    /// The labels of a series.
    public Labels labels(SeriesEntry entry) {
        int count = 2 * entry.labelCount();
        int[] wanted = entry.labels();
        int size = 0;
        for (int i = 0; i < count; i++) {
            size += packed(wanted[i]).length;
        }
        byte[] labels = new byte[size];
        int at = 0;
        for (int i = 0; i < count; i++) {
            byte[] text = packed(wanted[i]);
            System.arraycopy(text, 0, labels, at, text.length);
            at += text.length;
        }
        return Labels.ofPacked(labels, entry.labelCount());
    }

    public String text(int ref) {
        byte[] packed = packed(ref);
        int at = 0;
        while (packed[at] < 0) {
            at++;
        }
        return new String(packed, at + 1, packed.length - at - 1, UTF_8);
    }

    private byte[] read(long ref) {
        if (!table.byOffset() && ref >= table.count()) {
            throw new CorruptBlockException(table.source().name(), table.start(),
                    "a reference to one of " + table.count() + " symbols", "" + ref);
        }
        long from = table.walkFrom(ref);
        if (from < table.start() || from >= table.end()) {
            throw new CorruptBlockException(table.source().name(), from, "a symbol", "a place outside of the table");
        }
        reader.seek(from, table.end() - from);
        for (int steps = table.stepsTo(ref); steps > 0; steps--) {
            reader.skip(reader.textLength());
        }
        int length = reader.textLength();
        byte[] packed = new byte[ChecksumWriter.uvarintSize(length) + length];
        int at = ChecksumWriter.putUvarint(packed, 0, length);
        System.arraycopy(reader.window(), reader.position(), packed, at, length);
        return packed;
    }
}
