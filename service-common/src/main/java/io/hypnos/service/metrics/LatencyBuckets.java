package io.hypnos.service.metrics;

/// The bounds, in seconds, that Thanos' dashboards expect of latency histograms.
public final class LatencyBuckets {

    private static final double[] SECONDS = {0.001, 0.01, 0.1, 0.3, 0.6, 1, 3, 6, 9, 20, 30, 60, 90, 120, 240, 360,
        720};

    private LatencyBuckets() {}

    public static double[] seconds() {
        return SECONDS.clone();
    }
}
