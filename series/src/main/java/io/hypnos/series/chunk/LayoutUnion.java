package io.hypnos.series.chunk;

import java.util.Arrays;

import io.hypnos.series.histogram.HistogramLayout;
import io.hypnos.series.histogram.Spans;

/// All buckets of an open chunk and of a histogram that is to follow in it. Both have one schema, zero threshold and list of custom bounds.
///
/// @param layout        the layout of all buckets
/// @param chunkPlaces   where each of the chunk's buckets is in it; lent
/// @param samplePlaces  where each of the histogram's buckets is in it; lent
/// @param widensChunk   whether the histogram has buckets that the chunk lacks
/// @param widensSample  whether the chunk has buckets that the histogram lacks
record LayoutUnion(HistogramLayout layout, int[] chunkPlaces, int[] samplePlaces, boolean widensChunk,
        boolean widensSample) {

    /// The union of a chunk of counters and the next one. Prometheus' choice of spans is followed, since it ends up in the bytes: a side on
    /// which the histogram has all buckets keeps the histogram's spans.
    static LayoutUnion ofCounters(HistogramLayout chunk, HistogramLayout sample) {
        return of(chunk, sample, true);
    }

    /// The union of a chunk of gauges and the next one: the fewest spans on both sides, unless the histogram has all buckets.
    static LayoutUnion ofGauges(HistogramLayout chunk, HistogramLayout sample) {
        return of(chunk, sample, false);
    }

    private static LayoutUnion of(HistogramLayout chunk, HistogramLayout sample, boolean sideBySide) {
        int[] chunkPlaces = new int[chunk.bucketCount()];
        int[] samplePlaces = new int[sample.bucketCount()];
        int[] positive = new int[chunk.positive().bucketCount() + sample.positive().bucketCount()];
        int[] negative = new int[chunk.negative().bucketCount() + sample.negative().bucketCount()];
        int positives = unite(chunk.positive(), sample.positive(), positive, chunkPlaces, 0, samplePlaces, 0, 0);
        int negatives = unite(chunk.negative(), sample.negative(), negative, chunkPlaces,
                chunk.positive().bucketCount(), samplePlaces, sample.positive().bucketCount(), positives);
        boolean widensChunk = positives + negatives > chunkPlaces.length;
        boolean widensSample = positives + negatives > samplePlaces.length;
        if (!widensChunk) {
            return new LayoutUnion(chunk, chunkPlaces, samplePlaces, false, widensSample);
        }
        boolean keepSpans = sideBySide || !widensSample;
        var layout = new HistogramLayout(chunk.schema(), chunk.zeroThreshold(),
                spans(positive, positives, sample.positive(), keepSpans),
                spans(negative, negatives, sample.negative(), keepSpans), chunk.customValues());
        return new LayoutUnion(layout, chunkPlaces, samplePlaces, true, widensSample);
    }

    private static Spans spans(int[] indices, int size, Spans sample, boolean keep) {
        return keep && size == sample.bucketCount() ? sample : Spans.ofIndices(indices, size);
    }

    /// Merges the indices of one side and notes where each bucket goes; returns the number of buckets.
    private static int unite(Spans chunk, Spans sample, int[] union, int[] chunkPlaces, int chunkFrom,
            int[] samplePlaces, int sampleFrom, int place) {
        int[] a = chunk.bucketIndices();
        int[] b = sample.bucketIndices();
        int size = 0;
        for (int i = 0, j = 0; i < a.length || j < b.length;) {
            boolean takeA = j == b.length || i < a.length && a[i] <= b[j];
            boolean takeB = i == a.length || j < b.length && b[j] <= a[i];
            union[size] = takeA ? a[i] : b[j];
            if (takeA) {
                chunkPlaces[chunkFrom + i++] = place + size;
            }
            if (takeB) {
                samplePlaces[sampleFrom + j++] = place + size;
            }
            size++;
        }
        return size;
    }

    long[] widenChunk(long[] counts) {
        return widen(counts, chunkPlaces);
    }

    long[] widenSample(long[] counts) {
        return widensSample ? widen(counts, samplePlaces) : counts;
    }

    double[] widenChunk(double[] counts) {
        return widen(counts, chunkPlaces);
    }

    double[] widenSample(double[] counts) {
        return widensSample ? widen(counts, samplePlaces) : counts;
    }

    private long[] widen(long[] counts, int[] places) {
        long[] wide = new long[layout.bucketCount()];
        for (int i = 0; i < counts.length; i++) {
            wide[places[i]] = counts[i];
        }
        return wide;
    }

    private double[] widen(double[] counts, int[] places) {
        double[] wide = new double[layout.bucketCount()];
        for (int i = 0; i < counts.length; i++) {
            wide[places[i]] = counts[i];
        }
        return wide;
    }

    static boolean sameScale(HistogramLayout a, HistogramLayout b) {
        return a.schema() == b.schema() && a.zeroThreshold() == b.zeroThreshold();
    }

    /// Whether two lists of custom bounds are the same numbers.
    static boolean sameBounds(HistogramLayout a, HistogramLayout b) {
        double[] left = a.customValues();
        double[] right = b.customValues();
        if (left.length != right.length) {
            return false;
        }
        for (int i = 0; i < left.length; i++) {
            if (left[i] != right[i]) {
                return false;
            }
        }
        return true;
    }

    /// Whether two layouts have the same buckets, in whatever spans.
    static boolean sameBuckets(HistogramLayout a, HistogramLayout b) {
        return sameBuckets(a.positive(), b.positive()) && sameBuckets(a.negative(), b.negative());
    }

    private static boolean sameBuckets(Spans a, Spans b) {
        return a.equals(b)
                || a.bucketCount() == b.bucketCount() && Arrays.equals(a.bucketIndices(), b.bucketIndices());
    }
}
