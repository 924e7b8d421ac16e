package io.hypnos.tsdb.index;

import java.util.Arrays;

import io.hypnos.tsdb.io.ByteSource;
import io.hypnos.tsdb.io.SourceReader;

/// What a writer keeps of the symbols that it wrote, to find them again: their number and the places that a [SymbolTable] holds in memory.
final class SymbolSamples {

    private int[] places = new int[64];
    private int sampled;
    private int count;

    /// Takes note of a symbol at a place behind the first one, and returns its rank.
    int add(long place) {
        if (SymbolTable.isSampled(count)) {
            if (sampled == places.length) {
                places = Arrays.copyOf(places, sampled * 2);
            }
            places[sampled++] = (int) place;
        }
        return count++;
    }

    int count() {
        return count;
    }

    /// The table of the symbols that lie between `start` and `end` of the source.
    SymbolTable table(ByteSource source, long start, long end) {
        return SymbolTable.written(source, start, end, count, Arrays.copyOf(places, sampled));
    }

    static int checksum(ByteSource source, long start, long end) {
        var reader = new SourceReader(source, start, end - start, 1 << 18);
        reader.startChecksum();
        reader.skip(end - start);
        return reader.checksum();
    }
}
