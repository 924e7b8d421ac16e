package io.hypnos.series.histogram;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.KahanSum;

/// A histogram that others are added to and subtracted from. What differs between them is brought to what they have in common: the lower of
/// two resolutions, a zero bucket that holds both zero buckets and cuts no populated bucket, and of two lists of custom bounds the bounds in
/// both.
///
/// *Compensated* accumulators keep the rounding errors of all their numbers aside, as Prometheus does for sums and averages over many
/// histograms; the others are for single operations.
///
/// Owned by one thread. Arrays of histograms that go in are never changed, and those that come out are new.
public final class HistogramAccumulator {

    private final boolean compensated;
    private CounterResetHint hint;
    private HistogramLayout layout;
    private double[] buckets;
    /// Of each bucket the errors so far; empty unless compensated.
    private double[] errors;
    private double count;
    private double countError;
    private double zeroCount;
    private double zeroCountError;
    private double sum;
    private double sumError;
    private boolean resetCollision;
    private boolean boundsReconciled;

    private HistogramAccumulator(FloatHistogram start, boolean compensated) {
        this.compensated = compensated;
        hint = start.hint();
        layout = start.layout();
        buckets = start.buckets().clone();
        errors = compensated ? new double[buckets.length] : new double[0];
        count = start.count();
        zeroCount = start.zeroCount();
        sum = start.sum();
    }

    private HistogramAccumulator(HistogramAccumulator other) {
        compensated = other.compensated;
        hint = other.hint;
        layout = other.layout;
        buckets = other.buckets.clone();
        errors = other.errors.clone();
        count = other.count;
        countError = other.countError;
        zeroCount = other.zeroCount;
        zeroCountError = other.zeroCountError;
        sum = other.sum;
        sumError = other.sumError;
        resetCollision = other.resetCollision;
        boundsReconciled = other.boundsReconciled;
    }

    /// An accumulator for one or two operations.
    public static HistogramAccumulator plain(FloatHistogram start) {
        return new HistogramAccumulator(start, false);
    }

    /// An accumulator for sums and averages over many.
    public static HistogramAccumulator compensated(FloatHistogram start) {
        return new HistogramAccumulator(start, true);
    }

    public HistogramAccumulator copy() {
        return new HistogramAccumulator(this);
    }

    /// Whether `other` can be added: exponential and custom buckets cannot be brought together.
    public boolean accepts(HistogramLayout other) {
        return layout.usesCustomBuckets() == other.usesCustomBuckets();
    }

    /// @throws IllegalArgumentException when [#accepts(HistogramLayout)] says no
    public void add(FloatHistogram other) {
        combine(other.hint(), other.layout(), other.buckets(), 0, other.count(), other.zeroCount(), other.sum(), 1);
    }

    /// Adds a row of a column.
    public void add(HistogramColumn column, int row) {
        combine(column.hint(row), column.layout(row), column.buckets(), column.bucketOffset(row), column.count(row),
                column.zeroCount(row), column.sum(row), 1);
    }

    /// Subtracts; hints are treated as in an addition.
    public void subtract(FloatHistogram other) {
        combine(other.hint(), other.layout(), other.buckets(), 0, other.count(), other.zeroCount(), other.sum(), -1);
    }

    private void combine(CounterResetHint otherHint, HistogramLayout otherLayout, double[] counts, int offset,
            double otherCount, double otherZeroCount, double otherSum, int sign) {
        if (!accepts(otherLayout)) {
            throw new IllegalArgumentException("exponential and custom buckets cannot be brought together");
        }
        combineHints(otherHint);
        if (!layout.usesCustomBuckets()) {
            ZeroBucket zero = widenZeroBuckets(otherLayout, counts, offset, otherZeroCount);
            addZeroCount(sign * zero.count());
            if (compensated) {
                addZeroCount(sign * zero.error());
            }
        }
        double next = count + sign * otherCount;
        countError = error(count, sign * otherCount, next, countError);
        count = next;
        next = sum + sign * otherSum;
        sumError = error(sum, sign * otherSum, next, sumError);
        sum = next;
        if (layout.usesCustomBuckets() && !layout.hasBoundsOf(otherLayout)) {
            combineCustom(otherLayout, counts, offset, sign);
        } else if (otherLayout.schema() > layout.schema()) {
            combineReduced(otherLayout, counts, offset, sign);
        } else {
            if (otherLayout.schema() < layout.schema()) {
                reduceTo(otherLayout.schema());
            }
            addBuckets(otherLayout, counts, null, offset, sign);
        }
    }

