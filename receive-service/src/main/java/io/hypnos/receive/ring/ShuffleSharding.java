package io.hypnos.receive.ring;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

import io.hypnos.service.tenancy.TenantId;

/// Gives each tenant a small ring of its own inside a big one, so that a tenant who overloads its nodes leaves most of the others alone.
///
/// Per zone, draws of [GoRandom] seeded by the tenant's MD5 pick points of the big ring; the node behind each that was not picked yet joins.
///
/// @param shardSize   nodes per tenant; 0 for no sharding
/// @param cacheSize   tenants whose rings are remembered
/// @param ignoreZones whether nodes are picked without regard to zones
/// @param overrides   other sizes for some tenants; the first that matches counts
public record ShuffleSharding(int shardSize, int cacheSize, boolean ignoreZones, List<Override> overrides) {

    public static final ShuffleSharding NONE = new ShuffleSharding(0, 100, false, List.of());

    public ShuffleSharding {
        overrides = List.copyOf(overrides);
    }

    /// Another size for some tenants.
    public record Override(int shardSize, TenantMatcher tenants) {}

    boolean isEnabled() {
        return shardSize > 0;
    }

    int sizeFor(TenantId tenant) {
        for (Override override : overrides) {
            if (override.tenants().matches(tenant)) {
                return override.shardSize();
            }
        }
        return shardSize;
    }

    /// The ring of a tenant.
    ///
    /// @throws InvalidHashringException when a zone has fewer nodes than must be picked there
    KetamaHashring ringFor(TenantId tenant, List<Endpoint> nodes, int replicas) {
        var byZone = new TreeMap<String, List<Endpoint>>();
        for (Endpoint node : nodes) {
            byZone.computeIfAbsent(ignoreZones ? "" : node.zone(), zone -> new ArrayList<>()).add(node);
        }
        int size = sizeFor(tenant);
        int perZone = ignoreZones ? size : Math.ceilDiv(size, byZone.size());
        var picked = new ArrayList<Endpoint>();
        byZone.forEach((zone, members) -> picked.addAll(pick(tenant, zone, members, perZone)));
        return new KetamaHashring(picked, replicas);
    }

    private static List<Endpoint> pick(TenantId tenant, String zone, List<Endpoint> members, int count) {
        if (count > members.size()) {
            throw new InvalidHashringException(
                    "shard size needs " + count + " nodes in zone \"" + zone + "\", which has " + members.size());
        }
        var sections = new KetamaSections(members, KetamaSections.PER_NODE);
        var random = new GoRandom(seed(tenant, zone));
        boolean[] taken = new boolean[members.size()];
        var picked = new ArrayList<Endpoint>();
        for (int i = 0; i < count; i++) {
            int section = sections.at(random.next());
            while (taken[sections.owner(section)]) {
                section = (section + 1) % sections.size();
            }
            int node = sections.owner(section);
            taken[node] = true;
            picked.add(members.get(node));
        }
        return picked;
    }

    /// The first eight bytes of `MD5(tenant)`, or of `MD5(tenant 0x00 zone)` where zones count.
    static long seed(TenantId tenant, String zone) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            md5.update(tenant.value().getBytes(UTF_8));
            if (!zone.isEmpty()) {
                md5.update((byte) 0);
                md5.update(zone.getBytes(UTF_8));
            }
            return ByteBuffer.wrap(md5.digest()).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }
}
