package io.hypnos.promql.exec.histogram;

import io.hypnos.promql.number.GoNumbers;
import io.hypnos.series.histogram.BucketCursor;
import io.hypnos.series.histogram.HistogramColumn;

/// A histogram as text: `{count:4, sum:2.5, [-0.1,0.1]:1, (0.5,1]:3}`, without empty buckets.
public final class HistogramText {

    private HistogramText() {}

    public static String of(HistogramColumn column, int row) {
        var text = new StringBuilder("{count:").append(GoNumbers.general(column.count(row)));
        text.append(", sum:").append(GoNumbers.general(column.sum(row)));
        // Side by side, so that no bucket is cut off at the zero bucket.
        append(text, column.buckets(row, BucketCursor.Order.NEGATIVE_INWARD));
        double zeroCount = column.zeroCount(row);
        if (zeroCount != 0) {
            String threshold = GoNumbers.general(column.layout(row).zeroThreshold());
            text.append(", [-").append(threshold).append(',').append(threshold).append("]:")
                    .append(GoNumbers.general(zeroCount));
        }
        append(text, column.buckets(row, BucketCursor.Order.POSITIVE_OUTWARD));
        return text.append('}').toString();
    }

    private static void append(StringBuilder text, BucketCursor bucket) {
        while (bucket.next()) {
            if (bucket.count() != 0) {
                appendBucket(text.append(", "), bucket);
            }
        }
    }

    private static void appendBucket(StringBuilder text, BucketCursor bucket) {
        text.append(bucket.lowerInclusive() ? '[' : '(').append(GoNumbers.general(bucket.lower())).append(',')
                .append(GoNumbers.general(bucket.upper())).append(bucket.upperInclusive() ? ']' : ')').append(':')
                .append(GoNumbers.general(bucket.count()));
    }
}
