package io.hypnos.receive.write;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.hypnos.receive.ring.Endpoint;
import io.hypnos.receive.ring.Hashring;
import io.hypnos.receive.ring.SeriesHash;
import io.hypnos.receive.wire.DecodedWrite;
import io.hypnos.receive.wire.ForwardedWrite.TenantPart;
import io.hypnos.receive.wire.LabelKey;
import io.hypnos.service.tenancy.TenantId;
import io.hypnos.tsdb.write.WriteBatch;

/// Where the series of a request go: for each copy on each node, the series of each tenant. Used by one thread.
final class Route {

    private final Map<Target, List<TenantPart>> targets = new LinkedHashMap<>();
    private final SeriesHash hash = new SeriesHash();
    private final LabelKey key = new LabelKey();

    /// Copy `replica` (from 0) on a node.
    record Target(String address, int replica) {}

    /// Series by number.
    private static final class Numbers {
        private int[] values = new int[64];
        private int size;

        void add(int value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = value;
        }
    }

    /// Finds the nodes of a tenant's series.
    ///
    /// @param series   by number; keys must be canonical
    /// @param replicas the first copy, and the one behind the last
    void add(TenantId tenant, Hashring ring, DecodedWrite write, int[] series, int count, int firstReplica,
            int endReplica) {
        List<Endpoint> nodes = ring.nodes();
        @Nullable
        Numbers[] lists = new Numbers[nodes.size() * endReplica];
        WriteBatch batch = write.batch();
        byte[] bytes = write.bytes();
        hash.tenant(tenant);
        for (int i = 0; i < count; i++) {
            int number = series[i];
            long hashed = hash(bytes, batch.keyOffset(number), batch.keyLength(number));
            for (int replica = firstReplica; replica < endReplica; replica++) {
                int slot = replica * nodes.size() + ring.node(hashed, replica);
                Numbers list = lists[slot];
                if (list == null) {
                    list = new Numbers();
                    lists[slot] = list;
                }
                list.add(number);
            }
        }
        for (int slot = 0; slot < lists.length; slot++) {
            Numbers list = lists[slot];
            if (list != null) {
                var target = new Target(nodes.get(slot % nodes.size()).address(), slot / nodes.size());
                targets.computeIfAbsent(target, key -> new ArrayList<>())
                        .add(new TenantPart(tenant, list.values, list.size));
            }
        }
    }

    private long hash(byte[] bytes, int offset, int length) {
        hash.begin();
        key.over(bytes, offset, length);
        while (key.next()) {
            hash.label(bytes, key.nameOffset(), key.nameLength(), key.valueOffset(), key.valueLength());
        }
        return hash.hash();
    }

    Map<Target, List<TenantPart>> targets() {
        return targets;
    }
}
