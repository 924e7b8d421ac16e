package io.hypnos.receive.store;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;

import io.hypnos.proto.metadata.Meta;
import io.hypnos.proto.metadata.MetadataGrpc;
import io.hypnos.proto.metadata.MetricMetadata;
import io.hypnos.proto.metadata.MetricMetadataEntry;
import io.hypnos.proto.metadata.MetricMetadataRequest;
import io.hypnos.proto.metadata.MetricMetadataResponse;
import io.hypnos.receive.tenant.TenantTsdb;
import io.hypnos.receive.tenant.TenantTsdbs;
import io.hypnos.service.grpc.BlockingHandler;
import io.hypnos.service.grpc.BlockingHandler.Answers;
import io.hypnos.service.grpc.CallContext;
import io.hypnos.service.storeapi.StoreStatus;

/// Serves `thanos.Metadata`: what remote write told about the metrics of this node's tenants.
public final class MetadataService implements BindableService {

    private final TenantTsdbs tenants;

    public MetadataService(TenantTsdbs tenants) {
        this.tenants = tenants;
    }

    @Override
    public ServerServiceDefinition bindService() {
        return ServerServiceDefinition.builder(MetadataGrpc.getServiceDescriptor())
                .addMethod(MetadataGrpc.getMetricMetadataMethod(),
                        new BlockingHandler<>(this::metadata, StoreStatus::of))
                .build();
    }

    private void metadata(MetricMetadataRequest request, CallContext context, Answers<MetricMetadataResponse> answers) {
        Map<String, Set<Meta>> all = new TreeMap<>();
        for (TenantTsdb tenant : tenants.all()) {
            context.check();
            tenant.tsdb().metadata(request.getMetric()).forEach((name, known) -> known.forEach(metadata -> all
                    .computeIfAbsent(name, key -> new LinkedHashSet<>())
                    .add(Meta.newBuilder().setType(metadata.type().name().toLowerCase(Locale.ROOT))
                            .setHelp(metadata.help()).setUnit(metadata.unit()).build())));
        }
        var answer = MetricMetadata.newBuilder();
        long limit = request.getLimit() < 0 ? Long.MAX_VALUE : request.getLimit();
        all.entrySet().stream().limit(limit)
                .forEach(entry -> answer.putMetadata(entry.getKey(),
                        MetricMetadataEntry.newBuilder().addAllMetas(entry.getValue()).build()));
        answers.send(MetricMetadataResponse.newBuilder().setMetadata(answer).build());
    }
}
