package io.hypnos.query;

import java.time.Clock;
import java.util.Collection;
import java.util.Set;
import java.util.function.Supplier;

import io.grpc.BindableService;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.hypnos.promql.QueryEngine;
import io.hypnos.query.api.AnswerOptionsReader;
import io.hypnos.query.api.CardinalityApi;
import io.hypnos.query.api.ExemplarsApi;
import io.hypnos.query.api.LabelsApi;
import io.hypnos.query.api.MetadataApi;
import io.hypnos.query.api.Pages;
import io.hypnos.query.api.QueryApi;
import io.hypnos.query.api.QueryRunner;
import io.hypnos.query.api.StatusApi;
import io.hypnos.query.api.StoresApi;
import io.hypnos.query.api.SyntaxApi;
import io.hypnos.query.fanout.ConfiguredEndpoints;
import io.hypnos.query.fanout.ProxySeriesStore;
import io.hypnos.query.fanout.StoreSet;
import io.hypnos.query.fanout.StoreSetMetrics;
import io.hypnos.query.flags.EndpointFlags;
import io.hypnos.query.flags.EngineFlags;
import io.hypnos.query.flags.QueryFlags;
import io.hypnos.query.limit.MemoryBudget;
import io.hypnos.query.limit.QueryGate;
import io.hypnos.query.select.FanoutQuerier;
import io.hypnos.query.select.LabelSource;
import io.hypnos.series.dedup.DedupMode;
import io.hypnos.service.boot.BuildInfo;
import io.hypnos.service.boot.Readiness;
import io.hypnos.service.flags.ParsedFlags;
import io.hypnos.service.flags.Variables;
import io.hypnos.service.grpc.Certificates;
import io.hypnos.service.grpc.Channels;
import io.hypnos.service.metrics.GrpcClientMetrics;
import io.hypnos.service.peers.PeerResolver;
import io.hypnos.service.peers.SystemNames;
import io.hypnos.service.storeapi.InfoGrpcService;
import io.hypnos.service.storeapi.StoreGrpcService;
import io.hypnos.service.storeapi.StoreLimits;
import io.hypnos.service.web.ApiRoutes;
import io.hypnos.service.web.WebPaths;

/// How the parts of the querier are put together: endpoints → stores → one store → engine → API.
@Configuration(proxyBeanMethods = false)
class QueryConfiguration {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Channels channels(QueryFlags flags, PrometheusRegistry registry, Certificates certificates) {
        return new Channels(flags.grpcClient().tls(), flags.grpcClient().compression(), new GrpcClientMetrics(registry),
                certificates);
    }

    @Bean
    ConfiguredEndpoints endpoints(QueryFlags flags, Variables variables, PrometheusRegistry registry, Clock clock) {
        var resolver = new PeerResolver(new SystemNames(), registry, "thanos_query_store_apis");
        return new ConfiguredEndpoints(flags.endpoints(), variables, resolver, clock);
    }

    @Bean
    StoreSetMetrics storeSetMetrics(PrometheusRegistry registry) {
        return new StoreSetMetrics(registry);
    }

    @Bean(initMethod = "start")
    StoreSet storeSet(ConfiguredEndpoints endpoints, Channels channels, QueryFlags flags, StoreSetMetrics metrics,
            Clock clock, Readiness readiness) {
        EndpointFlags options = flags.endpoints();
        Readiness.Condition firstLook = readiness.require("stores", "the stores are asked for the first time");
        return new StoreSet(endpoints, channels,
                new StoreSet.Options(options.infoTimeout(), options.unhealthyTimeout(), options.responseTimeout()),
                metrics, clock, firstLook::met);
    }

    @Bean
    ProxySeriesStore proxy(StoreSet stores, QueryFlags flags, StoreSetMetrics metrics) {
        Supplier<Collection<ProxySeriesStore.Peer>> peers = () -> stores.asked().stream()
                .map(status -> new ProxySeriesStore.Peer(status.endpoint().address(), status.store())).toList();
        return new ProxySeriesStore(peers, flags.answer().selectorLabels(), metrics);
    }

    @Bean
    BindableService storeService(ProxySeriesStore proxy, QueryFlags flags) {
        return new StoreGrpcService(proxy, StoreLimits.of(flags.limits()));
    }

    @Bean
    BindableService infoService(ProxySeriesStore proxy, Readiness readiness) {
        return new InfoGrpcService("query", proxy, Set.of(), readiness::isReady);
    }

    @Bean
    QueryEngine engine(QueryFlags flags) {
        return new QueryEngine(flags.engine().options());
    }

    @Bean
    MemoryBudget memoryBudget(QueryFlags flags, PrometheusRegistry registry) {
        var budget = new MemoryBudget(flags.engine().totalMemory());
        GaugeWithCallback.builder().name("hypnos_query_memory_bytes").help("Memory that running queries hold.")
                .callback(gauge -> gauge.call(budget.used())).register(registry);
        return budget;
    }

    @Bean
    QueryRunner queryRunner(QueryEngine engine, ProxySeriesStore proxy, QueryFlags flags, MemoryBudget budget,
            PrometheusRegistry registry) {
        EngineFlags options = flags.engine();
        DedupMode mode = switch (flags.answer().dedupFunction()) {
            case PENALTY -> DedupMode.PENALTY;
            case CHAIN -> DedupMode.CHAIN;
        };
        return new QueryRunner(engine, new FanoutQuerier.Factory(proxy, mode),
                new QueryGate(options.maxConcurrent(), registry),
                new QueryRunner.Limits(options.timeout(), options.queryMemory()), budget);
    }

    @Bean
    AnswerOptionsReader answerOptions(QueryFlags flags) {
        return new AnswerOptionsReader(flags.answer(), flags.tenancy());
    }

    @Bean
    ApiRoutes queryRoutes(QueryRunner runner, AnswerOptionsReader options, QueryFlags flags, Clock clock) {
        return new QueryApi(runner, options, flags.engine(), clock).routes();
    }

    @Bean
    ApiRoutes labelRoutes(QueryRunner runner, ProxySeriesStore proxy, AnswerOptionsReader options, QueryFlags flags,
            Clock clock) {
        return new LabelsApi(runner, new LabelSource(proxy), options, flags.answer().metadataRange(), clock).routes();
    }

    @Bean
    ApiRoutes exemplarRoutes(QueryRunner runner, StoreSet stores, AnswerOptionsReader options, Clock clock) {
        return new ExemplarsApi(runner, stores, options, clock).routes();
    }

    @Bean
    ApiRoutes metadataRoutes(QueryRunner runner, StoreSet stores, AnswerOptionsReader options) {
        return new MetadataApi(runner, stores, options).routes();
    }

    @Bean
    ApiRoutes cardinalityRoutes(QueryRunner runner, StoreSet stores, AnswerOptionsReader options) {
        return new CardinalityApi(runner, stores, options).routes();
    }

    @Bean
    ApiRoutes syntaxRoutes(QueryEngine engine) {
        return new SyntaxApi(engine.options().parser()).routes();
    }

    @Bean
    ApiRoutes storeRoutes(StoreSet stores) {
        return new StoresApi(stores).routes();
    }

    @Bean
    ApiRoutes statusRoutes(ParsedFlags<?> flags, BuildInfo build) {
        return new StatusApi(flags, build).routes();
    }

    @Bean
    ApiRoutes pageRoutes(WebPaths paths) {
        return new Pages(paths).routes();
    }
}
