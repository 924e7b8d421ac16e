package io.hypnos.tsdb.head;

/// Numbers batches in the order in which they pass the first shard. The numbers wrap around; compare them by their difference. Guarded by the
/// lock of the first shard, but for [#last()].
final class BatchSequence {

    private volatile int last;

    int next() {
        int next = last + 1;
        last = next;
        return next;
    }

    /// The newest batch; of use while none is under way.
    int last() {
        return last;
    }
}
