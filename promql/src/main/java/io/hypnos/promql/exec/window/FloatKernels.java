package io.hypnos.promql.exec.window;

import java.util.Arrays;

import io.hypnos.promql.number.Quantiles;
import io.hypnos.series.KahanSum;

/// The functions of the floats in a window.
final class FloatKernels {

    private FloatKernels() {}

    static double sum(RangePoints points, int from, int to) {
        double[] values = points.floats;
        double sum = 0;
        double compensation = 0;
        for (int i = from; i < to; i++) {
            double value = values[i];
            double total = sum + value;
            compensation = KahanSum.compensation(sum, value, total, compensation);
            sum = total;
        }
        return Double.isInfinite(sum) ? sum : sum + compensation;
    }

    /// The sum divided by the count; once the sum would overflow, the mean is carried on instead.
    static double average(RangePoints points, int from, int to) {
        double[] values = points.floats;
        double sum = values[from];
        double compensation = 0;
        for (int i = from + 1; i < to; i++) {
            double value = values[i];
            double total = sum + value;
            if (Double.isInfinite(total)) {
                return incrementalAverage(values, from, i, to, new double[]{sum, compensation});
            }
            compensation = KahanSum.compensation(sum, value, total, compensation);
            sum = total;
        }
        double count = to - from;
        return sum / count + compensation / count;
    }

    private static double incrementalAverage(double[] values, int from, int at, int to, double[] soFar) {
        double before = at - from;
        double mean = soFar[0] / before;
        double compensation = soFar[1] / before;
        for (int i = at; i < to; i++) {
            double count = i - from + 1;
            double q = (count - 1) / count;
            double scaled = q * mean;
            double part = values[i] / count;
            double total = scaled + part;
            compensation = KahanSum.compensation(scaled, part, total, q * compensation);
            mean = total;
        }
        return mean + compensation;
    }

    static double max(RangePoints points, int from, int to) {
        double[] values = points.floats;
        double max = values[from];
        for (int i = from + 1; i < to; i++) {
            double value = values[i];
            if (value > max || Double.isNaN(max)) {
                max = value;
            }
        }
        return max;
    }

    static double min(RangePoints points, int from, int to) {
        double[] values = points.floats;
        double min = values[from];
        for (int i = from + 1; i < to; i++) {
            double value = values[i];
            if (value < min || Double.isNaN(min)) {
                min = value;
            }
        }
        return min;
    }

    static double timeOfMax(RangePoints points, int from, int to) {
        int best = from;
        for (int i = from + 1; i < to; i++) {
            double max = points.floats[best];
            if (points.floats[i] >= max || Double.isNaN(max)) {
                best = i;
            }
        }
        return points.floatTimes[best] / 1000.0;
    }

    static double timeOfMin(RangePoints points, int from, int to) {
        int best = from;
        for (int i = from + 1; i < to; i++) {
            double min = points.floats[best];
            if (points.floats[i] <= min || Double.isNaN(min)) {
                best = i;
            }
        }
        return points.floatTimes[best] / 1000.0;
    }

    /// Welford's method with compensated sums.
    static double variance(RangePoints points, int from, int to) {
        double count = 0;
        double mean = 0;
        double meanLoss = 0;
        double squares = 0;
        double squaresLoss = 0;
        for (int i = from; i < to; i++) {
            double value = points.floats[i];
            count++;
            double delta = value - (mean + meanLoss);
            double part = delta / count;
            double newMean = mean + part;
            meanLoss = KahanSum.compensation(mean, part, newMean, meanLoss);
            mean = newMean;
            double square = delta * (value - (mean + meanLoss));
            double newSquares = squares + square;
            squaresLoss = KahanSum.compensation(squares, square, newSquares, squaresLoss);
            squares = newSquares;
        }
        return (squares + squaresLoss) / count;
    }

    /// The median of the distances from the median.
    static double medianDeviation(RangePoints points, int from, int to) {
        double[] values = Arrays.copyOfRange(points.floats, from, to);
        for (double value : values) {
            if (Double.isNaN(value)) {
                return Double.NaN;
            }
        }
        double median = Quantiles.ofUnsorted(0.5, values);
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.abs(values[i] - median);
        }
        return Quantiles.ofUnsorted(0.5, values);
    }

    /// Holt's linear method: a smoothed value and a smoothed trend.
    static double smoothed(RangePoints points, int from, int to, double smoothing, double trendFactor) {
        double[] values = points.floats;
        double before = 0;
        double level = values[from];
        double trend = values[from + 1] - values[from];
        for (int i = from + 1; i < to; i++) {
            double weighted = smoothing * values[i];
            if (i > from + 1) {
                double change = trendFactor * (level - before);
                trend = change + (1 - trendFactor) * trend;
            }
            double rest = (1 - smoothing) * (level + trend);
            before = level;
            level = weighted + rest;
        }
        return level;
    }
}
