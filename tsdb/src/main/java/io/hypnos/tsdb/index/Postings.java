package io.hypnos.tsdb.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// A set of series references in strictly ascending order.
///
/// References are 32 bits without a sign: a reader compares them with [Integer#compareUnsigned(int, int)]. What they refer to is the source's
/// business (a 16-byte slot of an index file, a number in the head). Immutable; the slice it was made from is lent, which lets a source hand
/// out the first part of an array that it only ever appends to.
///
/// All operations work on arrays at once: lists are short compared to what is done with them, and one loop per operation over `int[]` is
/// several times faster than a tree of cursors.
public final class Postings {

    private static final Postings EMPTY = new Postings(new int[0], 0, 0);

    private final int[] refs;
    private final int from;
    private final int to;

    private Postings(int[] refs, int from, int to) {
        this.refs = refs;
        this.from = from;
        this.to = to;
    }

    public static Postings empty() {
        return EMPTY;
    }

    /// The given references, which must be strictly ascending. Lent.
    public static Postings of(int... refs) {
        return of(refs, 0, refs.length);
    }

    /// The references `refs[from]` to `refs[to - 1]`, which must be strictly ascending and may not change any more. Lent.
    public static Postings of(int[] refs, int from, int to) {
        if (from < 0 || from > to || to > refs.length) {
            throw new IndexOutOfBoundsException("[" + from + ", " + to + ") of " + refs.length + " references");
        }
        return from == to ? EMPTY : new Postings(refs, from, to);
    }

    /// What all `sets` have in common; `sets` must not be empty.
    public static Postings intersect(List<Postings> sets) {
        var bySize = new ArrayList<>(sets);
        bySize.sort(Comparator.comparingInt(Postings::size));
        Postings result = bySize.getFirst();
        for (int i = 1; i < bySize.size() && !result.isEmpty(); i++) {
            result = result.and(bySize.get(i));
        }
        return result;
    }

    /// What is in any of `sets`.
    public static Postings merge(List<Postings> sets) {
        var present = new ArrayList<Postings>(sets.size());
        for (Postings set : sets) {
            if (!set.isEmpty()) {
                present.add(set);
            }
        }
        return switch (present.size()) {
            case 0 -> EMPTY;
            case 1 -> present.getFirst();
            case 2 -> present.get(0).or(present.get(1));
            default -> PostingsUnion.of(present);
        };
    }

    /// What is in this set and in `other`.
    public Postings and(Postings other) {
        Postings small = size() <= other.size() ? this : other;
        Postings large = small == this ? other : this;
        if (small.isEmpty()) {
            return EMPTY;
        }
        int[] out = new int[small.size()];
        int count = SortedInts.intersect(small.refs, small.from, small.to, large.refs, large.from, large.to, out);
        return of(out, 0, count);
    }

    /// What is in this set or in `other`.
    public Postings or(Postings other) {
        if (isEmpty()) {
            return other;
        }
        if (other.isEmpty()) {
            return this;
        }
        int[] out = new int[Math.addExact(size(), other.size())];
        int count = SortedInts.union(refs, from, to, other.refs, other.from, other.to, out);
        return of(out, 0, count);
    }

    /// What is in this set and not in `other`.
    public Postings without(Postings other) {
        if (isEmpty() || other.isEmpty()) {
            return this;
        }
        int[] out = new int[size()];
        int count = SortedInts.subtract(refs, from, to, other.refs, other.from, other.to, out);
        return of(out, 0, count);
    }

    public boolean intersects(Postings other) {
        Postings small = size() <= other.size() ? this : other;
        Postings large = small == this ? other : this;
        return SortedInts.intersects(small.refs, small.from, small.to, large.refs, large.from, large.to);
    }

    public int size() {
        return to - from;
    }

    public boolean isEmpty() {
        return from == to;
    }

    /// The reference at `index`, counted from 0.
    public int get(int index) {
        if (index < 0 || index >= size()) {
            throw new IndexOutOfBoundsException(index + " of " + size() + " references");
        }
        return refs[from + index];
    }

    /// The part of this set from `index` on, at most `count` references of it.
    public Postings slice(int index, int count) {
        return of(refs, from + index, from + Math.min(size(), index + count));
    }

    /// A walk over this set, before its first reference.
    public PostingsCursor cursor() {
        return new PostingsCursor(refs, from, to);
    }

    public int[] toArray() {
        return Arrays.copyOfRange(refs, from, to);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Postings other && Arrays.equals(refs, from, to, other.refs, other.from, other.to);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + refs[i];
        }
        return hash;
    }

    @Override
    public String toString() {
        return size() + " series";
    }
}
