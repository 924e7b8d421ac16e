package io.hypnos.tsdb.head;

/// The block of a series that is needed less often than its record:
///
///      0  chunk list           last block of its [BlockChain], 0 for none; see [ChunkList]
///      4  chunks (2)           in the list
///      6  chunks in memory (2) the newest of these, not on disk yet
///      8  hash                 of the pairs
///     12  number of labels (2)
///     14  place of the oldest chunk in the first block of the list (2)
///     16  pairs                references of [LabelPairs], ordered by label name
///
/// The chunk list is guarded by the lock of the series' shard, the rest does not change.
final class SeriesLabels {

    static final int CHUNK_LIST = 0;
    static final int CHUNKS = 4;
    static final int CHUNKS_IN_MEMORY = 6;
    static final int HASH = 8;
    static final int COUNT = 12;
    static final int FIRST_CHUNK = 14;
    static final int PAIRS = 16;

    private SeriesLabels() {}

    static int bytes(int labels) {
        return PAIRS + labels * 4;
    }

    static int count(long block) {
        return Native.getShort(block + COUNT);
    }

    static int pair(long block, int label) {
        return Native.getInt(block + PAIRS + label * 4L);
    }

    static boolean hasPairs(long block, int[] pairs, int count) {
        if (count(block) != count) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (pair(block, i) != pairs[i]) {
                return false;
            }
        }
        return true;
    }
}
