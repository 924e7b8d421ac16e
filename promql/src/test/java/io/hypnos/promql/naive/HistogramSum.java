package io.hypnos.promql.naive;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import io.hypnos.series.histogram.CounterResetHint;

/// Adds and subtracts native histograms, number by number, after it has brought them to common buckets: the wider zero bucket, the coarser
/// schema, the custom bounds that both have.
///
/// Every number is a [Kahan] sum. Where the language adds without compensation, the caller takes [#raw()] after one step.
final class HistogramSum {

    private CounterResetHint hint;
    private BucketScale scale;
    private Kahan count;
    private Kahan sum;
    private Kahan zeroCount;
    private NavigableMap<Integer, Kahan> positive;
    private NavigableMap<Integer, Kahan> negative;
    private boolean boundsReconciled;
    private boolean hintsCollided;

    HistogramSum(NaiveHistogram first) {
        hint = first.hint();
        scale = first.scale();
        count = new Kahan(first.count());
        sum = new Kahan(first.sum());
        zeroCount = new Kahan(first.zeroCount());
        positive = kahan(first.positive());
        negative = kahan(first.negative());
    }

    private HistogramSum(HistogramSum other) {
        hint = other.hint;
        scale = other.scale;
        count = other.count.copy();
        sum = other.sum.copy();
        zeroCount = other.zeroCount.copy();
        positive = copy(other.positive);
        negative = copy(other.negative);
        boundsReconciled = other.boundsReconciled;
        hintsCollided = other.hintsCollided;
    }

    HistogramSum copy() {
        return new HistogramSum(this);
    }

    static Result plus(NaiveHistogram a, NaiveHistogram b) throws IncompatibleHistogramsException {
        var sum = new HistogramSum(a);
        sum.add(b);
        return new Result(sum.raw(), sum.hintsCollided, sum.boundsReconciled);
    }

    static Result minus(NaiveHistogram a, NaiveHistogram b) throws IncompatibleHistogramsException {
        var sum = new HistogramSum(a);
        sum.add(b, -1);
        return new Result(sum.raw(), sum.hintsCollided, sum.boundsReconciled);
    }

    /// A sum and what had to be overlooked for it.
    ///
    /// @param hintsCollided    one histogram says that the counter was reset, the other that it was not
    /// @param boundsReconciled custom bounds differed
    record Result(NaiveHistogram histogram, boolean hintsCollided, boolean boundsReconciled) {}

    void add(NaiveHistogram other) throws IncompatibleHistogramsException {
        add(other, 1);
    }

    private void add(NaiveHistogram other, int sign) throws IncompatibleHistogramsException {
        if (scale.isCustom() != other.isCustom()) {
            throw new IncompatibleHistogramsException();
        }
        combineHints(other.hint());
        NaiveHistogram fitting = other;
        if (!scale.isCustom()) {
            fitting = withCommonZeroBucket(other);
        }
        zeroCount.add(sign * fitting.zeroCount());
        count.add(sign * other.count());
        sum.add(sign * other.sum());
        if (scale.isCustom()) {
            addCustom(other, sign);
        } else {
            addExponential(fitting, sign);
        }
    }

    private void combineHints(CounterResetHint other) {
        if (hint == other || hint == CounterResetHint.GAUGE) {
            return;
        }
        if (other == CounterResetHint.GAUGE) {
            hint = CounterResetHint.GAUGE;
            return;
        }
        hintsCollided |= hint != CounterResetHint.UNKNOWN && other != CounterResetHint.UNKNOWN;
        hint = CounterResetHint.UNKNOWN;
    }

    /// Widens this zero bucket until it is one for both, and returns `other` with the zero count it has then. Its buckets stay: those below
    /// the threshold are left out later.
    private NaiveHistogram withCommonZeroBucket(NaiveHistogram other) {
        NaiveHistogram result = other;
        while (result.scale().zeroThreshold() != scale.zeroThreshold()) {
            if (scale.zeroThreshold() > result.scale().zeroThreshold()) {
                ZeroBucket wider = ZeroBucket.widened(other, scale.zeroThreshold());
                result = new NaiveHistogram(other.hint(), other.scale().withZeroThreshold(wider.threshold()),
                        new NaiveHistogram.Totals(other.count(), other.sum(), wider.count()), other.positive(),
                        other.negative());
            }
            if (result.scale().zeroThreshold() > scale.zeroThreshold()) {
                widenZeroBucket(result.scale().zeroThreshold());
            }
        }
        return result;
    }

    private void widenZeroBucket(double wanted) {
        double threshold = ZeroBucket.widened(raw(), wanted).threshold();
        swallow(positive, threshold);
        swallow(negative, threshold);
        scale = scale.withZeroThreshold(threshold);
    }

