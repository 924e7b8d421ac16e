package io.hypnos.allinone.demo.model;

/// How long requests take: log-logistic, because its distribution function needs no special functions.
///
/// @param median seconds
/// @param shape  how narrow it is; above 2
public record Latency(double median, double shape) {

    /// When all is well.
    public static final Latency NORMAL = new Latency(0.04, 2.6);
    /// Of the requests that suffer in an incident.
    public static final Latency SLOW = new Latency(1.1, 4);

    /// Share of the requests that take at most so many seconds.
    public double shareUpTo(double seconds) {
        if (seconds <= 0) {
            return 0;
        }
        return Double.isInfinite(seconds) ? 1 : 1 / (1 + Math.pow(median / seconds, shape));
    }

    /// The duration that a share of the requests does not exceed.
    public double quantile(double share) {
        return median * Math.pow(share / (1 - share), 1 / shape);
    }

    public double mean() {
        return median * (Math.PI / shape) / Math.sin(Math.PI / shape);
    }

    /// Share of the requests that take longer than `lower` and at most `upper` seconds.
    public double shareBetween(double lower, double upper) {
        return shareUpTo(upper) - shareUpTo(lower);
    }
}
