package io.hypnos.tsdb.compact;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.hypnos.tsdb.io.CorruptBlockException;

/// From the symbol references of one input to the ranks of its symbols in the output.
final class SymbolMap {

    private final String file;
    private final int[] ranks;
    /// References in ascending order where they are byte offsets; null where they are ordinals, that is places in `ranks`.
    private final long @Nullable [] offsets;

    SymbolMap(String file, int[] ranks, long @Nullable [] offsets) {
        this.file = file;
        this.ranks = ranks;
        this.offsets = offsets;
    }

    int rank(int ref) {
        int at = offsets == null ? ref : Arrays.binarySearch(offsets, Integer.toUnsignedLong(ref));
        if (at < 0 || at >= ranks.length) {
            throw new CorruptBlockException(file, 0, "a reference to one of " + ranks.length + " symbols",
                    Integer.toUnsignedString(ref));
        }
        return ranks[at];
    }
}
