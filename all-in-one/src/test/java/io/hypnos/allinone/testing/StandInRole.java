package io.hypnos.allinone.testing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.hypnos.service.boot.Readiness;
import io.hypnos.service.boot.Role;
import io.hypnos.service.boot.ServerFlags;
import io.hypnos.service.boot.StartException;
import io.hypnos.service.flags.GrpcServerFlags;
import io.hypnos.service.flags.HttpFlags;
import io.hypnos.service.flags.LogFlags;
import io.hypnos.service.flags.RoleFlags;
import io.hypnos.service.flags.Variables;

/// A role that takes the arguments of a real one and does nothing but be there.
public final class StandInRole implements Role<StandInRole.Flags> {

    private final String name;

    private StandInRole(String name) {
        this.name = name;
    }

    /// One for each role that hypnos up starts.
    public static Map<String, Role<?>> all() {
        var roles = new LinkedHashMap<String, Role<?>>();
        for (String name : List.of("receive", "query", "store", "compact")) {
            roles.put(name, new StandInRole(name));
        }
        return roles;
    }

    /// The arguments of all roles.
    public static final class Flags {
        @Mixin
        LogFlags log = new LogFlags();
        @Mixin
        HttpFlags http = new HttpFlags();
        @Mixin
        GrpcServerFlags grpc = new GrpcServerFlags();
        @Option(names = {"--remote-write.address", "--label", "--receive.local-endpoint", "--receive.hashrings-file",
            "--receive.replication-factor", "--receive.limits-config-file", "--tsdb.path", "--tsdb.retention",
            "--objstore.config-file", "--data-dir", "--consistency-delay", "--sync-block-duration", "--wait-interval",
            "--deduplication.replica-label", "--retention.resolution-raw", "--retention.resolution-5m",
            "--retention.resolution-1h", "--endpoint", "--query.replica-label"})
        List<String> others = List.of();
        @Option(names = {"--wait", "--query.auto-downsampling"})
        boolean switches;
    }

    @Configuration(proxyBeanMethods = false)
    static class Beans {

        @Bean
        String readAtStart(Flags flags, Readiness readiness) {
            if (flags.others.stream().anyMatch(value -> value.contains("refuse"))) {
                throw new StartException("told to refuse");
            }
            readiness.require("stand-in", "nothing").met();
            return "";
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public RoleFlags<Flags> flags() {
        return new RoleFlags<>(name, "Stands in for " + name + ".", Flags::new, List.of());
    }

    @Override
    public ServerFlags servers(Flags flags) {
        return new ServerFlags(flags.log, flags.http, name.equals("compact") ? null : flags.grpc, null);
    }

    @Override
    public Class<?> configuration() {
        return Beans.class;
    }

    @Override
    public List<String> check(Flags flags, Variables variables) {
        if (flags.others.contains("bad")) {
            throw new StartException("there is no bad");
        }
        return List.of("understood " + flags.others);
    }
}
