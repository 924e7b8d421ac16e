package io.hypnos.series;

/// A closed interval of epoch milliseconds, `[min, max]`.
///
/// Queries speak in closed intervals and block metas in half-open ones; the factory methods say which is meant, and only the closed form
/// exists afterwards. An interval without any millisecond (`min > max`) is legal and empty.
///
/// @param min first millisecond inside
/// @param max last millisecond inside
public record TimeRange(long min, long max) {

    /// Every time there is.
    public static final TimeRange ALL = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);

    public static TimeRange closed(long min, long max) {
        return new TimeRange(min, max);
    }

    /// `[min, end)`, as block metas mean it.
    public static TimeRange halfOpen(long min, long end) {
        return end == Long.MIN_VALUE ? new TimeRange(0, -1) : new TimeRange(min, end - 1);
    }

    public boolean isEmpty() {
        return min > max;
    }

    public boolean contains(long t) {
        return min <= t && t <= max;
    }

    public boolean overlaps(TimeRange other) {
        return overlaps(other.min, other.max);
    }

    /// Whether any millisecond of the closed interval `[otherMin, otherMax]` is inside.
    public boolean overlaps(long otherMin, long otherMax) {
        return min <= otherMax && otherMin <= max && !isEmpty() && otherMin <= otherMax;
    }

    public boolean covers(long otherMin, long otherMax) {
        return min <= otherMin && otherMax <= max;
    }

    public TimeRange intersect(TimeRange other) {
        return new TimeRange(Math.max(min, other.min), Math.min(max, other.max));
    }
}
