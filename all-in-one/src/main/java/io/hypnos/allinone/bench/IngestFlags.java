package io.hypnos.allinone.bench;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.hypnos.service.flags.FlagGroup;

/// The flags of `hypnos bench ingest`.
final class IngestFlags {

    @Mixin
    final Destination destination = new Destination();
    @Mixin
    final Load load = new Load();
    @Mixin
    final Samples samples = new Samples();
    @Mixin
    final TenantFlags tenants = new TenantFlags();
    @Mixin
    final Output output = new Output();

    /// Where samples go.
    @FlagGroup("Destination")
    static final class Destination {

        @Option(names = "--url", paramLabel = "<url>", description = "Remote-write endpoint; repeatable, connections are spread over all.")
        List<URI> urls = List.of(URI.create("http://localhost:19291/api/v1/receive"));

        @Option(names = "--protocol", paramLabel = "1|2", description = "Version of remote write.")
        int protocol = 1;

        @Option(names = "--timeout", paramLabel = "<duration>", description = "How long an answer may take.")
        Duration timeout = Duration.ofSeconds(30);

        @Option(names = "--retries", paramLabel = "<n>", description = "How often a request is sent again after 429, 5xx or a broken connection.")
        int retries;
    }

    /// How much, how fast.
    @FlagGroup("Load")
    static final class Load {

        @Option(names = "--series", paramLabel = "<n>", converter = Quantity.Converter.class, description = "Active series of all tenants together, such as 500k.")
        Quantity series = new Quantity(10_000);

        @Option(names = "--rate", paramLabel = "<n>|max|realtime", converter = Rate.Converter.class, description = "Samples per second. realtime is series ÷ scrape interval; max is as fast as requests are answered. "
                + "Requests of a set rate are due at set times, and their latency counts from then.")
        Rate rate = new Rate.RealTime();

        @Option(names = "--duration", paramLabel = "<duration>", description = "How long to measure.")
        Duration duration = Duration.ofMinutes(1);

        @Option(names = "--warm-up", paramLabel = "<duration>", description = "How long to send before measuring.")
        Duration warmUp = Duration.ZERO;

        @Option(names = "--connections", paramLabel = "<n>", description = "Requests under way at once, at most.")
        int connections = 2;

        @Option(names = "--series-per-request", paramLabel = "<n>", description = "Series in one request, at most.")
        int seriesPerRequest = 2000;
    }

    /// What the samples are.
    @FlagGroup("Samples")
    static final class Samples {

        @Option(names = "--scrape-interval", paramLabel = "<duration>", description = "Time between two samples of a series. With a higher rate than realtime, the samples' time runs faster than the clock.")
        Duration interval = Duration.ofSeconds(15);

        @Option(names = "--start", paramLabel = "<time>", description = "Time of the first samples, as RFC 3339, Unix milliseconds, or relative (-6h). "
                + "Default: now; -6h when the samples' time runs faster than the clock.")
        @Nullable
        String start;

        @Option(names = "--jitter", paramLabel = "<duration>", description = "By how much the times of one target in five are off, at most.")
        Duration jitter = Duration.ofMillis(5);

        @Option(names = "--churn", paramLabel = "<share>", description = "Share of the targets (of 800 series) that is replaced every 10 minutes, such as 0.05.")
        double churn;

        @Option(names = "--histograms", paramLabel = "<share>", description = "Share of the series that are native histograms of 40 buckets.")
        double histograms;

        @Option(names = "--ooo", paramLabel = "<share>", description = "Share of the samples that is sent late, out of order.")
        double outOfOrder;

        @Option(names = "--ooo-delay", paramLabel = "<duration>", description = "How late these are.")
        Duration outOfOrderDelay = Duration.ofSeconds(60);

        @Option(names = "--seed", paramLabel = "<n>", description = "Of all that looks random; also in the series' names.")
        long seed = 1;
    }

    /// What is kept and shown.
    @FlagGroup("Output")
    static final class Output {

        @Option(names = "--ack-log", paramLabel = "<file>", description = "Append every acknowledged request to this file, for hypnos bench verify.")
        @Nullable
        Path ackLog;

        @Option(names = "--latency-log", paramLabel = "<file>", description = "Write a line for every request to this file: when it was answered (epoch ms), "
                + "how long after it was due (µs), ok or failed.")
        @Nullable
        Path latencyLog;

        @Option(names = "--progress", paramLabel = "<duration>", description = "Time between progress lines; 0 for none.")
        Duration progress = Duration.ofSeconds(10);

        @Option(names = "--json", description = "Report as JSON.")
        boolean json;
    }
}
