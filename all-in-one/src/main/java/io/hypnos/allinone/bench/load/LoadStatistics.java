package io.hypnos.allinone.bench.load;

import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/// What happened so far. Written by all senders, read by the reporter.
///
/// Samples due = acknowledged + refused (or never answered) + unsent. A request that was tried again counts once per
/// answer in the statuses, and once, at its last answer, in the latencies.
public final class LoadStatistics {

    /// Stands for a status where there was no answer at all.
    public static final int NO_ANSWER = 0;

    private static final long MAX_LATENCY_NANOS = TimeUnit.HOURS.toNanos(1);

    private final LongAdder samplesAcknowledged = new LongAdder();
    private final LongAdder samplesRefused = new LongAdder();
    private final LongAdder samplesUnsent = new LongAdder();
    private final LongAdder bodyBytes = new LongAdder();
    private final LongAdder plainBytes = new LongAdder();
    private final Map<Integer, LongAdder> statuses = new ConcurrentHashMap<>();
    private final Map<Integer, String> messages = new ConcurrentHashMap<>();
    private final Recorder latency = new Recorder(MAX_LATENCY_NANOS, 3);
    private final Histogram total = new Histogram(MAX_LATENCY_NANOS, 3);
    private final RequestLog log;

    /// @param log is told of each request, those of the warm-up included
    LoadStatistics(RequestLog log) {
        this.log = log;
    }

    /// Counts as of a moment.
    ///
    /// @param acknowledged samples in requests that were answered with success
    /// @param refused      samples in all other requests
    /// @param unsent       samples that fell due and were not sent, because the run was over before the receiver had caught up
    /// @param bodyBytes    compressed bytes of all bodies
    /// @param plainBytes   the same before compression
    public record Counts(long acknowledged, long refused, long unsent, long bodyBytes, long plainBytes) {}

    void answered(int status, String message) {
        statuses.computeIfAbsent(status, s -> new LongAdder()).increment();
        if (status < 200 || status >= 300) {
            messages.putIfAbsent(status, message);
        }
    }

    void finished(int samples, boolean acknowledged, long latencyNanos) throws IOException {
        (acknowledged ? samplesAcknowledged : samplesRefused).add(samples);
        latency.recordValue(Math.clamp(latencyNanos, 0, MAX_LATENCY_NANOS));
        log.finished(acknowledged, latencyNanos);
    }

    void unsent(int samples) {
        samplesUnsent.add(samples);
    }

    void sent(int body, int plain) {
        bodyBytes.add(body);
        plainBytes.add(plain);
    }

    public Counts counts() {
        return new Counts(samplesAcknowledged.sum(), samplesRefused.sum(), samplesUnsent.sum(), bodyBytes.sum(),
                plainBytes.sum());
    }

    /// Answers by status, those without one under [#NO_ANSWER].
    public SortedMap<Integer, Long> statuses() {
        var counts = new TreeMap<Integer, Long>();
        statuses.forEach((status, count) -> counts.put(status, count.sum()));
        return counts;
    }

    /// The first message that came with each status other than success.
    public SortedMap<Integer, String> messages() {
        return new TreeMap<>(messages);
    }

    /// Latencies (ns) since the last call. Only the reporter calls this.
    public Histogram latencySinceLastCall() {
        Histogram interval = latency.getIntervalHistogram();
        total.add(interval);
        return interval;
    }

    /// Latencies (ns) of the whole run. Only the reporter calls this.
    public Histogram latency() {
        latencySinceLastCall();
        return total;
    }

    /// Forgets everything, at the end of a warm-up. Only the reporter calls this.
    void restart() {
        samplesAcknowledged.reset();
        samplesRefused.reset();
        samplesUnsent.reset();
        bodyBytes.reset();
        plainBytes.reset();
        statuses.clear();
        messages.clear();
        latency.reset();
        total.reset();
    }
}