    /// A gauge on either side makes a gauge, an unknown one unknown. One that says reset and one that says no reset do not go together.
    private void combineHints(CounterResetHint other) {
        if (other == hint || hint == CounterResetHint.GAUGE) {
            return;
        }
        if (other == CounterResetHint.GAUGE) {
            hint = other;
            return;
        }
        resetCollision |= hint != CounterResetHint.UNKNOWN && other != CounterResetHint.UNKNOWN;
        hint = CounterResetHint.UNKNOWN;
    }

    private double error(double before, double addend, double after, double error) {
        return compensated ? KahanSum.compensation(before, addend, after, error) : 0;
    }

    private void addZeroCount(double addend) {
        double next = zeroCount + addend;
        zeroCountError = error(zeroCount, addend, next, zeroCountError);
        zeroCount = next;
    }

    /// Widens this zero bucket until it holds the other's, and returns what the other's would hold if it were as wide.
    private ZeroBucket widenZeroBuckets(HistogramLayout otherLayout, double[] counts, int offset,
            double otherZeroCount) {
        var other = new ZeroBucket(otherLayout.zeroThreshold(), otherZeroCount, 0);
        while (other.threshold() != layout.zeroThreshold()) {
            if (other.threshold() < layout.zeroThreshold()) {
                other = ZeroBucket.widened(layout.zeroThreshold(), otherLayout, counts, null, offset,
                        new ZeroBucket(otherLayout.zeroThreshold(), otherZeroCount, 0));
            }
            if (other.threshold() > layout.zeroThreshold()) {
                ZeroBucket own = ZeroBucket.widened(other.threshold(), layout, buckets, compensated ? errors : null, 0,
                        new ZeroBucket(layout.zeroThreshold(), zeroCount, zeroCountError));
                zeroCount = own.count();
                zeroCountError = compensated ? own.error() : 0;
                dropBucketsBelow(own.threshold());
            }
        }
        return other;
    }

    /// Removes the buckets that the zero bucket has taken in, and empty ones with them.
    private void dropBucketsBelow(double threshold) {
        for (var order : ZeroBucket.OUTWARD) {
            var cursor = BucketCursor.of(order, layout, buckets, 0, 0);
            while (cursor.next() && ZeroBucket.innerBound(cursor) < threshold) {
                buckets[cursor.place()] = 0;
                if (compensated) {
                    errors[cursor.place()] = 0;
                }
            }
        }
        layout = new HistogramLayout(layout.schema(), threshold, layout.positive(), layout.negative(),
                layout.customValues());
        compact(0);
    }

    private void combineReduced(HistogramLayout otherLayout, double[] counts, int offset, int sign) {
        LayoutReduction reduction = otherLayout.reduceTo(layout.schema());
        if (compensated) {
            double[] reducedErrors = new double[reduction.layout().bucketCount()];
            double[] reduced = reduction.apply(counts, null, offset, reducedErrors);
            addBuckets(reduction.layout(), reduced, reducedErrors, 0, sign);
        } else {
            addBuckets(reduction.layout(), reduction.apply(counts, offset), null, 0, sign);
        }
    }

    private void reduceTo(int schema) {
        LayoutReduction reduction = layout.reduceTo(schema);
        if (compensated) {
            double[] reducedErrors = new double[reduction.layout().bucketCount()];
            buckets = reduction.apply(buckets, errors, 0, reducedErrors);
            errors = reducedErrors;
        } else {
            buckets = reduction.apply(buckets, 0);
        }
        layout = reduction.layout();
    }

    /// Adds bucket by bucket, all of one schema. Those that lie within the zero bucket are left out; their counts are in it already.
    private void addBuckets(HistogramLayout otherLayout, double[] counts, double @Nullable [] countErrors, int offset,
            int sign) {
        int positiveSkip = skip(otherLayout.positive());
        int negativeSkip = skip(otherLayout.negative());
        if (positiveSkip == 0 && negativeSkip == 0 && layout.hasBucketsOf(otherLayout)) {
            for (int i = 0; i < buckets.length; i++) {
                addBucket(i, sign * counts[offset + i]);
            }
            for (int i = 0; countErrors != null && i < buckets.length; i++) {
                addBucket(i, sign * countErrors[i]);
            }
            return;
        }
        LayoutUnion union = LayoutUnion.ofSum(layout, otherLayout, positiveSkip, negativeSkip);
        boolean[] known = new boolean[union.layout().bucketCount()];
        for (int place : union.firstPlaces()) {
            known[place] = true;
        }
        buckets = union.widenFirst(buckets);
        errors = compensated ? union.widenFirst(errors) : errors;
        layout = union.layout();
        int[] places = union.secondPlaces();
        for (int i = 0; i < places.length; i++) {
            int place = places[i];
            double countError = countErrors == null || place < 0 ? 0 : sign * countErrors[i];
            if (place >= 0 && known[place]) {
                addBucket(place, sign * counts[offset + i]);
                addBucket(place, countError);
            } else if (place >= 0) {
                buckets[place] = sign * counts[offset + i];
                if (compensated) {
                    errors[place] = countError;
                }
            }
        }
    }

