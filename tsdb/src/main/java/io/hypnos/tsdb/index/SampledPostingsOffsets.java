package io.hypnos.tsdb.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.tsdb.io.ByteSource;
import io.hypnos.tsdb.io.SourceReader;

/// A sorted offset table that stays where it is: in memory are the names and, per name, the places of its first and every 32nd entry. A lookup
/// searches these by halves, reading entries as it goes, and walks the rest.
final class SampledPostingsOffsets implements PostingsOffsets {

    private static final int SAMPLE_EVERY = 32;
    private static final int SCAN_WINDOW = 1 << 16;
    private static final int LOOKUP_WINDOW = 256;

    private final ByteSource source;
    /// First entry in the source, from which the samples count.
    private final long start;
    /// End of the last entry.
    private final long end;
    /// Where the last list ends in the index.
    private final long listsEnd;
    private final byte[][] names;
    /// Index in `samples` of the first one of each name, and their number behind the last.
    private final int[] firstSample;
    /// Places of entries after `start`, without a sign.
    private final int[] samples;

    private SampledPostingsOffsets(ByteSource source, Scan scan, long listsEnd) {
        this.source = source;
        this.start = scan.start;
        this.end = scan.end;
        this.listsEnd = listsEnd;
        this.names = scan.names.toArray(byte[][]::new);
        this.firstSample = Arrays.copyOf(scan.firstSample, names.length + 1);
        this.firstSample[names.length] = scan.sampleCount;
        this.samples = Arrays.copyOf(scan.samples, scan.sampleCount);
    }

    static SampledPostingsOffsets read(ByteSource source, long offset, long listsEnd) {
        return new SampledPostingsOffsets(source, new Scan(source, offset), listsEnd);
    }

    /// The one pass over the table at opening.
    private static final class Scan {

        private final long start;
        private final long end;
        private final List<byte[]> names = new ArrayList<>();
        private int[] firstSample = new int[16];
        private int[] samples = new int[64];
        private int sampleCount;

        Scan(ByteSource source, long offset) {
            SourceReader reader = IndexFormat.openSection(source, offset, SCAN_WINDOW);
            long count = reader.u32();
            start = reader.offset();
            var current = new PostingsOffsetEntry();
            var previous = new PostingsOffsetEntry();
            byte[] name = new byte[0];
            int ofName = 0;
            for (long i = 0; i < count; i++) {
                long at = reader.offset();
                current.read(reader);
                if (i > 0 && previous.compareTo(current) >= 0) {
                    throw reader.corrupt("entries in ascending order", "entry " + i + " in wrong order");
                }
                if (i == 0 || current.compareName(name) != 0) {
                    name = current.copyOfName();
                    names.add(name);
                    ofName = 0;
                    if (names.size() > firstSample.length) {
                        firstSample = Arrays.copyOf(firstSample, firstSample.length * 2);
                    }
                    firstSample[names.size() - 1] = sampleCount;
                }
                if (ofName++ % SAMPLE_EVERY == 0) {
                    addSample((int) (at - start));
                }
                var swap = previous;
                previous = current;
                current = swap;
            }
            end = reader.offset();
            IndexFormat.closeSection(source, reader);
        }

        private void addSample(int place) {
            if (sampleCount == samples.length) {
                samples = Arrays.copyOf(samples, sampleCount * 2);
            }
            samples[sampleCount++] = place;
        }
    }

    @Override
    public List<byte[]> names() {
        var list = Arrays.asList(names);
        return names.length > 0 && names[0].length == 0 ? list.subList(1, names.length) : list;
    }

    @Override
    public @Nullable Range find(byte[] name, byte[] value) {
        int n = Arrays.binarySearch(names, name, Arrays::compareUnsigned);
        if (n < 0) {
            return null;
        }
        var walk = new Walk(n, value);
        while (walk.next()) {
            int order = walk.entry.compareValue(value);
            if (order == 0) {
                return new Range(walk.entry.offset(), walk.listEnd());
            }
            if (order > 0) {
                return null;
            }
        }
        return null;
    }

    @Override
    public void forEach(byte[] name, byte[] prefix, Visitor visitor) {
        int n = Arrays.binarySearch(names, name, Arrays::compareUnsigned);
        if (n < 0) {
            return;
        }
        var walk = new Walk(n, prefix);
        boolean inside = false;
        while (walk.next()) {
            if (walk.entry.valueStartsWith(prefix)) {
                inside = true;
                visitor.visit(walk.entry.value(), walk.entry.valueLength(), walk.entry.offset(), walk.listEnd());
            } else if (inside || walk.entry.compareValue(prefix) > 0) {
                return;
            }
        }
    }

    /// A walk over the entries of one name from the last sample that is not greater than a wanted value; reads one entry ahead, for that one says
    /// where the current list ends.
    private final class Walk {

        private final SourceReader reader = new SourceReader(source, start, end - start, LOOKUP_WINDOW);
        private final byte[] name;
        private PostingsOffsetEntry entry = new PostingsOffsetEntry();
        private PostingsOffsetEntry ahead = new PostingsOffsetEntry();
        private boolean hasAhead;

        Walk(int n, byte[] wanted) {
            this.name = names[n];
            int low = firstSample[n];
            int high = firstSample[n + 1] - 1;
            while (low < high) {
                int middle = low + high + 1 >>> 1;
                seek(middle);
                ahead.read(reader);
                if (ahead.compareValue(wanted) <= 0) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            seek(low);
            readAhead();
        }

        private void seek(int sample) {
            long place = start + Integer.toUnsignedLong(samples[sample]);
            reader.seek(place, end - place);
        }

        private void readAhead() {
            hasAhead = reader.remaining() > 0;
            if (hasAhead) {
                ahead.read(reader);
            }
        }

        boolean next() {
            if (!hasAhead || ahead.compareName(name) != 0) {
                return false;
            }
            var swap = entry;
            entry = ahead;
            ahead = swap;
            readAhead();
            return true;
        }

        long listEnd() {
            return hasAhead ? ahead.offset() : listsEnd;
        }
    }
}
