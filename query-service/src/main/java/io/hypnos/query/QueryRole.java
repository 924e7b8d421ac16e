package io.hypnos.query;

import java.time.Clock;
import java.util.List;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import io.hypnos.query.fanout.ConfiguredEndpoints;
import io.hypnos.query.flags.QueryFlags;
import io.hypnos.service.boot.Role;
import io.hypnos.service.boot.ServerFlags;
import io.hypnos.service.flags.RoleFlags;
import io.hypnos.service.flags.Variables;
import io.hypnos.service.peers.PeerResolver;
import io.hypnos.service.peers.SystemNames;

/// Answers PromQL over every store that can be reached.
public final class QueryRole implements Role<QueryFlags> {

    @Override
    public String name() {
        return "query";
    }

    @Override
    public RoleFlags<QueryFlags> flags() {
        return QueryFlags.role();
    }

    @Override
    public ServerFlags servers(QueryFlags flags) {
        return new ServerFlags(flags.log(), flags.http(), flags.grpc(), flags.web());
    }

    @Override
    public Class<?> configuration() {
        return QueryConfiguration.class;
    }

    @Override
    public List<String> check(QueryFlags flags, Variables variables) {
        flags.engine().options();
        var resolver = new PeerResolver(new SystemNames(), new PrometheusRegistry(), "thanos_query_store_apis");
        try (var endpoints = new ConfiguredEndpoints(flags.endpoints(), variables, resolver, Clock.systemUTC())) {
            return List.of("endpoints: " + endpoints.endpoints());
        }
    }
}
