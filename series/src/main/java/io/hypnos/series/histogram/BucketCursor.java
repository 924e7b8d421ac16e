package io.hypnos.series.histogram;

/// A walk over the buckets of one histogram, in any of six orders. Bounds are computed only when asked for.
///
/// "Outward" goes away from the zero bucket, "inward" towards it. The walks over all buckets include the zero bucket where it has
/// observations, and cut the buckets beside it off at the zero threshold.
public final class BucketCursor {

    private static final int NEGATIVE = -1;
    private static final int ZERO = 0;
    private static final int POSITIVE = 1;
    private static final int END = 2;

    private final HistogramLayout layout;
    private final double[] counts;
    private final int offset;
    private final double zeroCount;
    /// The side that the walk begins with, and whether it goes on over the zero bucket to the other one.
    private final int firstSide;
    private final boolean all;
    private int side;
    private int[] indices;
    /// Position in [#indices].
    private int position;
    private int step;

    private BucketCursor(HistogramLayout layout, double[] counts, int offset, double zeroCount, int firstSide,
            boolean inward, boolean all) {
        this.layout = layout;
        this.counts = counts;
        this.offset = offset;
        this.zeroCount = zeroCount;
        this.firstSide = firstSide;
        this.all = all;
        this.side = firstSide;
        this.indices = spans(firstSide).bucketIndices();
        this.step = inward ? -1 : 1;
        this.position = inward ? indices.length : -1;
    }

    /// Which buckets to walk over, and in which order.
    public enum Order {
        /// Positive buckets, ascending.
        POSITIVE_OUTWARD,
        /// Positive buckets, descending.
        POSITIVE_INWARD,
        /// Negative buckets from the zero bucket down.
        NEGATIVE_OUTWARD,
        /// Negative buckets from the lowest one up.
        NEGATIVE_INWARD,
        /// Everything, ascending.
        ALL_ASCENDING,
        /// Everything, descending.
        ALL_DESCENDING
    }

    /// A walk over buckets whose counts start at `counts[offset]`.
    public static BucketCursor of(Order order, HistogramLayout layout, double[] counts, int offset, double zeroCount) {
        return switch (order) {
            case POSITIVE_OUTWARD -> new BucketCursor(layout, counts, offset, zeroCount, POSITIVE, false, false);
            case POSITIVE_INWARD -> new BucketCursor(layout, counts, offset, zeroCount, POSITIVE, true, false);
            case NEGATIVE_OUTWARD -> new BucketCursor(layout, counts, offset, zeroCount, NEGATIVE, false, false);
            case NEGATIVE_INWARD -> new BucketCursor(layout, counts, offset, zeroCount, NEGATIVE, true, false);
            case ALL_ASCENDING -> new BucketCursor(layout, counts, offset, zeroCount, NEGATIVE, true, true);
            case ALL_DESCENDING -> new BucketCursor(layout, counts, offset, zeroCount, POSITIVE, true, true);
        };
    }

    private Spans spans(int ofSide) {
        return ofSide == POSITIVE ? layout.positive() : layout.negative();
    }

    /// Moves to the next bucket; false at the end.
    public boolean next() {
        if (side == ZERO) {
            startOtherSide();
        }
        if (side == END) {
            return false;
        }
        position += step;
        if (position >= 0 && position < indices.length) {
            return true;
        }
        if (!all || side != firstSide) {
            side = END;
            return false;
        }
        side = ZERO;
        return zeroCount > 0 || next();
    }

    private void startOtherSide() {
        side = -firstSide;
        indices = spans(side).bucketIndices();
        step = 1;
        position = -1;
    }

    public double count() {
        if (side == ZERO) {
            return zeroCount;
        }
        return counts[place()];
    }

    /// Where the current bucket's count is among the counts of the histogram, positive ones first; meaningless on the zero bucket.
    public int place() {
        return offset + (side == POSITIVE ? position : layout.positive().bucketCount() + position);
    }

    /// The absolute index; 0 on the zero bucket, where it means nothing.
    public int index() {
        return side == ZERO ? 0 : indices[position];
    }

    public boolean isZeroBucket() {
        return side == ZERO;
    }

    public boolean isPositive() {
        return side == POSITIVE;
    }

    public double lower() {
        if (side == ZERO) {
            return -layout.zeroThreshold();
        }
        if (side == NEGATIVE) {
            return -layout.upperBound(indices[position]);
        }
        double bound = layout.upperBound(indices[position] - 1);
        return all && bound > 0 && bound < layout.zeroThreshold() ? layout.zeroThreshold() : bound;
    }

    public double upper() {
        if (side == ZERO) {
            return layout.zeroThreshold();
        }
        if (side == POSITIVE) {
            return layout.upperBound(indices[position]);
        }
        double bound = -layout.upperBound(indices[position] - 1);
        return all && bound < 0 && bound > -layout.zeroThreshold() ? -layout.zeroThreshold() : bound;
    }

    public boolean lowerInclusive() {
        if (side == ZERO) {
            return true;
        }
        return layout.usesCustomBuckets() ? indices[position] == 0 : side == NEGATIVE;
    }

    public boolean upperInclusive() {
        return side != NEGATIVE;
    }
}
