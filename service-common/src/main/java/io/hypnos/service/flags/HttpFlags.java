package io.hypnos.service.flags;

import java.time.Duration;

import picocli.CommandLine.Option;

/// The HTTP port that every role has.
@FlagGroup("HTTP")
public final class HttpFlags {

    @Option(names = "--http-address", paramLabel = "<host:port>", description = "Listen host:port for HTTP endpoints.")
    private HostPort address = new HostPort("0.0.0.0", 10902);

    @Option(names = "--http-grace-period", paramLabel = "<duration>", description = "Time to wait for running requests after an interrupt.")
    private Duration gracePeriod = Duration.ofMinutes(2);

    public HostPort address() {
        return address;
    }

    public Duration gracePeriod() {
        return gracePeriod;
    }
}
