package io.hypnos.allinone.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import io.hypnos.allinone.bench.load.Acknowledgements;
import io.hypnos.allinone.bench.load.LoadPlan;
import io.hypnos.allinone.bench.load.LoadReport;
import io.hypnos.allinone.bench.load.LoadRun;
import io.hypnos.allinone.bench.load.RequestLog;
import io.hypnos.allinone.bench.verify.AckLog;

/// `hypnos bench ingest`: sends remote write to any receiver and reports how it took it.
final class IngestCommand {

    private static final Duration NEVER = Duration.ofDays(365);

    private final PrintStream out;
    private final PrintStream progress;

    /// @param out      takes the report
    /// @param progress takes everything before it
    IngestCommand(PrintStream out, PrintStream progress) {
        this.out = out;
        this.progress = progress;
    }

    /// Exit code: 0 when every request was acknowledged, else 1.
    int run(IngestFlags flags) throws IOException, InterruptedException {
        LoadPlan plan = new IngestPlan(flags, Instant.now()).make();
        IngestFlags.Output output = flags.output;
        try (AckLog log = output.ackLog == null ? null : new AckLog(output.ackLog, plan.model());
                LatencyLog latencies = output.latencyLog == null
                        ? null
                        : new LatencyLog(output.latencyLog, InstantSource.system())) {
            return run(plan, flags, log, latencies);
        }
    }

    private int run(LoadPlan plan, IngestFlags flags, @Nullable AckLog log, @Nullable LatencyLog latencies)
            throws InterruptedException {
        var run = new LoadRun(plan, log == null ? Acknowledgements.NONE : log,
                latencies == null ? RequestLog.NONE : latencies);
        Thread main = Thread.currentThread();
        var onKill = new Thread(() -> {
            run.stop();
            joinBriefly(main);
        }, "bench-stop");
        Runtime.getRuntime().addShutdownHook(onKill);
        Duration every = flags.output.progress.isZero() ? NEVER : flags.output.progress;
        LoadReport report = run.run(every, this::showProgress);
        if (flags.output.json) {
            out.println(JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(report));
        } else {
            out.print(new ReportText(report).render());
        }
        out.flush();
        return report.samples().refused() + report.samples().unsent() == 0 && report.samples().acknowledged() > 0
                ? 0
                : 1;
    }

    private static void joinBriefly(Thread main) {
        try {
            main.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void showProgress(LoadRun.Progress now) {
        progress.printf(Locale.ROOT, "%6.0fs  %,12.0f samples/s  p50 %.1f ms  p99 %.1f ms  max %.1f ms  %s%n",
                now.seconds(),
                now.perSecond(), now.latency().getValueAtPercentile(50) / 1e6,
                now.latency().getValueAtPercentile(99) / 1e6, now.latency().getMaxValue() / 1e6,
                ReportText.statuses(now.statistics().statuses()));
    }
}
