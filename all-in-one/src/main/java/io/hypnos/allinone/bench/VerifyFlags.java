package io.hypnos.allinone.bench;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.hypnos.service.flags.FlagGroup;

/// The flags of `hypnos bench verify`.
final class VerifyFlags {

    @Mixin
    final Source source = new Source();
    @Mixin
    final TenantFlags tenants = new TenantFlags();

    /// What is compared with what.
    @FlagGroup("Verification")
    static final class Source {

        @Option(names = "--ack-log", required = true, paramLabel = "<file>", description = "What hypnos bench ingest wrote.")
        @Nullable
        Path ackLog;

        @Option(names = "--query-url", paramLabel = "<url>", description = "A Prometheus query API, without /api/v1.")
        URI queryUrl = URI.create("http://localhost:10902");

        @Option(names = "--samples-per-query", paramLabel = "<n>", converter = Quantity.Converter.class, description = "Samples that one query returns, at most.")
        Quantity samplesPerQuery = new Quantity(200_000);

        @Option(names = "--parallel", paramLabel = "<n>", description = "Queries under way at once.")
        int parallel = 2;

        @Option(names = "--timeout", paramLabel = "<duration>", description = "How long an answer may take.")
        Duration timeout = Duration.ofMinutes(2);

        @Option(names = "--json", description = "Report as JSON.")
        boolean json;
    }
}