    private int skip(Spans spans) {
        if (layout.usesCustomBuckets() || layout.zeroThreshold() == 0) {
            return 0;
        }
        int[] indices = spans.bucketIndices();
        int skip = 0;
        while (skip < indices.length && layout.upperBound(indices[skip]) <= layout.zeroThreshold()) {
            skip++;
        }
        return skip;
    }

    private void addBucket(int i, double addend) {
        double next = buckets[i] + addend;
        if (compensated) {
            errors[i] = KahanSum.compensation(buckets[i], addend, next, errors[i]);
        }
        buckets[i] = next;
    }

    /// Counts both anew in the buckets between the bounds that both have.
    private void combineCustom(HistogramLayout otherLayout, double[] counts, int offset, int sign) {
        boundsReconciled = true;
        var mapped = new CustomBuckets(CustomBuckets.intersect(layout.customValues(), otherLayout.customValues()));
        mapped.add(layout, buckets, compensated ? errors : null, 0, 1);
        mapped.add(otherLayout, counts, null, offset, sign);
        layout = mapped.layout();
        buckets = mapped.counts();
        errors = compensated ? mapped.errors() : errors;
    }

    /// Multiplies every count and the sum. A negative factor makes a gauge.
    public void multiply(double factor) {
        zeroCount *= factor;
        zeroCountError *= factor;
        count *= factor;
        countError *= factor;
        sum *= factor;
        sumError *= factor;
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] *= factor;
        }
        for (int i = 0; i < errors.length; i++) {
            errors[i] *= factor;
        }
        if (factor < 0) {
            hint = CounterResetHint.GAUGE;
        }
    }

    /// Divides every count and the sum. A negative divisor makes a gauge; with 0 the buckets are gone and the rest is what floats make of it.
    public void divide(double divisor) {
        zeroCount /= divisor;
        zeroCountError /= divisor;
        count /= divisor;
        countError /= divisor;
        sum /= divisor;
        sumError /= divisor;
        if (divisor == 0) {
            layout = new HistogramLayout(layout.schema(), layout.zeroThreshold(), Spans.NONE, Spans.NONE,
                    layout.customValues());
            buckets = new double[0];
            errors = new double[0];
            return;
        }
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] /= divisor;
        }
        for (int i = 0; i < errors.length; i++) {
            errors[i] /= divisor;
        }
        if (divisor < 0) {
            hint = CounterResetHint.GAUGE;
        }
    }

    /// Drops empty buckets, except for runs of at most `maxEmptyBuckets` between populated ones; gaps up to that are filled.
    public void compact(int maxEmptyBuckets) {
        var compaction = new HistogramCompaction(layout, buckets, compensated ? errors : null, maxEmptyBuckets);
        layout = compaction.layout();
        buckets = compaction.apply(buckets);
        if (compensated) {
            errors = compaction.apply(errors);
        }
    }

    /// Whether any number has run over into infinity.
    public boolean hasOverflow() {
        if (Double.isInfinite(zeroCount) || Double.isInfinite(count) || Double.isInfinite(sum)) {
            return true;
        }
        for (double bucket : buckets) {
            if (Double.isInfinite(bucket)) {
                return true;
            }
        }
        for (double bound : layout.customValues()) {
            if (Double.isInfinite(bound)) {
                return true;
            }
        }
        return false;
    }

    /// Whether one histogram said reset and another said no reset.
    public boolean resetCollision() {
        return resetCollision;
    }

    /// Whether lists of custom bounds differed.
    public boolean boundsReconciled() {
        return boundsReconciled;
    }

    public CounterResetHint hint() {
        return hint;
    }

    public HistogramLayout layout() {
        return layout;
    }

    /// What has come together, with the errors put back when compensated.
    public FloatHistogram result() {
        if (!compensated) {
            return new FloatHistogram(hint, layout, count, zeroCount, sum, buckets.clone());
        }
        double[] totals = buckets.clone();
        for (int i = 0; i < totals.length; i++) {
            totals[i] += errors[i];
        }
        return new FloatHistogram(hint, layout, count + countError, zeroCount + zeroCountError, sum + sumError, totals);
    }

    @Override
    public String toString() {
        return result() + (errors.length == 0 ? "" : " ± " + Arrays.toString(errors));
    }
}
