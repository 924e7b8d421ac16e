package io.hypnos.allinone.bench.load;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import com.sun.management.OperatingSystemMXBean;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import io.hypnos.allinone.bench.model.SeriesValues;
import io.hypnos.allinone.bench.model.TargetLayout;
import io.hypnos.allinone.bench.wire.HttpConnection;
import io.hypnos.allinone.bench.wire.PreparedRequest;
import io.hypnos.allinone.bench.wire.RequestHead;

/// Carries out a plan: one thread per connection, and one that reports.
public final class LoadRun {

    private final LoadPlan plan;
    private final Acknowledgements acknowledgements;
    private final LoadStatistics statistics;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final List<Sender> senders = new CopyOnWriteArrayList<>();
    private volatile boolean stopped;

    /// What has happened lately.
    ///
    /// @param seconds      since the run began, warm-up included
    /// @param perSecond    samples acknowledged per second since the last report
    /// @param latency      nanoseconds, since the last report
    /// @param statistics   since the measured part began
    public record Progress(double seconds, double perSecond, Histogram latency, LoadStatistics statistics) {}

    public LoadRun(LoadPlan plan, Acknowledgements acknowledgements, RequestLog requests) {
        this.plan = plan;
        this.acknowledgements = acknowledgements;
        this.statistics = new LoadStatistics(requests);
    }

    /// Runs to the end of the plan, or until stopped.
    ///
    /// @param every    time between two reports
    /// @param progress is given each of them
    /// @throws IllegalStateException when an acknowledgement could not be logged or a sender failed otherwise
    public LoadReport run(Duration every, Consumer<Progress> progress) throws InterruptedException {
        List<SeriesGroup> groups = SeriesGroup.of(plan.model().population(), plan.traffic().seriesPerRequest());
        List<List<Sender.Place>> places = prepare(groups);
        LoadPlan.Speed speed = plan.speed();
        double nanosPerRequest = speed.samplesPerSecond() == 0
                ? 0
                : 1e9 * plan.model().population().series() / groups.size() / speed.samplesPerSecond();
        long start = System.nanoTime();
        var schedule = new Schedule(start, speed.warmUp().plus(speed.duration()).toNanos(), nanosPerRequest,
                groups.size());
        List<Thread> threads = start(places, schedule);
        long measuredFrom = start;
        double cpuBefore = cpuSeconds();
        if (!speed.warmUp().isZero()) {
            watch(threads, start + speed.warmUp().toNanos(), every, progress, start);
            statistics.restart();
            measuredFrom = System.nanoTime();
            cpuBefore = cpuSeconds();
        }
        watch(threads, Long.MAX_VALUE, every, progress, start);
        for (Thread thread : threads) {
            thread.join();
        }
        Throwable cause = failure.get();
        if (cause != null) {
            throw new IllegalStateException("the run broke off: " + cause, cause);
        }
        return report((System.nanoTime() - measuredFrom) / 1e9, cpuSeconds() - cpuBefore);
    }

    /// Makes [#run] come to its end soon. May be called from any thread.
    public void stop() {
        stopped = true;
        senders.forEach(Sender::stop);
    }

    /// Encodes all requests, those of each connection in a list of its own, before the clock starts.
    private List<List<Sender.Place>> prepare(List<SeriesGroup> groups) {
        var layout = new TargetLayout(plan.model().variation().histograms());
        var values = new SeriesValues(layout);
        int connectionCount = Math.min(plan.traffic().connections(), groups.size());
        return IntStream.range(0, connectionCount).parallel().mapToObj(c -> {
            var shared = new GroupTemplate.Shared(plan.model(), layout, values,
                    new PreparedRequest.Factory(plan.receiver().protocol()));
            var places = new ArrayList<Sender.Place>();
            for (int g = c; g < groups.size(); g += connectionCount) {
                var template = new GroupTemplate(shared, groups.get(g), head(url(c), groups.get(g).tenant()));
                template.at(0);
                places.add(new Sender.Place(template, g));
            }
            return List.copyOf(places);
        }).toList();
    }

    private URI url(int connection) {
        List<URI> urls = plan.receiver().urls();
        return urls.get(connection % urls.size());
    }

    private RequestHead head(URI url, int tenant) {
        var headers = new HashMap<>(plan.receiver().headers());
        headers.putAll(plan.receiver().tenantHeaders().apply(tenant));
        return new RequestHead(url, plan.receiver().protocol(), headers);
    }

    private List<Thread> start(List<List<Sender.Place>> places, Schedule schedule) {
        var shared = new Sender.Run(plan.model(), schedule, Pace.REAL, plan.traffic().retries(), statistics,
                acknowledgements);
        var threads = new ArrayList<Thread>();
        for (int c = 0; c < places.size(); c++) {
            var connection = new HttpConnection(url(c), plan.receiver().timeout());
            var sender = new Sender(shared, connection, places.get(c));
            senders.add(sender);
            threads.add(Thread.ofPlatform().name("bench-connection-" + c).daemon().unstarted(
                    () -> drive(sender, connection)));
        }
        threads.forEach(Thread::start);
        return threads;
    }

    private void drive(Sender sender, HttpConnection connection) {
        try (connection) {
            sender.run();
        } catch (Exception e) {
            failure.compareAndSet(null, e);
            stop();
        }
    }

    /// Reports until a moment, or until all threads have ended.
    private void watch(List<Thread> threads, long untilNanos, Duration every, Consumer<Progress> progress, long start)
            throws InterruptedException {
        long last = System.nanoTime();
        long acknowledged = statistics.counts().acknowledged();
        while (threads.stream().anyMatch(Thread::isAlive)) {
            long now = System.nanoTime();
            if (now >= untilNanos) {
                return;
            }
            if (now - last >= every.toNanos() && !stopped) {
                long total = statistics.counts().acknowledged();
                progress.accept(new Progress((now - start) / 1e9, (total - acknowledged) / ((now - last) / 1e9),
                        statistics.latencySinceLastCall(), statistics));
                last = now;
                acknowledged = total;
            }
            long next = Math.min(untilNanos, last + every.toNanos());
            TimeUnit.NANOSECONDS.sleep(Math.clamp(next - now, 1, TimeUnit.MILLISECONDS.toNanos(50)));
        }
    }

    private LoadReport report(double seconds, double cpuSeconds) {
        LoadStatistics.Counts counts = statistics.counts();
        Histogram latency = statistics.latency();
        long samples = Math.max(1, counts.acknowledged() + counts.refused());
        return new LoadReport(seconds,
                new LoadReport.Samples(counts.acknowledged(), counts.refused(), counts.unsent(),
                        counts.acknowledged() / seconds, plan.speed().samplesPerSecond()),
                new LoadReport.Requests(statistics.statuses(), statistics.messages()),
                new LoadReport.Latency(millis(latency, 50), millis(latency, 90), millis(latency, 99),
                        millis(latency, 99.9), latency.getMaxValue() / 1e6),
                new LoadReport.Bytes(counts.bodyBytes(), counts.plainBytes(), (double) counts.bodyBytes() / samples),
                new LoadReport.Cost(cpuSeconds, cpuSeconds * 1e6 / samples,
                        senders.stream().anyMatch(Sender::reachedPresent)));
    }

    private static double millis(Histogram latency, double percentile) {
        return latency.getValueAtPercentile(percentile) / 1e6;
    }

    private static double cpuSeconds() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean os
                ? os.getProcessCpuTime() / 1e9
                : 0;
    }
}
