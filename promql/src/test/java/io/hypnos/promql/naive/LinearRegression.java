package io.hypnos.promql.naive;

import java.util.List;

/// The straight line with the least squares through samples.
///
/// @param slope     per second
/// @param intercept value at the time asked for
record LinearRegression(double slope, double intercept) {

    static LinearRegression of(List<Point> points, long time) {
        double first = points.getFirst().value();
        if (points.stream().allMatch(p -> p.value() == first || p == points.getFirst())) {
            return Double.isInfinite(first)
                    ? new LinearRegression(Double.NaN, Double.NaN)
                    : new LinearRegression(0, first);
        }
        var x = new Kahan(0);
        var y = new Kahan(0);
        var xy = new Kahan(0);
        var xx = new Kahan(0);
        for (Point point : points) {
            double seconds = (point.time() - time) / 1e3;
            x.add(seconds);
            y.add(point.value());
            xy.add(seconds * point.value());
            xx.add(seconds * seconds);
        }
        double n = points.size();
        double covariance = xy.value() - x.value() * y.value() / n;
        double variance = xx.value() - x.value() * x.value() / n;
        double slope = covariance / variance;
        return new LinearRegression(slope, y.value() / n - slope * x.value() / n);
    }
}
