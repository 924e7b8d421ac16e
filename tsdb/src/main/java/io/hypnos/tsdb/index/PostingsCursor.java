package io.hypnos.tsdb.index;

/// A walk over [Postings]: before the first reference at the start, then from one to the next or to the first one that is not smaller than a
/// wanted one. References compare without a sign.
public final class PostingsCursor {

    private final int[] refs;
    private final int to;
    /// Index of the current reference, one less than the first before the start, `to` at the end.
    private int position;

    PostingsCursor(int[] refs, int from, int to) {
        this.refs = refs;
        this.to = to;
        this.position = from - 1;
    }

    /// Moves to the next reference; false at the end, then and ever after.
    public boolean next() {
        if (position >= to - 1) {
            position = to;
            return false;
        }
        position++;
        return true;
    }

    /// Moves to the first reference that is not smaller than `ref`, never backwards: where the current one is such, it stays. False when there
    /// is none.
    public boolean seek(int ref) {
        int start = Math.max(position, 0);
        position = start >= to ? to : SortedInts.firstNotBelow(refs, start, to, ref);
        return position < to;
    }

    /// The current reference; only after [#next()] or [#seek(int)] returned true.
    public int at() {
        return refs[position];
    }
}
