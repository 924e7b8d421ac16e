package io.hypnos.allinone.bench;

import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.Collectors;

import io.hypnos.allinone.bench.load.LoadReport;
import io.hypnos.allinone.bench.load.LoadStatistics;

/// A report for people.
final class ReportText {

    private final LoadReport report;
    private final StringBuilder text = new StringBuilder();

    ReportText(LoadReport report) {
        this.report = report;
    }

    String render() {
        LoadReport.Samples samples = report.samples();
        line("samples      %,d acknowledged in %.1f s: %,.0f samples/s%s", samples.acknowledged(), report.seconds(),
                samples.perSecond(),
                samples.wantedPerSecond() == 0
                        ? ""
                        : String.format(Locale.ROOT, " of %,.0f wanted", samples.wantedPerSecond()));
        if (samples.refused() > 0) {
            line("             %,d refused", samples.refused());
        }
        if (samples.unsent() > 0) {
            line("             %,d due but never sent: the receiver is too slow for this rate", samples.unsent());
        }
        line("answers      %s", statuses(report.requests().byStatus()));
        report.requests().messages().forEach((status, message) -> line("             %s: %s", name(status),
                message.lines().findFirst().orElse("")));
        LoadReport.Latency latency = report.latency();
        line("latency      p50 %.2f ms, p90 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, max %.2f ms", latency.p50(),
                latency.p90(),
                latency.p99(), latency.p999(), latency.max());
        line("bytes        %.1f per sample, %,d MB in all (%,d MB before compression)", report.bytes().perSample(),
                report.bytes().compressed() / 1_000_000, report.bytes().plain() / 1_000_000);
        line("this tool    %.3f µs of processor per sample, %.1f s in all", report.cost().microsPerSample(),
                report.cost().cpuSeconds());
        if (report.cost().reachedPresent()) {
            line("The samples' time caught up with the clock, so the run ended early; begin further back (--start).");
        }
        return text.toString();
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    /// `204: 1200, no answer: 3`.
    static String statuses(SortedMap<Integer, Long> byStatus) {
        return byStatus.entrySet().stream().map(entry -> name(entry.getKey()) + ": " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String name(int status) {
        return status == LoadStatistics.NO_ANSWER ? "no answer" : Integer.toString(status);
    }
}
