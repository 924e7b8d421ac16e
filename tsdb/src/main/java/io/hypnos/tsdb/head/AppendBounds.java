package io.hypnos.tsdb.head;

/// What one batch is held against, taken when it begins, so that its own samples do not narrow it.
///
/// @param minValid       the oldest time that is taken in order
/// @param lateFrom       the oldest time that is taken out of order; `Long.MAX_VALUE` where there is no window for that
/// @param batch          sequence number of the batch
/// @param hasReaders     whether anybody reads a state from before this batch
/// @param oldestSnapshot the last batch that the reader of the oldest such state may see
record AppendBounds(long minValid, long lateFrom, int batch, boolean hasReaders, int oldestSnapshot) {

    boolean takesLate() {
        return lateFrom != Long.MAX_VALUE;
    }
}
