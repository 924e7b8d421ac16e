package io.hypnos.tsdb.compact;

import java.util.Arrays;

import io.hypnos.tsdb.index.SeriesEntry;

/// Series of one input in ascending order of their labels, which are ranks of the output's symbols. For one thread.
interface SeriesStream {

    /// Moves to the next series; false at the end.
    boolean next();

    /// Name and value rank of each label in turn; lent until the next move, and longer than [#length()].
    int[] labels();

    /// Number of ranks: two per label.
    int length();

    /// Reference of the series in its input.
    int ref();

    /// Where the chunks of the series are; lent until the next move.
    SeriesEntry chunks();

    /// Reads these chunks.
    RecordWindow records();

    CompactionInput input();

    /// Orders the current series of two streams.
    static int compare(SeriesStream a, SeriesStream b) {
        return Arrays.compare(a.labels(), 0, a.length(), b.labels(), 0, b.length());
    }
}
