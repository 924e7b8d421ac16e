package io.hypnos.promql.naive;

import java.util.List;
import java.util.TreeMap;

import io.hypnos.promql.ast.PositionRange;
import io.hypnos.series.histogram.CounterResetHint;

/// The change between the first and the last histogram of a window, with resets of a counter taken out.
final class HistogramIncrease {

    /// Remarks of this increase; most are void when it turns out that there is none.
    private final Remarks remarks = new Remarks();
    private final Remarks parent;
    private final PositionRange position;
    private final String metric;
    private final boolean usesStartTimes;

    HistogramIncrease(Remarks remarks, PositionRange position, String metric, boolean usesStartTimes) {
        this.parent = remarks;
        this.position = position;
        this.metric = metric;
        this.usesStartTimes = usesStartTimes;
    }

    /// @param points at least two histograms
    NaiveHistogram of(List<Point> points, boolean counter) throws IncompatibleHistogramsException {
        NaiveHistogram first = Interpolation.histogramOf(points.getFirst());
        NaiveHistogram last = Interpolation.histogramOf(points.getLast());
        if (counter && (RangeFunctions.isGauge(first) || RangeFunctions.isGauge(last))) {
            remarks.notACounter(metric, position);
        }
        NaiveHistogram base = counter && isReset(points.get(0), points.get(1))
                ? empty(Interpolation.histogramOf(points.get(1)))
                : first;
        if (last.isCustom() != base.isCustom()) {
            parent.addAll(remarks);
            throw new IncompatibleHistogramsException();
        }
        int schema = Math.min(last.scale().schema(), base.scale().schema());
        for (Point point : points.subList(1, points.size() - 1)) {
            NaiveHistogram histogram = Interpolation.histogramOf(point);
            if (!counter) {
                continue;
            }
            if (RangeFunctions.isGauge(histogram)) {
                remarks.notACounter(metric, position);
            }
            schema = Math.min(schema, histogram.scale().schema());
            if (histogram.isCustom() != base.isCustom()) {
                throw new IncompatibleHistogramsException();
            }
        }
        var arithmetic = new Interpolation(remarks, position);
        NaiveHistogram increase = arithmetic.minus(reducedLast(last, schema), base);
        if (counter) {
            increase = withoutResets(points, base, increase, arithmetic);
        } else if (!RangeFunctions.isGauge(first) || !RangeFunctions.isGauge(last)) {
            remarks.notAGauge(metric, position);
        }
        parent.addAll(remarks);
        return increase.withHint(CounterResetHint.GAUGE).compacted();
    }

    /// Reducing the resolution loses the hint.
    private static NaiveHistogram reducedLast(NaiveHistogram last, int schema) {
        return schema == last.scale().schema() ? last : last.reducedTo(schema).withHint(CounterResetHint.UNKNOWN);
    }

    private NaiveHistogram withoutResets(List<Point> points, NaiveHistogram base, NaiveHistogram increase,
            Interpolation arithmetic) throws IncompatibleHistogramsException {
        NaiveHistogram result = increase;
        NaiveHistogram previous = base;
        boolean overlapSeen = false;
        for (int i = 1; i < points.size(); i++) {
            Point before = points.get(i - 1);
            Point now = points.get(i);
            if (usesStartTimes && !overlapSeen && CounterResets.overlaps(before, now)) {
                remarks.startOverlap(metric, position);
                overlapSeen = true;
            }
            NaiveHistogram current = Interpolation.histogramOf(now);
            if (usesStartTimes && CounterResets.byStartTime(before, now)
                    || CounterResets.between(previous, current)) {
                result = arithmetic.plus(result, previous);
            }
            previous = current;
        }
        return result;
    }

    private boolean isReset(Point before, Point now) {
        return usesStartTimes && CounterResets.byStartTime(before, now)
                || CounterResets.between(Interpolation.histogramOf(before), Interpolation.histogramOf(now));
    }

    private static NaiveHistogram empty(NaiveHistogram like) {
        return new NaiveHistogram(CounterResetHint.UNKNOWN,
                new BucketScale(like.scale().schema(), 0, like.scale().custom()),
                new NaiveHistogram.Totals(0, 0, 0), new TreeMap<>(), new TreeMap<>());
    }
}
