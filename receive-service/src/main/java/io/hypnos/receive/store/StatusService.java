package io.hypnos.receive.store;

import java.util.List;

import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;

import io.hypnos.proto.status.HeadStatistics;
import io.hypnos.proto.status.Statistic;
import io.hypnos.proto.status.StatusGrpc;
import io.hypnos.proto.status.TSDBStatistics;
import io.hypnos.proto.status.TSDBStatisticsEntry;
import io.hypnos.proto.status.TSDBStatisticsRequest;
import io.hypnos.proto.status.TSDBStatisticsResponse;
import io.hypnos.receive.tenant.TenantTsdb;
import io.hypnos.receive.tenant.TenantTsdbs;
import io.hypnos.series.labels.Matcher;
import io.hypnos.service.grpc.BlockingHandler;
import io.hypnos.service.grpc.BlockingHandler.Answers;
import io.hypnos.service.grpc.CallContext;
import io.hypnos.service.storeapi.StoreStatus;
import io.hypnos.service.storeapi.WireMessages;

/// Serves `thanos.Status`: the sizes of the heads of this node, by tenant.
public final class StatusService implements BindableService {

    private static final int DEFAULT_LIMIT = 10;

    private final TenantTsdbs tenants;

    public StatusService(TenantTsdbs tenants) {
        this.tenants = tenants;
    }

    @Override
    public ServerServiceDefinition bindService() {
        return ServerServiceDefinition.builder(StatusGrpc.getServiceDescriptor())
                .addMethod(StatusGrpc.getTSDBStatisticsMethod(),
                        new BlockingHandler<>(this::statistics, StoreStatus::of))
                .build();
    }

    private void statistics(TSDBStatisticsRequest request, CallContext context,
            Answers<TSDBStatisticsResponse> answers) {
        List<Matcher> matchers = WireMessages.matchers(request.getMatchersList());
        int limit = request.getLimit() <= 0 ? DEFAULT_LIMIT : request.getLimit();
        var all = TSDBStatistics.newBuilder();
        for (TenantTsdb tenant : tenants.all()) {
            context.check();
            String name = tenant.tenant().value();
            boolean named = request.getTenant().isEmpty() || request.getTenant().equals(name);
            if (named && Matcher.allMatch(matchers, tenant.externalLabels())) {
                all.putStatistics(name, entry(tenant.tsdb().headStatistics(limit)));
            }
        }
        answers.send(TSDBStatisticsResponse.newBuilder().setStatistics(all).build());
    }

    private static TSDBStatisticsEntry entry(io.hypnos.tsdb.head.HeadStatistics head) {
        var entry = TSDBStatisticsEntry.newBuilder()
                .setHeadStatistics(HeadStatistics.newBuilder().setNumSeries(head.series())
                        .setNumLabelPairs(head.labelPairs()).setChunkCount(head.chunks()).setMinTime(head.range().min())
                        .setMaxTime(head.range().max()));
        head.cardinality().seriesByMetric().forEach(count -> entry.addSeriesCountByMetricName(statistic(count)));
        head.cardinality().valuesByLabel().forEach(count -> entry.addLabelValueCountByLabelName(statistic(count)));
        head.cardinality().bytesByLabel().forEach(count -> entry.addMemoryInBytesByLabelName(statistic(count)));
        head.cardinality().seriesByPair().forEach(count -> entry.addSeriesCountByLabelValuePair(statistic(count)));
        return entry.build();
    }

    private static Statistic statistic(io.hypnos.tsdb.head.HeadStatistics.Count count) {
        return Statistic.newBuilder().setName(count.name()).setValue(count.value()).build();
    }
}
