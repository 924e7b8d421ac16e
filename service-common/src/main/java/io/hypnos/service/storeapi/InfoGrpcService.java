package io.hypnos.service.storeapi;

import java.util.Set;
import java.util.function.BooleanSupplier;

import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import org.jspecify.annotations.Nullable;

import io.hypnos.proto.info.ExemplarsInfo;
import io.hypnos.proto.info.InfoGrpc;
import io.hypnos.proto.info.InfoRequest;
import io.hypnos.proto.info.InfoResponse;
import io.hypnos.proto.info.MetricMetadataInfo;
import io.hypnos.proto.info.QueryAPIInfo;
import io.hypnos.proto.info.RulesInfo;
import io.hypnos.proto.info.StatusInfo;
import io.hypnos.proto.info.TSDBInfo;
import io.hypnos.proto.info.TargetsInfo;
import io.hypnos.service.grpc.BlockingHandler;
import io.hypnos.service.grpc.CallContext;

/// Serves `thanos.info.Info`: what the process is and which APIs it offers. Until it is ready it answers UNAVAILABLE, so that nobody asks it.
public final class InfoGrpcService implements BindableService {

    private final String component;
    private final @Nullable SeriesStore store;
    private final Set<PeerApi> apis;
    private final BooleanSupplier ready;

    /// @param store null for a process that is no source of series
    /// @param apis  what it offers; [PeerApi#STORE] is implied by a store
    public InfoGrpcService(String component, @Nullable SeriesStore store, Set<PeerApi> apis, BooleanSupplier ready) {
        this.component = component;
        this.store = store;
        this.apis = Set.copyOf(apis);
        this.ready = ready;
    }

    @Override
    public ServerServiceDefinition bindService() {
        return ServerServiceDefinition.builder(InfoGrpc.getServiceDescriptor())
                .addMethod(InfoGrpc.getInfoMethod(), BlockingHandler.unary(this::info, StoreStatus::of)).build();
    }

    private InfoResponse info(InfoRequest request, CallContext context) {
        if (!ready.getAsBoolean()) {
            throw new StoreException(StoreException.Reason.UNAVAILABLE, component + " is not ready");
        }
        var info = InfoResponse.newBuilder().setComponentType(component);
        if (store != null) {
            describe(store.info(), info);
        }
        for (PeerApi api : apis) {
            switch (api) {
                case STORE -> {
                    // Said by the store itself.
                }
                case RULES -> info.setRules(RulesInfo.getDefaultInstance());
                case METRIC_METADATA -> info.setMetricMetadata(MetricMetadataInfo.getDefaultInstance());
                case TARGETS -> info.setTargets(TargetsInfo.getDefaultInstance());
                case EXEMPLARS -> info.setExemplars(ExemplarsInfo.getDefaultInstance());
                case QUERY -> info.setQuery(QueryAPIInfo.getDefaultInstance());
                case STATUS -> info.setStatus(StatusInfo.getDefaultInstance());
            }
        }
        return info.build();
    }

    private static void describe(StoreInfo from, InfoResponse.Builder info) {
        from.labelSets().forEach(labels -> info.addLabelSets(WireMessages.wireLabels(labels)));
        var wire = info.getStoreBuilder().setMinTime(from.range().min()).setMaxTime(from.range().max())
                .setSupportsSharding(true)
                .setSupportsWithoutReplicaLabels(true);
        for (StoreInfo.TsdbInfo tsdb : from.tsdbs()) {
            wire.addTsdbInfos(TSDBInfo.newBuilder().setLabels(WireMessages.wireLabels(tsdb.labels()))
                    .setMinTime(tsdb.range().min())
                    .setMaxTime(tsdb.range().max()));
        }
    }
}
