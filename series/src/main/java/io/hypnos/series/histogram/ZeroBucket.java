package io.hypnos.series.histogram;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.KahanSum;

/// A zero bucket: the threshold on either side of zero, and how many observations it holds.
///
/// @param error the rounding errors of the count, kept aside
record ZeroBucket(double threshold, double count, double error) {

    static final List<BucketCursor.Order> OUTWARD = List.of(BucketCursor.Order.POSITIVE_OUTWARD,
            BucketCursor.Order.NEGATIVE_OUTWARD);

    /// The zero bucket that a histogram would have with a threshold of at least `threshold`, which must not be below its own. When that cuts
    /// through a populated bucket, the threshold goes up to that bucket's end and the bucket is taken in.
    ///
    /// @param errors the rounding errors of each count, or null
    /// @param start  the histogram's own zero bucket
    static ZeroBucket widened(double threshold, HistogramLayout layout, double[] counts, double @Nullable [] errors,
            int offset, ZeroBucket start) {
        if (threshold == start.threshold) {
            return start;
        }
        double wider = threshold;
        while (true) {
            double cut = wider;
            double count = start.count;
            double error = start.error;
            for (var order : OUTWARD) {
                var cursor = BucketCursor.of(order, layout, counts, offset, 0);
                while (cursor.next() && innerBound(cursor) < wider) {
                    double next = count + cursor.count();
                    error = KahanSum.compensation(count, cursor.count(), next, error);
                    count = next;
                    if (errors != null) {
                        double addend = errors[cursor.place() - offset];
                        next = count + addend;
                        error = KahanSum.compensation(count, addend, next, error);
                        count = next;
                    }
                    if (outerBound(cursor) > wider) {
                        cut = cursor.count() != 0 ? Math.max(cut, outerBound(cursor)) : cut;
                        break;
                    }
                }
                if (cut > wider && order == BucketCursor.Order.POSITIVE_OUTWARD) {
                    wider = cut;
                }
            }
            if (cut == wider) {
                return new ZeroBucket(wider, count, error);
            }
            wider = cut;
        }
    }

    /// The distance from zero at which the bucket begins.
    static double innerBound(BucketCursor cursor) {
        return cursor.isPositive() ? cursor.lower() : -cursor.upper();
    }

    private static double outerBound(BucketCursor cursor) {
        return cursor.isPositive() ? cursor.upper() : -cursor.lower();
    }
}
