package io.hypnos.tsdb.index;

import io.hypnos.tsdb.io.ByteSource;

/// All label names and values of an index, each once.
///
///     length (4) · count (4) · { text length uvarint · text }* · CRC-32C (4)
///
/// Texts are in ascending order as unsigned bytes. Series refer to them by ordinal, in version 1 by byte offset in the file.
///
/// The table stays where it is; only the place of every sixteenth symbol is held in memory, and a lookup walks on from there. Immutable, for many
/// threads; each uses a [SymbolLookup] of its own.
public final class SymbolTable {

    private static final int SAMPLE_SHIFT = 4;
    private static final int SAMPLE_EVERY = 1 << SAMPLE_SHIFT;

    private final ByteSource source;
    private final long start;
    private final long end;
    private final long count;
    /// Offset from `start` of every sixteenth symbol, without a sign; empty where references are byte offsets.
    private final int[] samples;
    /// What to add to a reference that is a byte offset to get the place in the source.
    private final long shift;
    private final boolean byOffset;

    private SymbolTable(ByteSource source, Section section, int[] samples, long shift, boolean byOffset) {
        this.source = source;
        this.start = section.start;
        this.end = section.end;
        this.count = section.count;
        this.samples = samples;
        this.shift = shift;
        this.byOffset = byOffset;
    }

    /// Content of the table, without frame and count.
    private record Section(long start, long end, long count) {}

    /// Opens and checks the table that begins at `offset` of the source; reads all of it once.
    ///
    /// @param version        of the index that the table belongs to
    /// @param originalOffset where the table began in that index: the same as `offset` unless the source holds a copy of parts
    public static SymbolTable open(ByteSource source, long offset, int version, long originalOffset) {
        boolean byOffset = version == IndexFormat.VERSION_1;
        var scanner = new SymbolScanner(source, offset, !byOffset);
        long start = offset + 8;
        int[] samples = new int[byOffset ? 0 : Math.toIntExact(scanner.count() + SAMPLE_EVERY - 1 >>> SAMPLE_SHIFT)];
        while (scanner.next()) {
            if (!byOffset && isSampled(scanner.index())) {
                samples[(int) (scanner.index() >>> SAMPLE_SHIFT)] = (int) (scanner.offset() - start);
            }
        }
        var section = new Section(start, scanner.end(), scanner.count());
        return new SymbolTable(source, section, samples, offset - originalOffset, byOffset);
    }

    /// The table that an index writer has just written, with the samples that it took.
    static SymbolTable written(ByteSource source, long start, long end, long count, int[] samples) {
        return new SymbolTable(source, new Section(start, end, count), samples, 0, false);
    }

    /// Whether a writer takes the symbol with this ordinal as a sample.
    static boolean isSampled(long ordinal) {
        return (ordinal & SAMPLE_EVERY - 1) == 0;
    }

    /// Number of symbols.
    public long count() {
        return count;
    }

    /// A walk over all symbols.
    public SymbolScanner scan() {
        return new SymbolScanner(source, start - 8, !byOffset);
    }

    /// Looks symbols up; for one thread.
    public SymbolLookup lookup() {
        return new SymbolLookup(this);
    }

    ByteSource source() {
        return source;
    }

    long start() {
        return start;
    }

    long end() {
        return end;
    }

    /// Whether references are byte offsets, as in version 1.
    boolean byOffset() {
        return byOffset;
    }

    /// Place in the source from where to walk to a reference, of which `stepsTo` says how far.
    long walkFrom(long ref) {
        return byOffset ? ref + shift : start + Integer.toUnsignedLong(samples[(int) (ref >>> SAMPLE_SHIFT)]);
    }

    /// How many symbols to pass from `walkFrom` on.
    int stepsTo(long ref) {
        return byOffset ? 0 : (int) (ref & SAMPLE_EVERY - 1);
    }

    /// Bytes of memory that the table takes.
    public long memoryBytes() {
        return 4L * samples.length;
    }

    @Override
    public String toString() {
        return count + " symbols of " + source.name();
    }
}
