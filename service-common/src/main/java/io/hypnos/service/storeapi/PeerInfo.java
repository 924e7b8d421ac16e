package io.hypnos.service.storeapi;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.hypnos.proto.info.InfoResponse;
import io.hypnos.series.TimeRange;

/// What an endpoint says of itself.
///
/// @param component             `receive`, `store`, `query`, `sidecar`, `rule`, or whatever else it says
/// @param store                 what its store announces; empty and without streams when it offers none
/// @param apis                  what it offers
/// @param sharding              whether it understands [Shard]
/// @param withoutReplicaLabels  whether it removes labels before it sorts
public record PeerInfo(String component, StoreInfo store, Set<PeerApi> apis, boolean sharding,
        boolean withoutReplicaLabels) {

    private static final TimeRange NEVER = TimeRange.closed(Long.MAX_VALUE, Long.MIN_VALUE);

    public PeerInfo {
        apis = Set.copyOf(apis);
    }

    /// A store that does all that is asked of it, as one in the same process does.
    public static PeerInfo of(String component, StoreInfo store) {
        return new PeerInfo(component, store, Set.of(PeerApi.STORE), true, true);
    }

    static PeerInfo of(InfoResponse wire) {
        var apis = EnumSet.noneOf(PeerApi.class);
        addIf(apis, PeerApi.STORE, wire.hasStore());
        addIf(apis, PeerApi.RULES, wire.hasRules());
        addIf(apis, PeerApi.METRIC_METADATA, wire.hasMetricMetadata());
        addIf(apis, PeerApi.TARGETS, wire.hasTargets());
        addIf(apis, PeerApi.EXEMPLARS, wire.hasExemplars());
        addIf(apis, PeerApi.QUERY, wire.hasQuery());
        addIf(apis, PeerApi.STATUS, wire.hasStatus());
        var store = wire.getStore();
        TimeRange range = wire.hasStore() ? TimeRange.closed(store.getMinTime(), store.getMaxTime()) : NEVER;
        return new PeerInfo(wire.getComponentType(), new StoreInfo(range, streams(wire, range)), apis,
                store.getSupportsSharding(),
                store.getSupportsWithoutReplicaLabels());
    }

    private static List<StoreInfo.TsdbInfo> streams(InfoResponse wire, TimeRange range) {
        var streams = new ArrayList<StoreInfo.TsdbInfo>();
        for (var tsdb : wire.getStore().getTsdbInfosList()) {
            streams.add(new StoreInfo.TsdbInfo(WireMessages.labels(tsdb.getLabels()),
                    TimeRange.closed(tsdb.getMinTime(), tsdb.getMaxTime())));
        }
        if (streams.isEmpty()) {
            // Older peers tell only their label sets.
            wire.getLabelSetsList()
                    .forEach(labels -> streams.add(new StoreInfo.TsdbInfo(WireMessages.labels(labels), range)));
        }
        return streams;
    }

    private static void addIf(Set<PeerApi> apis, PeerApi api, boolean present) {
        if (present) {
            apis.add(api);
        }
    }
}
