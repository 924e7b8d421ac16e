package io.hypnos.tsdb.index;

import java.io.IOException;

import io.hypnos.tsdb.io.ByteReader;
import io.hypnos.tsdb.io.ByteSource;
import io.hypnos.tsdb.io.ChecksumWriter;
import io.hypnos.tsdb.io.SourceReader;

/// Writes the postings lists of an index and the table of their offsets.
///
/// The lists are made by counting sort. While series were written, [LabelPairs] counted how many of them each pair has, so the place of every list
/// in one array of all references is known; one pass over the written series entries then puts each reference where it belongs. The series come
/// in ascending order, so each list is. Where the array would be too large it is made in parts, with a pass for each.
final class PostingsWriter {

    /// References held at once, as a rule: 4 bytes each.
    static final int MAX_REFS = 1 << 24;
    private static final int WINDOW = 1 << 18;
    private static final long MAX_SECTION = 0xFFFFFFFFL;

    private final ChecksumWriter out;
    private final ByteSource source;
    private final LabelPairs pairs;
    private final int seriesCount;
    private final int maxRefs;
    private long firstList;

    PostingsWriter(ChecksumWriter out, ByteSource source, LabelPairs pairs, int seriesCount, int maxRefs) {
        this.out = out;
        this.source = source;
        this.pairs = pairs;
        this.seriesCount = seriesCount;
        this.maxRefs = maxRefs;
    }

    /// Writes the list of all series and one per pair, in their order and without gaps.
    ///
    /// @param seriesStart where the series section begins in the source
    /// @param seriesEnd   where it ends
    void writeLists(long seriesStart, long seriesEnd) throws IOException {
        firstList = out.position();
        writeListOfAll(seriesStart, seriesEnd);
        for (int from = 0; from < pairs.size();) {
            int to = from;
            long refs = 0;
            while (to < pairs.size() && (to == from || refs + pairs.count(to) <= maxRefs)) {
                refs += pairs.count(to++);
            }
            writePart(seriesStart, seriesEnd, from, to, Math.toIntExact(refs));
            from = to;
        }
    }

    private void writeListOfAll(long seriesStart, long seriesEnd) throws IOException {
        out.i32(4 + 4 * seriesCount);
        out.startChecksum();
        out.i32(seriesCount);
        var walk = new EntryWalk(seriesStart, seriesEnd);
        while (walk.next()) {
            out.i32(walk.ref);
        }
        out.writeChecksum();
    }

    /// Makes the lists of the pairs from ordinal `from` to before `to`, which have `size` references in all.
    private void writePart(long seriesStart, long seriesEnd, int from, int to, int size) throws IOException {
        int[] refs = new int[size];
        int[] next = new int[to - from];
        for (int p = from + 1; p < to; p++) {
            next[p - from] = next[p - from - 1] + pairs.count(p - 1);
        }
        boolean all = from == 0 && to == pairs.size();
        var walk = new EntryWalk(seriesStart, seriesEnd);
        while (walk.next()) {
            ByteReader body = walk.body;
            for (int labels = body.count(2); labels > 0; labels--) {
                int ordinal = pairs.ordinal(body.uvarint32(), body.uvarint32());
                if (all || ordinal >= from && ordinal < to) {
                    refs[next[ordinal - from]++] = walk.ref;
                }
            }
        }
        for (int p = from, at = 0; p < to; p++) {
            int count = pairs.count(p);
            out.i32(4 + 4 * count);
            out.startChecksum();
            out.i32(count);
            for (int end = at + count; at < end; at++) {
                out.i32(refs[at]);
            }
            out.writeChecksum();
        }
    }

    /// Writes the table of offsets, which follow from the sizes of the lists.
    void writeOffsetTable(SymbolLookup symbols) throws IOException {
        long start = out.position();
        out.i32(0);
        out.startChecksum();
        out.i32(1 + pairs.size());
        out.u8(2);
        out.u8(0);
        out.u8(0);
        out.uvarint(firstList);
        long offset = firstList + PostingsList.OVERHEAD + 4L * seriesCount;
        byte[] name = new byte[0];
        for (int p = 0; p < pairs.size(); p++) {
            if (p == 0 || pairs.name(p) != pairs.name(p - 1)) {
                name = symbols.packed(pairs.name(p));
            }
            byte[] value = symbols.packed(pairs.value(p));
            out.u8(2);
            out.bytes(name, 0, name.length);
            out.bytes(value, 0, value.length);
            out.uvarint(offset);
            offset += PostingsList.OVERHEAD + 4L * pairs.count(p);
        }
        long length = out.position() - start - 4;
        if (length > MAX_SECTION) {
            throw new IndexTooLargeException(
                    "the postings offset table takes more than 4 GiB, which no index can hold");
        }
        out.writeChecksum();
        out.patchI32(start, (int) length);
    }

    /// Goes over the series entries that were just written.
    private final class EntryWalk {

        private static final byte[] NOTHING = {};

        private final SourceReader reader;
        private final ByteReader body = new ByteReader(source.name(), 0, NOTHING, 0, 0);
        private int ref;

        EntryWalk(long start, long end) {
            reader = new SourceReader(source, start, end - start, WINDOW);
        }

        boolean next() {
            if (reader.remaining() == 0) {
                return false;
            }
            reader.skip(-reader.offset() & IndexFormat.SERIES_ALIGNMENT - 1);
            ref = (int) (reader.offset() / IndexFormat.SERIES_ALIGNMENT);
            long length = reader.uvarint();
            reader.require(length + 4);
            body.reset(reader.offset(), reader.window(), reader.position(), (int) length);
            reader.skip(length + 4);
            return true;
        }
    }
}
