package io.hypnos.receive.ring;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.LabelsBuilder;
import io.hypnos.service.flags.HostPort;

/// The description of rings, Thanos' JSON:
///
///     [{"hashring": "name", "tenants": ["a", "b"], "tenant_matcher_type": "exact|glob",
///       "endpoints": ["host:10901", {"address": "host:10901", "capnproto_address": "host:19391", "az": "eu-1a"}],
///       "algorithm": "hashmod|ketama", "external_labels": {"k": "v"}, "replication_factor": 3,
///       "shuffle_sharding_config": {"shard_size": 2, "cache_size": 100, "zone_awareness_disabled": false,
///          "overrides": [{"shard_size": 3, "tenants": ["x-*"], "tenant_matcher_type": "glob"}]}}]
///
/// Only `endpoints` is required. `replication_factor` is ours: where it stands it governs, since a ring's copies are a property of the ring and
/// not of the node that happens to take a write.
public final class HashringFile {

    private static final Set<String> KEYS = Set.of("hashring", "tenants", "tenant_matcher_type", "endpoints",
            "algorithm", "external_labels",
            "replication_factor", "shuffle_sharding_config");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String name;
    private final Algorithm defaultAlgorithm;
    private final int defaultReplicationFactor;
    private final List<String> remarks = new ArrayList<>();

    /// @param name                     for messages
    /// @param defaultAlgorithm         of rings that name none
    /// @param defaultReplicationFactor of rings that name none
    public HashringFile(String name, Algorithm defaultAlgorithm, int defaultReplicationFactor) {
        this.name = name;
        this.defaultAlgorithm = defaultAlgorithm;
        this.defaultReplicationFactor = defaultReplicationFactor;
    }

    /// @throws InvalidHashringException with the file's name and the fault
    public Hashrings parse(String json) {
        remarks.clear();
        try {
            JsonNode root = JSON.readTree(json);
            if (!root.isArray() || root.isEmpty()) {
                throw new InvalidHashringException("must be a JSON array of at least one hashring");
            }
            var rings = new ArrayList<Ring>();
            for (JsonNode ring : root) {
                rings.add(ring(ring));
            }
            return new Hashrings(rings);
        } catch (JacksonException e) {
            throw new InvalidHashringException(name + ": not valid JSON: " + e.getOriginalMessage());
        } catch (InvalidHashringException e) {
            throw new InvalidHashringException(name + ": " + e.getMessage());
        }
    }

    /// What the operator should know about the rings parsed last.
    public List<String> remarks() {
        return List.copyOf(remarks);
    }

    private Ring ring(JsonNode node) {
        if (!node.isObject()) {
            throw new InvalidHashringException("a hashring must be an object");
        }
        String ringName = text(node, "hashring");
        for (String key : node.propertyNames()) {
            if (!KEYS.contains(key)) {
                remarks.add("hashring \"" + ringName + "\": key \"" + key + "\" is not known and has no effect");
            }
        }
        List<Endpoint> endpoints = endpoints(node.path("endpoints"), ringName);
        Algorithm algorithm = node.has("algorithm") ? Algorithm.of(text(node, "algorithm")) : defaultAlgorithm;
        int replicationFactor = positive(node, "replication_factor", defaultReplicationFactor);
        ShuffleSharding sharding = sharding(node.path("shuffle_sharding_config"));
        if (replicationFactor > endpoints.size()) {
            throw new InvalidHashringException(
                    "RF " + replicationFactor + " but hashring \"" + ringName + "\" has " + endpoints.size()
                            + (endpoints.size() == 1 ? " node" : " nodes"));
        }
        if (algorithm == Algorithm.HASHMOD) {
            remarks.add("hashring \"" + ringName
                    + "\" uses hashmod, which moves nearly every series when a node comes or goes; use ketama");
        }
        return new Ring(ringName, tenants(node, "exact"), externalLabels(node.path("external_labels")),
                replicationFactor,
                algorithm.build(endpoints, replicationFactor), sharding);
    }

    private List<Endpoint> endpoints(JsonNode node, String ringName) {
        if (!node.isArray() || node.isEmpty()) {
            throw new InvalidHashringException("hashring \"" + ringName + "\" has no endpoints");
        }
        var endpoints = new ArrayList<Endpoint>();
        var seen = new HashSet<String>();
        for (JsonNode one : node) {
            Endpoint endpoint = endpoint(one);
            if (!seen.add(endpoint.address())) {
                throw new InvalidHashringException(
                        "hashring \"" + ringName + "\" names endpoint \"" + endpoint.address() + "\" twice");
            }
            endpoints.add(endpoint);
        }
        return endpoints;
    }

    private static Endpoint endpoint(JsonNode node) {
        String address = node.isObject() ? text(node, "address") : node.asString("");
        if (address.isEmpty()) {
            throw new InvalidHashringException("an endpoint has no address");
        }
        if (address.indexOf('/') >= 0) {
            throw new InvalidHashringException(
                    "endpoint \"" + address + "\" is a URL; use the gRPC address host:10901");
        }
        try {
            HostPort.parse(address);
        } catch (IllegalArgumentException e) {
            throw new InvalidHashringException("endpoint " + e.getMessage());
        }
        Endpoint plain = Endpoint.of(address);
        String capnproto = text(node, "capnproto_address");
        return new Endpoint(address, capnproto.isEmpty() ? plain.capnprotoAddress() : capnproto, text(node, "az"));
    }

    private static TenantMatcher tenants(JsonNode node, String defaultType) {
        var names = new ArrayList<String>();
        node.path("tenants").forEach(name -> names.add(name.asString("")));
        String type = text(node, "tenant_matcher_type");
        return switch (type.isEmpty() ? defaultType : type) {
            case "exact" -> names.isEmpty() ? new TenantMatcher.Any() : new TenantMatcher.Exact(Set.copyOf(names));
            case "glob" -> names.isEmpty()
                    ? new TenantMatcher.Any()
                    : new TenantMatcher.Patterns(names.stream().map(Glob::parse).toList());
            case "" -> new TenantMatcher.None();
            default ->
                throw new InvalidHashringException("tenant_matcher_type \"" + type + "\" is not one of exact, glob");
        };
    }

    private static Labels externalLabels(JsonNode node) {
        var labels = new LabelsBuilder();
        node.properties().forEach(entry -> labels.set(entry.getKey(), entry.getValue().asString("")));
        return labels.build();
    }

    private static ShuffleSharding sharding(JsonNode node) {
        var overrides = new ArrayList<ShuffleSharding.Override>();
        for (JsonNode override : node.path("overrides")) {
            overrides.add(new ShuffleSharding.Override(positive(override, "shard_size", 0), tenants(override, "")));
        }
        return new ShuffleSharding(positive(node, "shard_size", 0),
                positive(node, "cache_size", ShuffleSharding.NONE.cacheSize()),
                node.path("zone_awareness_disabled").asBoolean(false), overrides);
    }

    private static int positive(JsonNode node, String key, int otherwise) {
        JsonNode value = node.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isIntegralNumber() || value.asInt(-1) < 0) {
            throw new InvalidHashringException("\"" + key + "\" must be a whole number that is not negative");
        }
        return value.asInt() == 0 ? otherwise : value.asInt();
    }

    private static String text(JsonNode node, String key) {
        return node.path(key).asString("");
    }
}
