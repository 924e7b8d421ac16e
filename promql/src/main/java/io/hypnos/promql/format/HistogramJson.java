package io.hypnos.promql.format;

import java.io.IOException;

import io.hypnos.series.histogram.BucketCursor;
import io.hypnos.series.histogram.HistogramColumn;

/// Writes native histograms: `{"count":"…","sum":"…","buckets":[[bounds,"lower","upper","count"],…]}`. `bounds` is 0 where the upper bound
/// belongs to the bucket, 1 where the lower one does, 2 for neither and 3 for both. Empty buckets are left out.
final class HistogramJson {

    private HistogramJson() {}

    static void write(HistogramColumn histograms, int row, JsonOutput json) throws IOException {
        json.raw("{\"count\":").quoted(histograms.count(row)).raw(",\"sum\":").quoted(histograms.sum(row));
        BucketCursor bucket = histograms.buckets(row, BucketCursor.Order.ALL_ASCENDING);
        boolean any = false;
        while (bucket.next()) {
            if (bucket.count() == 0) {
                continue;
            }
            json.raw(any ? "," : ",\"buckets\":[").raw('[').raw(bounds(bucket)).raw(',');
            json.quoted(bucket.lower()).raw(',').quoted(bucket.upper()).raw(',').quoted(bucket.count()).raw(']');
            any = true;
        }
        json.raw(any ? "]}" : "}");
    }

    private static char bounds(BucketCursor bucket) {
        if (bucket.lowerInclusive()) {
            return bucket.upperInclusive() ? '3' : '1';
        }
        return bucket.upperInclusive() ? '0' : '2';
    }
}
