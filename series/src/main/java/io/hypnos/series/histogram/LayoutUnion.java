package io.hypnos.series.histogram;

/// All buckets of two histograms, of which the second is to follow the first in a chunk or to be added to it. Both have one schema, zero
/// threshold and list of custom bounds.
///
/// @param layout       the layout of all buckets
/// @param firstPlaces  where each bucket of the first is in it; lent
/// @param secondPlaces where each bucket of the second is in it, -1 for those left out; lent
/// @param widensFirst  whether the second has buckets that the first lacks
/// @param widensSecond whether the first has buckets that the second lacks
public record LayoutUnion(HistogramLayout layout, int[] firstPlaces, int[] secondPlaces, boolean widensFirst,
        boolean widensSecond) {

    /// The union of a chunk of counters and the histogram to follow. Prometheus' choice of spans is kept, since it ends up in the bytes: a
    /// side on which the histogram has all buckets keeps the histogram's spans.
    public static LayoutUnion ofCounters(HistogramLayout chunk, HistogramLayout next) {
        var places = new Places(chunk, next, 0, 0);
        return new LayoutUnion(places.layout(true), places.first, places.second, places.widensFirst(),
                places.widensSecond());
    }

    /// The union of a chunk of gauges and the histogram to follow: the fewest spans on both sides, unless the histogram has all buckets.
    public static LayoutUnion ofGauges(HistogramLayout chunk, HistogramLayout next) {
        var places = new Places(chunk, next, 0, 0);
        return new LayoutUnion(places.layout(!places.widensSecond()), places.first, places.second,
                places.widensFirst(), places.widensSecond());
    }

    /// The union of two histograms to be added, leaving out some buckets of the second next to zero.
    ///
    /// @param positiveSkip number of positive buckets of the second left out
    /// @param negativeSkip likewise negative ones
    static LayoutUnion ofSum(HistogramLayout sum, HistogramLayout addend, int positiveSkip, int negativeSkip) {
        var places = new Places(sum, addend, positiveSkip, negativeSkip);
        return new LayoutUnion(places.layout(false), places.first, places.second, places.widensFirst(),
                places.widensSecond());
    }

    /// Merges the bucket indices of both sides.
    private static final class Places {

        private final HistogramLayout a;
        private final HistogramLayout b;
        private final int[] first;
        private final int[] second;
        private final int[] positive;
        private final int[] negative;
        private final int positives;
        private final int negatives;

        Places(HistogramLayout a, HistogramLayout b, int positiveSkip, int negativeSkip) {
            this.a = a;
            this.b = b;
            first = new int[a.bucketCount()];
            second = new int[b.bucketCount()];
            positive = new int[a.positive().bucketCount() + b.positive().bucketCount()];
            negative = new int[a.negative().bucketCount() + b.negative().bucketCount()];
            positives = unite(a.positive(), 0, b.positive(), 0, positiveSkip, positive, 0);
            negatives = unite(a.negative(), a.positive().bucketCount(), b.negative(), b.positive().bucketCount(),
                    negativeSkip, negative, positives);
        }

        /// Notes where each bucket goes and returns the number of buckets.
        private int unite(Spans one, int oneFrom, Spans other, int otherFrom, int skip, int[] union, int place) {
            int[] left = one.bucketIndices();
            int[] right = other.bucketIndices();
            int size = 0;
            int i = 0;
            int j = Math.min(skip, right.length);
            for (int k = 0; k < j; k++) {
                second[otherFrom + k] = -1;
            }
            while (i < left.length || j < right.length) {
                boolean takeLeft = j == right.length || i < left.length && left[i] <= right[j];
                boolean takeRight = i == left.length || j < right.length && right[j] <= left[i];
                union[size] = takeLeft ? left[i] : right[j];
                if (takeLeft) {
                    first[oneFrom + i++] = place + size;
                }
                if (takeRight) {
                    second[otherFrom + j++] = place + size;
                }
                size++;
            }
            return size;
        }

        boolean widensFirst() {
            return positives + negatives > first.length;
        }

        boolean widensSecond() {
            return positives + negatives > second.length;
        }

        HistogramLayout layout(boolean keepSpansOfSecond) {
            if (!widensFirst()) {
                return a;
            }
            return new HistogramLayout(a.schema(), a.zeroThreshold(),
                    spans(positive, positives, b.positive(), keepSpansOfSecond),
                    spans(negative, negatives, b.negative(), keepSpansOfSecond), a.customValues());
        }

        private static Spans spans(int[] indices, int size, Spans second, boolean keep) {
            return keep && size == second.bucketCount() ? second : Spans.ofIndices(indices, size);
        }
    }

    public long[] widenFirst(long[] counts) {
        return widensFirst ? widen(counts, firstPlaces) : counts;
    }

    public long[] widenSecond(long[] counts) {
        return widensSecond ? widen(counts, secondPlaces) : counts;
    }

    public double[] widenFirst(double[] counts) {
        return widensFirst ? widen(counts, firstPlaces) : counts;
    }

    public double[] widenSecond(double[] counts) {
        return widensSecond ? widen(counts, secondPlaces) : counts;
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
}
