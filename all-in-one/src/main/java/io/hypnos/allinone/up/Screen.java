package io.hypnos.allinone.up;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import io.hypnos.allinone.demo.DemoStatus;
import io.hypnos.allinone.up.Instance.Use;

/// The one screen that `hypnos up` shows: what runs, and where to look.
final class Screen {

    private static final String YES = "✓";
    private static final String NO = "…";
    /// Requests per second of the demo by service: it has a shape at any time.
    private static final String FIRST_GRAPH = "/graph?g0.expr=sum%20by%20(job)%20(rate(http_requests_total%7Bdemo%3D%22true%22%7D%5B15m%5D))&g0.tab=0&g0.range_input=2d&g0.stacked=1";

    private final Installation installation;
    private final String version;
    private final Path shownData;

    /// @param shownData the data directory as the user wrote it
    Screen(Installation installation, String version, Path shownData) {
        this.installation = installation;
        this.version = version;
        this.shownData = shownData;
    }

    /// Where there is something to see at once.
    String firstGraph() {
        return ui() + FIRST_GRAPH;
    }

    private String ui() {
        return "http://localhost:" + installation.first("query").http();
    }

    /// The lines.
    ///
    /// @param demo null where there is none
    List<String> lines(SuiteStatus status, @Nullable DemoStatus demo) {
        var lines = new ArrayList<String>();
        lines.add("hypnos " + version + " – everything on this machine, data in " + shownData + " (FILESYSTEM)");
        long up = installation.all("receive").stream().filter(status::isReady).count();
        lines.add(row(up == Installation.REPLICATION ? YES : NO,
                "receive ×" + Installation.REPLICATION + " (RF 3, ketama)", "write",
                installation.remoteWrite().getFirst().toString().replace("127.0.0.1", "localhost")));
        lines.add(row(mark(status, installation.first("store")), "store",
                "bucket", status.blocks() < 0 ? "" : status.blocks() + " blocks"));
        lines.add(row(mark(status, installation.first("compact")), "compact", "now", status.compact()));
        Instance query = installation.first("query");
        lines.add(row(mark(status, query), "query", "UI", ui() + "/graph"));
        lines.add(row(" ", "", "Grafana", ui() + " (type Thanos, POST)"));
        lines.add(row(" ", "", "gRPC", "localhost:" + query.port(Use.GRPC)));
        if (demo != null) {
            lines.add(row(YES, "demo", "data", demoText(demo)));
        }
        lines.add("   Ctrl-C stops cleanly; " + Program.NAME + " up --reset starts over");
        lines.add("   log: " + shownData.resolve("hypnos.log"));
        return lines;
    }

    private static String demoText(DemoStatus demo) {
        String live = demo.perSecond() == 0
                ? "%d tenants".formatted(demo.tenants())
                : String.format(Locale.ROOT, "%d tenants, %.0f samples/s", demo.tenants(), demo.perSecond());
        return live + (demo.dropped() == 0 ? "" : ", " + demo.dropped() + " dropped")
                + (demo.history().isEmpty() ? "" : "; " + demo.history());
    }

    private static String mark(SuiteStatus status, Instance instance) {
        return status.isReady(instance) ? YES : NO;
    }

    private static String row(String mark, String what, String key, String value) {
        return String.format(Locale.ROOT, " %s %-26s %-8s %s", mark, what, key, value).stripTrailing();
    }
}
