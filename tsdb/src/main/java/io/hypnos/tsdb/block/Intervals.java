package io.hypnos.tsdb.block;

import java.util.Arrays;

/// Stretches of time, closed at both ends, ascending, apart from one another by more than a millisecond. Immutable.
public final class Intervals {

    public static final Intervals NONE = new Intervals(new long[0]);

    /// First and last millisecond of each stretch in turn.
    private final long[] bounds;

    private Intervals(long[] bounds) {
        this.bounds = bounds;
    }

    /// These and the closed interval `[min, max]`, joined to those that it overlaps or touches; nothing is added when `max < min`.
    public Intervals with(long min, long max) {
        if (max < min) {
            return this;
        }
        long[] joined = new long[bounds.length + 2];
        int at = 0;
        int i = 0;
        while (i < bounds.length && bounds[i + 1] < min && bounds[i + 1] + 1 < min) {
            joined[at++] = bounds[i++];
            joined[at++] = bounds[i++];
        }
        long first = min;
        long last = max;
        while (i < bounds.length && (bounds[i] <= max || bounds[i] - 1 <= max)) {
            first = Math.min(first, bounds[i]);
            last = Math.max(last, bounds[i + 1]);
            i += 2;
        }
        joined[at++] = first;
        joined[at++] = last;
        while (i < bounds.length) {
            joined[at++] = bounds[i++];
        }
        return new Intervals(Arrays.copyOf(joined, at));
    }

    /// These and the others.
    public Intervals with(Intervals others) {
        Intervals union = this;
        for (int i = 0; i < others.size(); i++) {
            union = union.with(others.min(i), others.max(i));
        }
        return union;
    }

    public boolean isEmpty() {
        return bounds.length == 0;
    }

    public int size() {
        return bounds.length / 2;
    }

    public long min(int interval) {
        return bounds[2 * interval];
    }

    public long max(int interval) {
        return bounds[2 * interval + 1];
    }

    public boolean contains(long time) {
        return overlaps(time, time);
    }

    /// Whether one interval covers all of `[min, max]`.
    public boolean cover(long min, long max) {
        int i = firstEndingAtOrAfter(min);
        return i < bounds.length && bounds[i] <= min && max <= bounds[i + 1];
    }

    /// Whether any millisecond of `[min, max]` is inside.
    public boolean overlaps(long min, long max) {
        int i = firstEndingAtOrAfter(min);
        return i < bounds.length && bounds[i] <= max;
    }

    private int firstEndingAtOrAfter(long time) {
        int i = 0;
        while (i < bounds.length && bounds[i + 1] < time) {
            i += 2;
        }
        return i;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Intervals other && Arrays.equals(bounds, other.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }

    @Override
    public String toString() {
        return Arrays.toString(bounds);
    }
}
