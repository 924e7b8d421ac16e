package io.hypnos.promql.exec.window;

import io.hypnos.series.KahanSum;

/// The straight line that fits points best. Reused.
final class LinearRegression {

    private final KahanSum x = new KahanSum();
    private final KahanSum y = new KahanSum();
    private final KahanSum xy = new KahanSum();
    private final KahanSum xx = new KahanSum();
    private double slope;
    private double intercept;

    /// @param origin the time at which the intercept is taken, and near which it is computed for the sake of accuracy
    void fit(RangePoints points, int from, int to, long origin) {
        x.reset(0, 0);
        y.reset(0, 0);
        xy.reset(0, 0);
        xx.reset(0, 0);
        double first = points.floats[from];
        boolean constant = true;
        for (int i = from; i < to; i++) {
            double value = points.floats[i];
            if (value != first && i > from) {
                constant = false;
            }
            double seconds = (points.floatTimes[i] - origin) / 1e3;
            x.add(seconds);
            y.add(value);
            xy.add(seconds * value);
            xx.add(seconds * seconds);
        }
        if (constant) {
            slope = Double.isInfinite(first) ? Double.NaN : 0;
            intercept = Double.isInfinite(first) ? Double.NaN : first;
            return;
        }
        double n = to - from;
        double sumX = x.total();
        double sumY = y.total();
        double covariance = xy.total() - sumX * sumY / n;
        double variance = xx.total() - sumX * sumX / n;
        slope = covariance / variance;
        intercept = sumY / n - slope * sumX / n;
    }

    /// Change per second.
    double slope() {
        return slope;
    }

    double intercept() {
        return intercept;
    }
}
