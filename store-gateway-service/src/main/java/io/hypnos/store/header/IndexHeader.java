package io.hypnos.store.header;

import java.util.zip.CRC32C;

import io.hypnos.tsdb.index.IndexToc;
import io.hypnos.tsdb.index.PostingsOffsets;
import io.hypnos.tsdb.index.SymbolTable;
import io.hypnos.tsdb.io.ByteReader;
import io.hypnos.tsdb.io.ByteSource;
import io.hypnos.tsdb.io.CorruptBlockException;
import io.hypnos.tsdb.io.UnsupportedVersionException;

/// An open index header: which symbols an index has, and where in it things are. Immutable, for many threads.
///
/// The source is lent: whoever opened it closes it.
public final class IndexHeader {

    private static final int INDEX_VERSION_1 = 1;
    private static final int MAX_INDEX_VERSION = 3;
    private static final int SERIES_ALIGNMENT = 16;

    private final int indexVersion;
    private final IndexToc toc;
    private final SymbolTable symbols;
    private final PostingsOffsets offsets;

    private IndexHeader(int indexVersion, IndexToc toc, SymbolTable symbols, PostingsOffsets offsets) {
        this.indexVersion = indexVersion;
        this.toc = toc;
        this.symbols = symbols;
        this.offsets = offsets;
    }

    /// Where the parts of a header are.
    private record Layout(int indexVersion, long symbols, long postingsTable, long originalPostingsTable) {}

    /// Opens a header and checks all of it.
    ///
    /// @throws CorruptBlockException       when it is not what it should be
    /// @throws UnsupportedVersionException when its version is unknown
    public static IndexHeader open(ByteSource source) {
        Layout layout = layout(source);
        IndexToc toc = indexToc(source, layout);
        if (toc.postingsTable() != layout.originalPostingsTable()) {
            throw new CorruptBlockException(source.name(), 6, "the place " + toc.postingsTable(),
                    "" + layout.originalPostingsTable());
        }
        return new IndexHeader(layout.indexVersion(), toc,
                SymbolTable.open(source, layout.symbols(), layout.indexVersion(), toc.symbols()),
                PostingsOffsets.open(source, layout.postingsTable(), layout.indexVersion(), toc.postingsTable()));
    }

    /// Checks beginning and end of a header, which shows whether it was written to its end.
    ///
    /// @throws CorruptBlockException       when it is not what it should be
    /// @throws UnsupportedVersionException when its version is unknown
    static void check(ByteSource source) {
        indexToc(source, layout(source));
    }

    private static Layout layout(ByteSource source) {
        long least = HeaderFormat.HEAD_SIZE + IndexToc.SIZE + HeaderFormat.TOC_SIZE;
        if (source.size() < least) {
            throw new CorruptBlockException(source.name(), 0, "an index header of at least " + least + " bytes",
                    source.size() + " bytes");
        }
        var head = new ByteReader(source.name(), 0, source.read(0, HeaderFormat.HEAD_SIZE), 0, HeaderFormat.HEAD_SIZE);
        int magic = head.i32();
        if (magic != HeaderFormat.MAGIC) {
            throw CorruptBlockException.magic(source.name(), 0, HeaderFormat.MAGIC, magic);
        }
        int version = head.u8();
        if (version != HeaderFormat.VERSION) {
            throw new UnsupportedVersionException(source.name(), 4, version, HeaderFormat.VERSION,
                    HeaderFormat.VERSION);
        }
        int indexVersion = head.u8();
        if (indexVersion < INDEX_VERSION_1 || indexVersion > MAX_INDEX_VERSION) {
            throw new UnsupportedVersionException(source.name(), 5, indexVersion, INDEX_VERSION_1, MAX_INDEX_VERSION);
        }
        long original = head.i64();
        long at = source.size() - HeaderFormat.TOC_SIZE;
        byte[] end = source.read(at, HeaderFormat.TOC_SIZE);
        var toc = new ByteReader(source.name(), at, end, 0, end.length);
        long symbols = toc.i64();
        long postingsTable = toc.i64();
        int stored = toc.i32();
        int computed = checksum(end);
        if (stored != computed) {
            throw CorruptBlockException.checksum(source.name(), at + 16, computed, stored);
        }
        if (symbols != HeaderFormat.HEAD_SIZE || postingsTable < symbols || postingsTable > at - IndexToc.SIZE) {
            throw new CorruptBlockException(source.name(), at, "sections in order before the table of contents",
                    "symbols at " + symbols + ", postings offset table at " + postingsTable);
        }
        return new Layout(indexVersion, symbols, postingsTable, original);
    }

    private static IndexToc indexToc(ByteSource source, Layout layout) {
        long at = source.size() - HeaderFormat.TOC_SIZE - IndexToc.SIZE;
        long originalAt = layout.originalPostingsTable() + at - layout.postingsTable();
        return IndexToc.decode(source.name(), originalAt, source.read(at, IndexToc.SIZE));
    }

    static int checksum(byte[] end) {
        var crc = new CRC32C();
        crc.update(end, 0, HeaderFormat.TOC_SIZE - 4);
        return (int) crc.getValue();
    }

    public SymbolTable symbols() {
        return symbols;
    }

    public PostingsOffsets offsets() {
        return offsets;
    }

    /// The table of contents of the index.
    public IndexToc toc() {
        return toc;
    }

    /// Where in the index the entry of a series begins.
    public long seriesOffset(int ref) {
        long unsigned = Integer.toUnsignedLong(ref);
        return indexVersion == INDEX_VERSION_1 ? unsigned : unsigned * SERIES_ALIGNMENT;
    }
}
