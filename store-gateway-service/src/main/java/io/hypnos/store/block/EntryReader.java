package io.hypnos.store.block;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.objstore.block.BlockKeys;
import io.hypnos.store.cache.IndexCache;
import io.hypnos.store.fetch.DataKind;
import io.hypnos.store.fetch.FetchTally;
import io.hypnos.store.fetch.Stretch;
import io.hypnos.store.header.IndexHeader;
import io.hypnos.tsdb.index.Postings;
import io.hypnos.tsdb.index.SeriesEntry;
import io.hypnos.tsdb.index.SymbolLookup;
import io.hypnos.tsdb.io.CorruptBlockException;

/// Reads the index entries of series, many at once. How long an entry is nobody knows before it is there, so a little more than usual is read of
/// each, and those that are longer are read again. For one thread.
final class EntryReader {

    /// The most that is read of one entry at first.
    static final int MAX_ESTIMATE = 64 << 10;
    /// Entries that touch are read into one array up to this size.
    private static final int MAX_STRETCH = 1 << 20;
    private static final int MIN_SIZE = 7;

    private final BucketBlock block;
    private final IndexHeader header;
    private final FetchTally tally;
    private final SymbolLookup symbols;
    private final SeriesEntry entry = new SeriesEntry();

    EntryReader(BucketBlock block, IndexHeader header, FetchTally tally) {
        this.block = block;
        this.header = header;
        this.tally = tally;
        this.symbols = header.symbols().lookup();
    }

    /// Receives the entries in ascending order of their references.
    interface Visitor {

        /// @param entry lent for the call
        void visit(SeriesEntry entry) throws IOException;
    }

    SymbolLookup symbols() {
        return symbols;
    }

    /// Reads the entries of some series.
    ///
    /// @throws CorruptBlockException when one is not there, or its bytes are not what their checksum says
    void read(Postings series, Visitor visitor) throws IOException {
        var batch = new Batch(series);
        long used = 0;
        for (int i = 0; i < series.size(); i++) {
            Place place = batch.places[i];
            if (place == null) {
                throw new IllegalStateException("entry " + i + " was not read");
            }
            int available = place.available();
            entry.decode(block.indexName(), place.offset, place.bytes, place.at, available);
            int size = SeriesEntry.storedSize(block.indexName(), place.offset, place.bytes, place.at, available);
            used += size;
            if (place.fresh) {
                block.storage().cache().keepSeries(block.id(), series.get(i),
                        Arrays.copyOfRange(place.bytes, place.at, place.at + size));
            }
            visitor.visit(entry);
        }
        tally.touched(DataKind.SERIES, series.size(), used);
    }

    /// Where the bytes of an entry are.
    ///
    /// @param offset in the index
    /// @param at     in `bytes`, of which `end` is the end
    private record Place(long offset, byte[] bytes, int at, int end, boolean fresh) {

        int available() {
            return end - at;
        }
    }

    /// Finds the bytes of a batch of entries: in the cache, by one read of guessed sizes, and by a second one of what was guessed too small.
    private final class Batch {

        private final Postings series;
        private final @Nullable Place[] places;
        private final int[] missing;
        private int missingCount;

        Batch(Postings series) throws IOException {
            this.series = series;
            this.places = new @Nullable Place[series.size()];
            this.missing = new int[series.size()];
            takeCached();
            if (missingCount > 0) {
                int[] sizes = new int[missingCount];
                Arrays.fill(sizes, block.seriesSizeEstimate());
                fetch(sizes);
                fetchLonger();
            }
        }

        private void takeCached() {
            IndexCache cache = block.storage().cache();
            for (int i = 0; i < series.size(); i++) {
                int ref = series.get(i);
                byte[] known = cache.series(block.id(), ref);
                if (known == null) {
                    missing[missingCount++] = i;
                } else {
                    tally.cached(DataKind.SERIES, known.length);
                    places[i] = new Place(header.seriesOffset(ref), known, 0, known.length, false);
                }
            }
        }

        /// Reads as many bytes of each missing entry as `sizes` says.
        private void fetch(int[] sizes) throws IOException {
            long[] starts = new long[missingCount];
            int[] stretchOf = new int[missingCount];
            List<Stretch> stretches = plan(sizes, starts, stretchOf);
            block.storage().ranges().read(BlockKeys.index(block.id()), stretches, DataKind.SERIES, tally);
            for (int m = 0; m < missingCount; m++) {
                Stretch stretch = stretches.get(stretchOf[m]);
                int at = (int) (starts[m] - stretch.offset());
                places[missing[m]] = new Place(starts[m], stretch.bytes(), at, Math.max(at, stretch.available()), true);
            }
        }

        private List<Stretch> plan(int[] sizes, long[] starts, int[] stretchOf) {
            long end = header.toc().seriesEnd();
            var stretches = new ArrayList<Stretch>();
            long from = -1;
            long to = -1;
            for (int m = 0; m < missingCount; m++) {
                long start = header.seriesOffset(series.get(missing[m]));
                if (start < header.toc().series() || start > end - MIN_SIZE) {
                    throw new CorruptBlockException(block.indexName(), start, "a series entry between "
                            + header.toc().series() + " and " + end, "a reference to " + start);
                }
                starts[m] = start;
                if (from >= 0 && (start > to || start - from > MAX_STRETCH)) {
                    stretches.add(new Stretch(from, (int) (Math.min(to, start) - from)));
                    from = -1;
                }
                if (from < 0) {
                    from = start;
                    to = start;
                }
                to = Math.max(to, Math.min(end, start + sizes[m]));
                stretchOf[m] = stretches.size();
            }
            stretches.add(new Stretch(from, (int) (to - from)));
            return stretches;
        }

        private void fetchLonger() throws IOException {
            int[] sizes = new int[missingCount];
            int longer = 0;
            for (int m = 0; m < missingCount; m++) {
                Place place = places[missing[m]];
                if (place == null) {
                    continue;
                }
                int size = SeriesEntry.storedSize(block.indexName(), place.offset(), place.bytes(), place.at(),
                        place.available());
                if (size > place.available()) {
                    missing[longer] = missing[m];
                    sizes[longer++] = size;
                }
            }
            missingCount = longer;
            if (longer > 0) {
                fetch(Arrays.copyOf(sizes, longer));
            }
        }
    }
}
