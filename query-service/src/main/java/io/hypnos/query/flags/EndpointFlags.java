package io.hypnos.query.flags;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import io.hypnos.service.flags.ConfigText;
import io.hypnos.service.flags.FlagGroup;
import io.hypnos.service.flags.Variables;

/// Which stores are asked, and how they are found.
@FlagGroup("Endpoints")
public final class EndpointFlags {

    @Option(names = {"--endpoint", "--store", "--rule", "--metadata", "--exemplar",
        "--target"}, paramLabel = "<endpoint>", description = {
            "Address host:port of a StoreAPI server (repeatable), plain or with dns+, dnssrv+ or dnssrvnoa+ in front of a name to look up.",
            "--store is its old name."})
    private List<String> endpoints = new ArrayList<>();

    @Option(names = {"--endpoint-strict", "--store-strict"}, paramLabel = "<endpoint>", description = {
        "Address of a server that is always asked, even when it seems to be down (repeatable)."})
    private List<String> strictEndpoints = new ArrayList<>();

    @Option(names = "--endpoint-group", paramLabel = "<name>", description = {
        "DNS name of servers that all have the same; each call goes to one of them (repeatable)."})
    private List<String> groups = new ArrayList<>();

    @Option(names = "--endpoint-group-strict", paramLabel = "<name>", description = "The same, always asked (repeatable).")
    private List<String> strictGroups = new ArrayList<>();

    @Option(names = "--endpoint.sd-config-file", paramLabel = "<file>", description = "YAML file with endpoints, read again when it changes.")
    private @Nullable Path configFile;

    @Option(names = "--endpoint.sd-config", paramLabel = "<content>", description = "The same, inline; instead of the file.")
    private @Nullable String config;

    @Option(names = "--endpoint.sd-config-reload-interval", paramLabel = "<duration>", description = "Time between readings of that file.")
    private Duration configInterval = Duration.ofMinutes(5);

    @Option(names = "--store.sd-files", paramLabel = "<path>", description = {
        "Files with addresses, as Prometheus' file_sd has them; a glob pattern may stand for several (repeatable)."})
    private List<String> files = new ArrayList<>();

    @Option(names = "--store.sd-interval", paramLabel = "<duration>", description = "Time between readings of those files.")
    private Duration fileInterval = Duration.ofMinutes(5);

    @Option(names = "--store.sd-dns-interval", paramLabel = "<duration>", description = "Time between DNS look-ups.")
    private Duration dnsInterval = Duration.ofSeconds(30);

    @Option(names = "--store.unhealthy-timeout", paramLabel = "<duration>", description = "How long a server that is down stays listed.")
    private Duration unhealthyTimeout = Duration.ofMinutes(5);

    @Option(names = "--endpoint.info-timeout", paramLabel = "<duration>", hidden = true, description = {
        "Time between questions what a server has, and for the answer."})
    private Duration infoTimeout = Duration.ofSeconds(5);

    @Option(names = "--store.response-timeout", paramLabel = "<duration>", description = {
        "A server that sends nothing for so long is left out of the answer. 0 waits as long as the query may."})
    private Duration responseTimeout = Duration.ZERO;

    public List<String> endpoints() {
        return endpoints;
    }

    public List<String> strictEndpoints() {
        return strictEndpoints;
    }

    public List<String> groups() {
        return groups;
    }

    public List<String> strictGroups() {
        return strictGroups;
    }

    public Optional<ConfigText> config(Variables variables) {
        return ConfigText.of("--endpoint.sd-config", config, configFile, variables);
    }

    public Duration configInterval() {
        return configInterval;
    }

    public List<String> files() {
        return files;
    }

    public Duration fileInterval() {
        return fileInterval;
    }

    public Duration dnsInterval() {
        return dnsInterval;
    }

    public Duration unhealthyTimeout() {
        return unhealthyTimeout;
    }

    public Duration infoTimeout() {
        return infoTimeout;
    }

    public Duration responseTimeout() {
        return responseTimeout;
    }
}