    private void swallow(NavigableMap<Integer, Kahan> buckets, double threshold) {
        buckets.entrySet().removeIf(bucket -> {
            boolean inside = scale.bound(bucket.getKey() - 1) < threshold;
            if (inside) {
                zeroCount.add(bucket.getValue());
            }
            return inside || bucket.getValue().isZero();
        });
    }

    private void addExponential(NaiveHistogram other, int sign) {
        int schema = Math.min(scale.schema(), other.scale().schema());
        positive = coarser(positive, schema);
        negative = coarser(negative, schema);
        scale = scale.withSchema(schema);
        NaiveHistogram reduced = other.reducedTo(schema);
        addBuckets(positive, reduced.positive(), sign);
        addBuckets(negative, reduced.negative(), sign);
    }

    private NavigableMap<Integer, Kahan> coarser(NavigableMap<Integer, Kahan> buckets, int schema) {
        if (schema == scale.schema()) {
            return buckets;
        }
        var result = new TreeMap<Integer, Kahan>();
        buckets.forEach((index, value) -> {
            Kahan there = result.putIfAbsent(scale.coarser(index, schema), value);
            if (there != null) {
                there.add(value);
            }
        });
        return result;
    }

    /// Leading buckets of `other` that end inside the zero bucket are part of its zero count.
    private void addBuckets(NavigableMap<Integer, Kahan> buckets, Map<Integer, Double> other, int sign) {
        other.forEach((index, value) -> {
            if (scale.bound(index) > scale.zeroThreshold()) {
                add(buckets, index, sign * value);
            }
        });
    }

    private static void add(NavigableMap<Integer, Kahan> buckets, int index, double value) {
        Kahan bucket = buckets.get(index);
        if (bucket == null) {
            buckets.put(index, new Kahan(value));
        } else {
            bucket.add(value);
        }
    }

    private void addCustom(NaiveHistogram other, int sign) {
        double[] otherBounds = other.scale().custom();
        if (scale.hasBounds(otherBounds)) {
            other.positive().forEach((index, value) -> add(positive, index, sign * value));
            return;
        }
        boundsReconciled = true;
        double[] common = CustomBounds.common(scale.custom(), otherBounds);
        var merged = new TreeMap<Integer, Kahan>();
        positive.forEach((index, value) -> merged
                .computeIfAbsent(CustomBounds.target(index, scale.custom(), common), i -> new Kahan(0)).add(value));
        other.positive().forEach(
                (index, value) -> add(merged, CustomBounds.target(index, otherBounds, common), sign * value));
        merged.values().removeIf(Kahan::isZero);
        positive = merged;
        scale = BucketScale.custom(common);
    }

    void scaleBy(double factor) {
        replace(factor, true);
    }

    void divideBy(double divisor) {
        replace(divisor, false);
    }

    private void replace(double number, boolean times) {
        count = changed(count, number, times);
        sum = changed(sum, number, times);
        zeroCount = changed(zeroCount, number, times);
        positive.replaceAll((index, value) -> changed(value, number, times));
        negative.replaceAll((index, value) -> changed(value, number, times));
    }

    private static Kahan changed(Kahan value, double number, boolean times) {
        return times ? value.scaled(number) : value.dividedBy(number);
    }

    /// The sum without compensations.
    NaiveHistogram raw() {
        return new NaiveHistogram(hint, scale, new NaiveHistogram.Totals(count.raw(), sum.raw(), zeroCount.raw()),
                values(positive, false), values(negative, false));
    }

    /// The sum with its compensations.
    NaiveHistogram total() {
        return new NaiveHistogram(hint, scale,
                new NaiveHistogram.Totals(count.value(), sum.value(), zeroCount.value()), values(positive, true),
                values(negative, true));
    }

    boolean boundsReconciled() {
        return boundsReconciled;
    }

    private static NavigableMap<Integer, Double> values(Map<Integer, Kahan> buckets, boolean compensated) {
        var result = new TreeMap<Integer, Double>();
        buckets.forEach((index, value) -> result.put(index, compensated ? value.value() : value.raw()));
        return result;
    }

    private static NavigableMap<Integer, Kahan> kahan(Map<Integer, Double> buckets) {
        var result = new TreeMap<Integer, Kahan>();
        buckets.forEach((index, value) -> result.put(index, new Kahan(value)));
        return result;
    }

    private static NavigableMap<Integer, Kahan> copy(Map<Integer, Kahan> buckets) {
        var result = new TreeMap<Integer, Kahan>();
        buckets.forEach((index, value) -> result.put(index, value.copy()));
        return result;
    }
}
