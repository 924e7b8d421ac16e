package io.hypnos.tsdb.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.tsdb.io.ByteSource;
import io.hypnos.tsdb.io.CorruptBlockException;
import io.hypnos.tsdb.io.SourceReader;

/// Reads an index of version 1, 2 or 3. Holds samples of its tables only, see [SymbolTable] and [PostingsOffsets]; everything else is read where
/// it is, checked against its checksum each time. For many threads; each reads series through a [SeriesReader] of its own.
///
/// The source is lent: whoever opened it closes it.
public final class IndexReader implements PostingsSource {

    /// Lists that lie together are read together, this many bytes at once.
    private static final int LISTS_WINDOW = 1 << 17;
    private static final int SCATTERED_WINDOW = 1 << 12;
    private static final int SEQUENTIAL_WINDOW = 1 << 18;
    private static final byte[] EMPTY_TEXT = {};

    private final ByteSource source;
    private final int version;
    private final IndexToc toc;
    private final SymbolTable symbols;
    private final PostingsOffsets offsets;

    private IndexReader(ByteSource source, int version, IndexToc toc) {
        this.source = source;
        this.version = version;
        this.toc = toc;
        this.symbols = SymbolTable.open(source, toc.symbols(), version, toc.symbols());
        this.offsets = PostingsOffsets.open(source, toc.postingsTable(), version, toc.postingsTable());
    }

    /// Opens an index; reads and checks its header, table of contents, symbols and postings offset table.
    ///
    /// @throws CorruptBlockException                           when one of these is not what it should be
    /// @throws io.hypnos.tsdb.io.UnsupportedVersionException when the version is unknown
    public static IndexReader open(ByteSource source) {
        int version = IndexFormat.version(source);
        return new IndexReader(source, version, IndexToc.read(source));
    }

    /// Checks the header and the table of contents of an index, and nothing else.
    public static void check(ByteSource source) {
        IndexFormat.version(source);
        IndexToc.read(source);
    }

    /// What error messages call it.
    public String name() {
        return source.name();
    }

    public int version() {
        return version;
    }

    public IndexToc toc() {
        return toc;
    }

    public SymbolTable symbols() {
        return symbols;
    }

    public PostingsOffsets offsets() {
        return offsets;
    }

    ByteSource source() {
        return source;
    }

    /// Where in the file the entry of a series begins.
    long seriesOffset(int ref) {
        long unsigned = Integer.toUnsignedLong(ref);
        return version == IndexFormat.VERSION_1 ? unsigned : unsigned * IndexFormat.SERIES_ALIGNMENT;
    }

    /// Reads series entries here and there; for one thread.
    public SeriesReader seriesReader() {
        return new SeriesReader(this, SCATTERED_WINDOW);
    }

    /// Reads series entries in the order of the file; for one thread.
    public SeriesReader sequentialSeriesReader() {
        return new SeriesReader(this, SEQUENTIAL_WINDOW);
    }

    @Override
    public Postings all() {
        var range = offsets.find(EMPTY_TEXT, EMPTY_TEXT);
        if (range == null) {
            throw new CorruptBlockException(source.name(), toc.postingsTable(), "an entry for all series", "none");
        }
        return read(range.start());
    }

    @Override
    public Postings postings(String name, String value) {
        if (name.isEmpty() || value.isEmpty()) {
            return Postings.empty();
        }
        PostingsOffsets.@Nullable Range range = offsets.find(name.getBytes(UTF_8), value.getBytes(UTF_8));
        return range == null ? Postings.empty() : read(range.start());
    }

    @Override
    public Postings postings(String name, ValueFilter filter) {
        if (name.isEmpty()) {
            return Postings.empty();
        }
        var lists = new ArrayList<Postings>();
        var reader = new SourceReader(source, 0, source.size(), LISTS_WINDOW);
        offsets.forEach(name.getBytes(UTF_8), filter.prefix().getBytes(UTF_8), (value, length, start, end) -> {
            if (filter.accepts(value, 0, length)) {
                lists.add(read(reader, start));
            }
        });
        return Postings.merge(lists);
    }

    @Override
    public List<String> labelNames() {
        return offsets.names().stream().map(name -> new String(name, UTF_8)).toList();
    }

    @Override
    public List<String> labelValues(String name, ValueFilter filter) {
        if (name.isEmpty()) {
            return List.of();
        }
        var values = new ArrayList<String>();
        offsets.forEach(name.getBytes(UTF_8), filter.prefix().getBytes(UTF_8), (value, length, start, end) -> {
            if (filter.accepts(value, 0, length)) {
                values.add(new String(value, 0, length, UTF_8));
            }
        });
        return values;
    }

    private Postings read(long offset) {
        requireBeforeTable(offset);
        long size = PostingsList.storedSize(source.name(), offset, source.read(offset, 4), 0);
        source.requireInside(offset, size);
        return PostingsList.decode(source.name(), offset, source.read(offset, (int) size), 0, (int) size);
    }

    private Postings read(SourceReader reader, long offset) {
        requireBeforeTable(offset);
        reader.seek(offset, toc.postingsTable() - offset);
        reader.require(4);
        long size = PostingsList.storedSize(source.name(), offset, reader.window(), reader.position());
        reader.require(size);
        return PostingsList.decode(source.name(), offset, reader.window(), reader.position(), (int) size);
    }

    private void requireBeforeTable(long offset) {
        if (offset < IndexFormat.HEADER_SIZE || offset > toc.postingsTable() - PostingsList.OVERHEAD) {
            throw new CorruptBlockException(source.name(), toc.postingsTable(), "the offset of a postings list",
                    Long.toUnsignedString(offset));
        }
    }
}
