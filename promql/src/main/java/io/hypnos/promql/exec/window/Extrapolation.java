package io.hypnos.promql.exec.window;

/// How far the difference between the first and the last point of a window is stretched to stand for the whole window.
///
/// When the first (last) point is closer to the edge of the window than 1.1 times the average distance of points, the slope is taken to go
/// on up to the edge, else for half that distance. A counter is not stretched to before the time at which it would have been zero. Every
/// operation is in the order in which Prometheus has it, so that results agree bit for bit.
final class Extrapolation {

    private static final double CLOSE_ENOUGH = 1.1;

    private final boolean counter;
    /// Seconds of the window when the result is a rate, else 0.
    private final double perSeconds;

    Extrapolation(boolean counter, double perSeconds) {
        this.counter = counter;
        this.perSeconds = perSeconds;
    }

    /// The factor for a window whose points span `firstTime` to `lastTime` in `intervals` steps, at least one.
    ///
    /// @param first      value of the first point
    /// @param difference between first and last point, resets taken out
    double factor(Bounds bounds, long firstTime, long lastTime, int intervals, double first, double difference) {
        double toStart = (firstTime - bounds.start) / 1000.0;
        double toEnd = (bounds.end - lastTime) / 1000.0;
        double sampled = (lastTime - firstTime) / 1000.0;
        double average = sampled / intervals;
        double threshold = average * CLOSE_ENOUGH;
        if (toStart >= threshold) {
            toStart = average / 2;
        }
        if (counter && difference > 0 && first >= 0) {
            double toZero = sampled * (first / difference);
            if (toZero < toStart) {
                toStart = toZero;
            }
        }
        if (toEnd >= threshold) {
            toEnd = average / 2;
        }
        return stretch(sampled, toStart, toEnd);
    }

    /// The factor for a window in which the counting began, at `start`.
    double factorFromStart(Bounds bounds, long start, long firstTime, long lastTime, int intervals) {
        double toEnd = (bounds.end - lastTime) / 1000.0;
        double average = intervals > 0 ? (lastTime - firstTime) / 1000.0 / intervals : 0;
        if (toEnd >= average * CLOSE_ENOUGH) {
            toEnd = average / 2;
        }
        return stretch((lastTime - start) / 1000.0, 0, toEnd);
    }

    private double stretch(double sampled, double toStart, double toEnd) {
        double factor = sampled == 0 ? 1 : (sampled + toStart + toEnd) / sampled;
        return perSeconds == 0 ? factor : factor / perSeconds;
    }
}
