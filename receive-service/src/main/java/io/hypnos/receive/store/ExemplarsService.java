package io.hypnos.receive.store;

import java.util.ArrayList;
import java.util.List;

import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;

import io.hypnos.proto.exemplars.Exemplar;
import io.hypnos.proto.exemplars.ExemplarData;
import io.hypnos.proto.exemplars.ExemplarsGrpc;
import io.hypnos.proto.exemplars.ExemplarsRequest;
import io.hypnos.proto.exemplars.ExemplarsResponse;
import io.hypnos.receive.tenant.TenantTsdb;
import io.hypnos.receive.tenant.TenantTsdbs;
import io.hypnos.series.StorageException;
import io.hypnos.series.TimeRange;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.Matcher;
import io.hypnos.service.grpc.BlockingHandler;
import io.hypnos.service.grpc.BlockingHandler.Answers;
import io.hypnos.service.grpc.CallContext;
import io.hypnos.service.storeapi.ExternalLabels;
import io.hypnos.service.storeapi.StoreStatus;
import io.hypnos.service.storeapi.WireMessages;
import io.hypnos.tsdb.head.ExemplarSeries;

/// Serves `thanos.Exemplars` from the tenants of this node.
public final class ExemplarsService implements BindableService {

    private final TenantTsdbs tenants;

    public ExemplarsService(TenantTsdbs tenants) {
        this.tenants = tenants;
    }

    @Override
    public ServerServiceDefinition bindService() {
        return ServerServiceDefinition.builder(ExemplarsGrpc.getServiceDescriptor())
                .addMethod(ExemplarsGrpc.getExemplarsMethod(), new BlockingHandler<>(this::exemplars, StoreStatus::of))
                .build();
    }

    private void exemplars(ExemplarsRequest request, CallContext context, Answers<ExemplarsResponse> answers) {
        List<List<Matcher>> selectors = SelectorUnion.parse(request.getQuery());
        TimeRange range = TimeRange.closed(request.getStart(), request.getEnd());
        for (TenantTsdb tenant : tenants.all()) {
            context.check();
            Labels external = tenant.externalLabels();
            var stored = new ArrayList<List<Matcher>>();
            selectors.forEach(matchers -> ExternalLabels.remaining(external, matchers).ifPresent(stored::add));
            if (stored.isEmpty()) {
                continue;
            }
            try {
                for (ExemplarSeries series : tenant.tsdb().exemplars(stored, range)) {
                    answers.send(ExemplarsResponse.newBuilder().setData(data(series, external)).build());
                }
            } catch (StorageException e) {
                answers.send(ExemplarsResponse.newBuilder()
                        .setWarning("tenant " + tenant.tenant() + ": " + e.getMessage()).build());
            }
        }
    }

    private static ExemplarData data(ExemplarSeries series, Labels external) {
        var data = ExemplarData.newBuilder()
                .setSeriesLabels(WireMessages.wireLabels(series.labels().mergedWith(external)));
        series.exemplars()
                .forEach(exemplar -> data
                        .addExemplars(Exemplar.newBuilder().setLabels(WireMessages.wireLabels(exemplar.labels()))
                                .setValue(exemplar.value()).setTs(exemplar.time())));
        return data.build();
    }
}
