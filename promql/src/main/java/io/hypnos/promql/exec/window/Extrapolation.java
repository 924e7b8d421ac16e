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

    private long knownToStart;
    private long knownToEnd;
    private long knownSpan;
    /// 0 while nothing is known.
    private int knownIntervals;
    private double sampled;
    /// How far the slope goes on before the first point, unless the counter would be below zero there, in seconds.
    private double beforeFirst;
    private double behindLast;
    private double plainFactor;

    Extrapolation(boolean counter, double perSeconds) {
        this.counter = counter;
        this.perSeconds = perSeconds;
    }

    /// The factor for a window whose points span `firstTime` to `lastTime` in `intervals` steps, at least one.
    ///
    /// @param first      value of the first point
    /// @param difference between first and last point, resets taken out
    double factor(Bounds bounds, long firstTime, long lastTime, int intervals, double first, double difference) {
        return factor(firstTime - bounds.start, bounds.end - lastTime, lastTime - firstTime, intervals, first,
                difference);
    }

    /// The same, for distances in milliseconds. Where points are regular these are the same at every step, and so is all that follows from
    /// them; it is kept from the step before, which spares five divisions.
    ///
    /// @param toStart from the start of the window to the first point
    /// @param toEnd   from the last point to the end of the window
    /// @param span    from the first point to the last
    double factor(long toStart, long toEnd, long span, int intervals, double first, double difference) {
        if (toStart != knownToStart || toEnd != knownToEnd || span != knownSpan || intervals != knownIntervals) {
            know(toStart, toEnd, span, intervals);
        }
        // A counter whose first value exceeds what it gained needs longer than the span to come down to zero: no division is needed.
        boolean farFromZero = first >= difference && sampled >= beforeFirst;
        if (counter && difference > 0 && first >= 0 && !farFromZero) {
            double toZero = sampled * (first / difference);
            if (toZero < beforeFirst) {
                return stretch(sampled, toZero, behindLast);
            }
        }
        return plainFactor;
    }

    private void know(long toStart, long toEnd, long span, int intervals) {
        knownToStart = toStart;
        knownToEnd = toEnd;
        knownSpan = span;
        knownIntervals = intervals;
        sampled = span / 1000.0;
        double average = sampled / intervals;
        double threshold = average * CLOSE_ENOUGH;
        beforeFirst = toStart / 1000.0;
        if (beforeFirst >= threshold) {
            beforeFirst = average / 2;
        }
        behindLast = toEnd / 1000.0;
        if (behindLast >= threshold) {
            behindLast = average / 2;
        }
        plainFactor = stretch(sampled, beforeFirst, behindLast);
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
