package io.hypnos.receive.ring;

import java.util.List;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.hypnos.series.labels.Labels;
import io.hypnos.service.tenancy.TenantId;

/// One ring of the file: for whom it is, its nodes, and how many copies it keeps.
public final class Ring {

    private final String name;
    private final TenantMatcher tenants;
    private final Labels externalLabels;
    private final int replicationFactor;
    private final Hashring hashring;
    private final ShuffleSharding sharding;
    private final Cache<TenantId, Hashring> shards;

    /// @param externalLabels of the tenants that it lists by name
    /// @param sharding       only with a [KetamaHashring]
    /// @throws InvalidHashringException for parts that do not go together
    public Ring(String name, TenantMatcher tenants, Labels externalLabels, int replicationFactor, Hashring hashring,
            ShuffleSharding sharding) {
        if (sharding.isEnabled() && !(hashring instanceof KetamaHashring)) {
            throw new InvalidHashringException("hashring \"" + name + "\": shuffle sharding needs algorithm ketama");
        }
        if (sharding.isEnabled() && sharding.shardSize() > hashring.nodes().size()) {
            throw new InvalidHashringException(
                    "hashring \"" + name + "\": shard_size " + sharding.shardSize() + " is larger than its "
                            + hashring.nodes().size() + " endpoints");
        }
        if (replicationFactor > hashring.maxReplicas()) {
            throw new InvalidHashringException(
                    "RF " + replicationFactor + " but hashring \"" + name + "\" has " + hashring.nodes().size()
                            + (hashring.nodes().size() == 1 ? " node" : " nodes"));
        }
        this.name = name;
        this.tenants = tenants;
        this.externalLabels = externalLabels;
        this.replicationFactor = replicationFactor;
        this.hashring = hashring;
        this.sharding = sharding;
        this.shards = Caffeine.newBuilder().maximumSize(Math.max(1, sharding.cacheSize())).build();
    }

    public String name() {
        return name;
    }

    public TenantMatcher tenants() {
        return tenants;
    }

    public Labels externalLabels() {
        return externalLabels;
    }

    /// How many copies of each sample are kept.
    public int replicationFactor() {
        return replicationFactor;
    }

    /// All nodes.
    public List<Endpoint> nodes() {
        return hashring.nodes();
    }

    /// The ring that places a tenant's series.
    ///
    /// @throws InvalidHashringException when the tenant's shard cannot be made
    public Hashring hashringOf(TenantId tenant) {
        return sharding.isEnabled()
                ? shards.get(tenant, key -> sharding.ringFor(key, hashring.nodes(), replicationFactor))
                : hashring;
    }
}
