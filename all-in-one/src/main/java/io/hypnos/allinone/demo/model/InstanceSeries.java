package io.hypnos.allinone.demo.model;

import java.util.ArrayList;
import java.util.List;

import io.hypnos.series.histogram.CounterResetHint;
import io.hypnos.series.histogram.HistogramLayout;
import io.hypnos.series.histogram.IntegerHistogram;
import io.hypnos.series.histogram.Spans;
import io.hypnos.series.labels.Labels;

/// Makes the series of one instance.
final class InstanceSeries {

    /// A metric whose name needs UTF-8.
    static final String ACTIVE_REQUESTS = "http.server.active_requests";

    private static final double[] BOUNDS = {0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, Double.POSITIVE_INFINITY};
    /// Memory comes in pieces of a MiB.
    private static final double PAGE = 1 << 20;
    private static final int FIRST_BUCKET = -28;
    private static final int BUCKETS = 42;
    private static final HistogramLayout LAYOUT = new HistogramLayout(2, 0x1.0p-128,
            new Spans(new int[]{FIRST_BUCKET}, new int[]{BUCKETS}), Spans.NONE, new double[0]);

    private final DemoService service;
    private final Labels instance;
    private final List<DemoSeries> all = new ArrayList<>();

    InstanceSeries(DemoService service, Labels instance) {
        this.service = service;
        this.instance = instance;
    }

    List<DemoSeries> all() {
        add("up", state -> 1);
        addProcess();
        addRoute("/" + service.name() + "/list", 0.7);
        addRoute("/" + service.name() + "/update", 0.3);
        addNative("http_request_latency_seconds");
        add("queue_length", state -> Math.rint(3 + ripple(state, 97) * 2 + state.trouble() * 180), "queue", "default");
        add("build_info", state -> 1, "version", "1.4." + service.name().length(), "goversion", "go1.26");
        add(ACTIVE_REQUESTS, state -> Math.rint(state.rate() * meanLatency(state) + state.trouble() * 25));
        return List.copyOf(all);
    }

    private void addProcess() {
        add("process_cpu_seconds_total",
                state -> fine(state.uptime() * 0.02 + state.requests() * 0.004 + state.slow() * 0.02));
        add("process_resident_memory_bytes", state -> PAGE * Math.rint((120e6 + 40e6 * ripple(state, 311)
                + Math.min(90e6, state.uptime() * 900) + state.trouble() * 150e6) / PAGE));
        add("process_start_time_seconds", state -> fine(state.millis() / 1000.0 - state.uptime()));
    }

    private void addRoute(String route, double share) {
        add("http_requests_total",
                state -> count(share * (0.985 * (state.requests() - state.slow()) + 0.6 * state.slow())),
                "route", route, "code", "200");
        add("http_requests_total", state -> count(share * 0.012 * state.requests()), "route", route, "code", "404");
        add("http_requests_total",
                state -> count(share * (0.003 * (state.requests() - state.slow()) + 0.4 * state.slow())),
                "route", route, "code", "500");
        String name = "http_request_duration_seconds";
        for (double bound : BOUNDS) {
            add(name + "_bucket", upTo(bound, share), "route", route, "le", boundText(bound));
        }
        add(name + "_sum", state -> fine(share * seconds(state)), "route", route);
        add(name + "_count", upTo(Double.POSITIVE_INFINITY, share), "route", route);
    }

    private static DemoSeries.FloatValue upTo(double bound, double share) {
        double normal = Latency.NORMAL.shareUpTo(bound);
        double slow = Latency.SLOW.shareUpTo(bound);
        return state -> count(share * (normal * (state.requests() - state.slow()) + slow * state.slow()));
    }

    private void addNative(String name) {
        double[] normal = new double[BUCKETS];
        double[] slow = new double[BUCKETS];
        for (int i = 0; i < BUCKETS; i++) {
            double lower = LAYOUT.upperBound(FIRST_BUCKET + i - 1);
            double upper = LAYOUT.upperBound(FIRST_BUCKET + i);
            normal[i] = Latency.NORMAL.shareBetween(lower, upper);
            slow[i] = Latency.SLOW.shareBetween(lower, upper);
        }
        all.add(new DemoSeries.Histograms(labels(name), state -> {
            long[] counts = new long[BUCKETS];
            long count = 0;
            for (int i = 0; i < BUCKETS; i++) {
                counts[i] = (long) (normal[i] * (state.requests() - state.slow()) + slow[i] * state.slow());
                count += counts[i];
            }
            return new IntegerHistogram(CounterResetHint.UNKNOWN, LAYOUT, count, 0, fine(seconds(state)), counts);
        }));
    }

    private void add(String name, DemoSeries.FloatValue value, String... labels) {
        all.add(new DemoSeries.Floats(labels(name, labels), value));
    }

    private Labels labels(String name, String... more) {
        var builder = instance.toBuilder().set(Labels.METRIC_NAME, name);
        for (int i = 0; i < more.length; i += 2) {
            builder.set(more[i], more[i + 1]);
        }
        return builder.build();
    }

    /// Seconds spent on all requests.
    private static double seconds(InstanceState state) {
        return (state.requests() - state.slow()) * Latency.NORMAL.mean() + state.slow() * Latency.SLOW.mean();
    }

    private static double meanLatency(InstanceState state) {
        return Latency.NORMAL.mean() + state.trouble() * (Latency.SLOW.mean() - Latency.NORMAL.mean()) * Traffic.FLOOR;
    }

    private static double count(double value) {
        return Math.floor(value);
    }

    /// In steps of 1/64: a number of few bits takes little room in a chunk.
    private static double fine(double value) {
        return Math.rint(value * 64) / 64;
    }

    /// A number between -1 and 1 that looks uneven.
    private double ripple(InstanceState state, double period) {
        double seconds = state.millis() / 1000.0 + instance.hashCode() % 1000;
        return 0.6 * Math.sin(seconds / period) + 0.4 * Math.sin(seconds / period * 3.7 + 1);
    }

    private static String boundText(double bound) {
        if (Double.isInfinite(bound)) {
            return "+Inf";
        }
        return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
    }
}
