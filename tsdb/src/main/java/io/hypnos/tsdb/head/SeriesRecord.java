package io.hypnos.tsdb.head;

/// The state of one series, 64 bytes at an address that does not change while the series lives: one cache line, and all that appending an
/// ordinary float sample has to touch.
///
///      0  last time               milliseconds; [#NO_TIME] before the first sample
///      8  last value              bits; meaningless when the last sample is a histogram
///     16  accumulator             bits of the open chunk that do not fill a word yet, from the highest down
///     24  next cut                time from which on a sample opens a new chunk
///     32  reference (5)           the series' number in the log, never used twice
///     37  flags (1)
///     38  samples of last batch   how many of the newest samples [#LAST_BATCH] appended
///     40  last batch              sequence number of the batch that appended last
///     44  last distance           milliseconds between the last two samples of the open chunk, without a sign
///     48  samples                 in the open chunk
///     50  words                   full words of the open chunk
///     52  accumulated (1) · leading zeros (1) · trailing zeros (1) · words in the last block of the open chunk (1)
///     56  open chunk              last block of its [BlockChain], 0 for none
///     60  labels                  block with what is needed less often, see [SeriesLabels]
///
/// Guarded by the lock of the series' shard, but for the reference, which is written before the series can be found.
final class SeriesRecord {

    static final int SIZE = 64;

    static final long NO_TIME = Long.MIN_VALUE;

    static final int LAST_TIME = 0;
    static final int LAST_VALUE = 8;
    static final int ACCUMULATOR = 16;
    static final int NEXT_CUT = 24;
    static final int REFERENCE = 32;
    static final int FLAGS = 37;
    static final int LAST_BATCH_SAMPLES = 38;
    static final int LAST_BATCH = 40;
    static final int LAST_DISTANCE = 44;
    static final int SAMPLES = 48;
    static final int WORDS = 50;
    static final int ACCUMULATED = 52;
    static final int LEADING = 53;
    static final int TRAILING = 54;
    static final int BLOCK_WORDS = 55;
    static final int OPEN_CHUNK = 56;
    static final int LABELS = 60;

    /// The series exists.
    static final int ALIVE = 1;
    /// Created and without a sample since the last garbage collection.
    static final int FRESH = 1 << 1;
    /// The last sample is a stale marker.
    static final int STALE = 1 << 2;
    /// The last sample is a histogram.
    static final int HISTOGRAM = 1 << 3;
    /// The last value is not known, because the last sample is in a chunk on disk.
    static final int VALUE_UNKNOWN = 1 << 4;
    /// There are out-of-order samples.
    static final int OUT_OF_ORDER = 1 << 5;
    /// The last sample is a histogram with float counts.
    static final int FLOAT_HISTOGRAM = 1 << 6;
    /// The series waits for its closed chunks to be moved to disk.
    static final int QUEUED = 1 << 7;
    /// What appending a sample leaves as it is.
    static final int LASTING = ALIVE | OUT_OF_ORDER | QUEUED;

    static final long MAX_REFERENCE = (1L << 40) - 1;

    private SeriesRecord() {}

    static long lastTime(long record) {
        return Native.getLong(record + LAST_TIME);
    }

    static long reference(long record) {
        return Native.getLong(record + REFERENCE) & MAX_REFERENCE;
    }

    static void setReference(long record, long reference) {
        long rest = Native.getLong(record + REFERENCE) & ~MAX_REFERENCE;
        Native.putLong(record + REFERENCE, rest | reference);
    }

    static int flags(long record) {
        return Native.getByte(record + FLAGS);
    }

    static void setFlags(long record, int flags) {
        Native.putByte(record + FLAGS, flags);
    }

    static boolean has(long record, int flag) {
        return (Native.getByte(record + FLAGS) & flag) != 0;
    }

    static int labels(long record) {
        return Native.getInt(record + LABELS);
    }

    static int samples(long record) {
        return Native.getShort(record + SAMPLES);
    }

    /// Bytes of the open chunk.
    static int openBytes(long record) {
        return Native.getShort(record + WORDS) * 8 + (Native.getByte(record + ACCUMULATED) + 7 >>> 3);
    }
}
