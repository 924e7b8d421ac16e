package io.hypnos.query.fanout;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hypnos.query.fanout.EndpointConfig.Line;
import io.hypnos.query.flags.EndpointFlags;
import io.hypnos.service.flags.ConfigText;
import io.hypnos.service.flags.FlagException;
import io.hypnos.service.flags.Variables;
import io.hypnos.service.peers.PeerAddress;
import io.hypnos.service.peers.PeerResolver;

/// The endpoints that flags and files name, with names looked up. Files and names are read again at their intervals; in between the last
/// answer stands. Used by one thread.
public final class ConfiguredEndpoints implements EndpointSource, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredEndpoints.class);

    private final PeerResolver resolver;
    private final List<Line> fixed;
    private final Timed<List<Line>> configured;
    private final Timed<List<Line>> files;
    private final Timed<List<Endpoint>> resolved;

    /// @throws FlagException for an address that is none, or a file that cannot be used
    public ConfiguredEndpoints(EndpointFlags flags, Variables variables, PeerResolver resolver, Clock clock) {
        this.resolver = resolver;
        this.fixed = fixed(flags);
        var config = flags.config(variables);
        List<Line> first = config.map(EndpointConfig::parse).orElse(List.of());
        this.configured = new Timed<>(flags.configInterval(), clock, first,
                () -> config.map(text -> reread(text, variables)).orElse(List.of()));
        var fileSource = new EndpointFiles(flags.files());
        this.files = new Timed<>(flags.fileInterval(), clock, null,
                () -> fileSource.read().stream().map(address -> new Line(address, false, false)).toList());
        this.resolved = new Timed<>(flags.dnsInterval(), clock, null, this::resolve);
        validate(fixed);
        validate(first);
    }

    @Override
    public List<Endpoint> endpoints() {
        if (configured.refresh() | files.refresh()) {
            resolved.expire();
        }
        resolved.refresh();
        return resolved.value();
    }

    private static List<Line> fixed(EndpointFlags flags) {
        var lines = new ArrayList<Line>();
        flags.endpoints().forEach(address -> lines.add(new Line(address, false, false)));
        flags.strictEndpoints().forEach(address -> lines.add(new Line(address, true, false)));
        flags.groups().forEach(address -> lines.add(new Line(address, false, true)));
        flags.strictGroups().forEach(address -> lines.add(new Line(address, true, true)));
        return lines;
    }

    private static List<Line> reread(ConfigText config, Variables variables) {
        return config.file() == null
                ? EndpointConfig.parse(config)
                : EndpointConfig.parse(ConfigText.read(config.file(), variables));
    }

    private static void validate(List<Line> lines) {
        for (Line line : lines) {
            try {
                PeerAddress.parse(line.address());
            } catch (IllegalArgumentException e) {
                throw new FlagException(String.valueOf(e.getMessage()), e);
            }
        }
    }

    private List<Endpoint> resolve() {
        Map<Line, PeerAddress> looked = new LinkedHashMap<>();
        Set<Endpoint> endpoints = new LinkedHashSet<>();
        for (List<Line> lines : List.of(fixed, configured.value(), files.value())) {
            for (Line line : lines) {
                if (line.group()) {
                    endpoints.add(new Endpoint(withoutLookup(line.address()), Endpoint.Kind.GROUP, line.strict()));
                } else {
                    addParsed(line, looked);
                }
            }
        }
        Map<PeerAddress, List<String>> found = resolver.resolve(new LinkedHashSet<>(looked.values()));
        looked.forEach((line, address) -> found.getOrDefault(address, List.of())
                .forEach(target -> endpoints.add(new Endpoint(target, Endpoint.Kind.SINGLE, line.strict()))));
        return List.copyOf(endpoints);
    }

    private static void addParsed(Line line, Map<Line, PeerAddress> into) {
        try {
            into.put(line, PeerAddress.parse(line.address()));
        } catch (IllegalArgumentException e) {
            LOG.atWarn().setMessage("leaving out an endpoint").addKeyValue("reason", e.getMessage()).log();
        }
    }

    /// A group's name is looked up by its connection.
    private static String withoutLookup(String address) {
        return address.substring(address.indexOf('+') + 1);
    }

    @Override
    public void close() {
        resolver.close();
    }

    /// A value that is made anew when it is older than an interval; one that cannot be made stays as it was.
    private static final class Timed<T> {
        private final Duration interval;
        private final Clock clock;
        private final Supplier<T> source;
        private T value;
        private Instant due;

        Timed(Duration interval, Clock clock, @Nullable T first, Supplier<T> source) {
            this.interval = interval;
            this.clock = clock;
            this.source = source;
            this.value = first == null ? source.get() : first;
            this.due = clock.instant().plus(interval);
        }

        T value() {
            return value;
        }

        void expire() {
            due = Instant.MIN;
        }

        /// Whether the value changed.
        boolean refresh() {
            if (clock.instant().isBefore(due)) {
                return false;
            }
            due = clock.instant().plus(interval);
            try {
                T fresh = source.get();
                boolean changed = !fresh.equals(value);
                value = fresh;
                return changed;
            } catch (FlagException e) {
                LOG.atWarn().setMessage("reading endpoints failed; keeping the last ones")
                        .addKeyValue("reason", e.getMessage()).log();
                return false;
            }
        }
    }
}
