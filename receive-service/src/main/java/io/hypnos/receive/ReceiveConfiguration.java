package io.hypnos.receive;

import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

import io.grpc.BindableService;
import io.netty.handler.ssl.SslContext;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.block.BlockUploader;
import io.hypnos.objstore.ship.ShipperMetrics;
import io.hypnos.objstore.ship.ShipperOptions;
import io.hypnos.receive.http.RemoteWriteServer;
import io.hypnos.receive.http.TsdbStatusPage;
import io.hypnos.receive.http.WriteHandler;
import io.hypnos.receive.limit.HeadSeriesLimiter;
import io.hypnos.receive.limit.LimitMetrics;
import io.hypnos.receive.limit.LiveLimits;
import io.hypnos.receive.store.ExemplarsService;
import io.hypnos.receive.store.MetadataService;
import io.hypnos.receive.store.StatusService;
import io.hypnos.receive.store.TenantsSeriesStore;
import io.hypnos.receive.tenant.TenantMetrics;
import io.hypnos.receive.tenant.TenantOptions;
import io.hypnos.receive.tenant.TenantTsdbs;
import io.hypnos.receive.tenant.TenantUpkeep;
import io.hypnos.receive.write.ReplicatedWriter;
import io.hypnos.receive.write.RingView;
import io.hypnos.receive.write.WriteBuffers;
import io.hypnos.receive.write.WriteMetrics;
import io.hypnos.receive.write.WritePeers;
import io.hypnos.receive.write.WriteableStoreService;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.relabel.Relabeling;
import io.hypnos.service.boot.Readiness;
import io.hypnos.service.boot.StartException;
import io.hypnos.service.boot.StopHook;
import io.hypnos.service.config.RelabelFile;
import io.hypnos.service.flags.FlagException;
import io.hypnos.service.flags.Variables;
import io.hypnos.service.grpc.Certificates;
import io.hypnos.service.grpc.Channels;
import io.hypnos.service.metrics.GrpcClientMetrics;
import io.hypnos.service.metrics.HttpMetrics;
import io.hypnos.service.storeapi.InfoGrpcService;
import io.hypnos.service.storeapi.PeerApi;
import io.hypnos.service.storeapi.StoreGrpcService;
import io.hypnos.service.storeapi.StoreLimits;
import io.hypnos.service.tenancy.TenantId;

/// How the parts of a receiver fit together.
@Configuration(proxyBeanMethods = false)
class ReceiveConfiguration {

    @Bean
    HttpMetrics httpMetrics(PrometheusRegistry registry) {
        return HttpMetrics.byTenant(registry);
    }

    @Bean
    RingView ringView(ReceiveFlags flags) {
        String local = flags.hashring().localEndpoint();
        return new RingView(flags.hashring().mode(),
                local.isEmpty() ? "localhost:" + flags.grpc().address().port() : local);
    }

    @Bean
    TenantOptions tenantOptions(ReceiveFlags flags, Variables variables, RingView view, PrometheusRegistry registry) {
        StorageFlags storage = flags.storage();
        Labels external = flags.tenants().externalLabels();
        String tenantLabel = flags.tenants().tenantLabel();
        if (external.has(tenantLabel)) {
            throw new FlagException("flag --label: " + tenantLabel
                    + " is the label that announces tenants; give it another name by --receive.tenant-label-name");
        }
        // Whatever is wrong with these flags is to be known before the first tenant comes.
        var unused = storage.tsdb().build();
        return new TenantOptions(storage.path(), storage::tsdb,
                tenant -> externalLabels(view, external, tenantLabel, tenant),
                shipping(flags, variables, registry),
                new TenantOptions.Cutting(storage.blockDuration(), storage.retention()));
    }

    /// The rings' labels are the weakest and the tenant's the strongest.
    private static Labels externalLabels(RingView view, Labels external, String tenantLabel, TenantId tenant) {
        Labels ring = view.rings().map(rings -> rings.externalLabelsOf(tenant)).orElse(Labels.EMPTY);
        return ring.mergedWith(external).with(tenantLabel, tenant.value());
    }

    private static Optional<TenantOptions.Shipping> shipping(ReceiveFlags flags, Variables variables,
            PrometheusRegistry registry) {
        if (flags.hashring().mode() == RingView.Mode.ROUTER_ONLY) {
            return Optional.empty();
        }
        return flags.objstore().config(variables).map(config -> {
            try {
                Bucket bucket = ReceiveRole.bucket(config).open(registry);
                boolean sha256 = switch (flags.storage().hashFunction()) {
                    case NONE -> false;
                    case SHA256 -> true;
                };
                var options = new ShipperOptions("receive", false, flags.storage().allowsOutOfOrderUploads(),
                        new BlockUploader.Options(sha256, flags.storage().uploadConcurrency()));
                return new TenantOptions.Shipping(bucket, options, new ShipperMetrics(registry));
            } catch (IOException e) {
                throw new StartException(String.valueOf(e.getMessage()), e);
            }
        });
    }

    @Bean
    TenantTsdbs tenantTsdbs(TenantOptions options, PrometheusRegistry registry) {
        var tenants = new TenantTsdbs(options);
        var unused = new TenantMetrics(tenants, registry);
        return tenants;
    }

    @Bean(destroyMethod = "")
    TenantUpkeep tenantUpkeep(TenantTsdbs tenants, TenantOptions options, ReceiveFlags flags) {
        return new TenantUpkeep(tenants, options, flags.tenants().defaultTenant(), Clock.systemUTC());
    }

    @Bean
    GrpcClientMetrics grpcClientMetrics(PrometheusRegistry registry) {
        return new GrpcClientMetrics(registry);
    }

    @Bean
    Channels channels(ReceiveFlags flags, GrpcClientMetrics metrics, Certificates certificates) {
        return new Channels(flags.remoteWrite().clientTls(), flags.hashring().compression(), metrics, certificates);
    }

    @Bean
    WritePeers writePeers(Channels channels, ReceiveFlags flags) {
        return new WritePeers(channels, flags.hashring().workers(), flags.hashring().maxBackoff());
    }

    @Bean
    WriteMetrics writeMetrics(PrometheusRegistry registry) {
        return new WriteMetrics(registry);
    }

    @Bean
    WriteBuffers writeBuffers() {
        return new WriteBuffers();
    }

    @Bean
    ReplicatedWriter replicatedWriter(RingView view, TenantTsdbs tenants, WritePeers peers, WriteMetrics metrics,
            ReceiveFlags flags) {
        TenantTsdbs local = view.mode() == RingView.Mode.ROUTER_ONLY ? null : tenants;
        return new ReplicatedWriter(view, local, peers, metrics, flags.hashring().forwardTimeout());
    }

    @Bean
    LimitMetrics limitMetrics(PrometheusRegistry registry) {
        return new LimitMetrics(registry);
    }

    @Bean
    LiveLimits liveLimits(ReceiveFlags flags, Variables variables, LimitMetrics metrics) {
        return LiveLimits.open(flags.tenants().limits(variables), variables, flags.tenants().limitsInterval(), metrics);
    }

    @Bean
    HeadSeriesLimiter headSeriesLimiter(LiveLimits limits, LimitMetrics metrics, TenantTsdbs tenants) {
        return new HeadSeriesLimiter(limits, metrics, tenants::headSeries);
    }

    @Bean
    WriteHandler writeHandler(ReceiveFlags flags, Variables variables, WriteHandler.Limits limits,
            WriteHandler.Writing writing, HttpMetrics http,
            Readiness readiness) {
        TenantFlags tenants = flags.tenants();
        Relabeling relabeling = tenants.relabeling(variables).map(RelabelFile::parse).orElse(Relabeling.NONE);
        var rules = new WriteHandler.Rules(tenants.header(), tenants.replicaHeader(), relabeling, tenants.splitLabel(),
                flags.storage().keepsExemplars());
        return new WriteHandler(rules, limits, writing, http, readiness::reasons);
    }

    @Bean
    WriteHandler.Limits writeLimits(LiveLimits limits, HeadSeriesLimiter headSeries, LimitMetrics metrics) {
        return new WriteHandler.Limits(limits, headSeries, metrics);
    }

    @Bean
    WriteHandler.Writing writing(ReplicatedWriter writer, WriteBuffers buffers, WriteMetrics metrics) {
        return new WriteHandler.Writing(writer, buffers, metrics);
    }

    @Bean
    RemoteWriteServer remoteWriteServer(ReceiveFlags flags, WriteHandler handler, TenantTsdbs tenants, RingView view,
            Certificates certificates) {
        RemoteWriteFlags port = flags.remoteWrite();
        Optional<SslContext> tls = port.serverTls().isEnabled()
                ? Optional.of(certificates.httpServer(port.serverTls()))
                : Optional.empty();
        var field = flags.tenants().certificateField().orElse(null);
        if (field != null && !port.asksForCertificates()) {
            throw new FlagException(
                    "flag --receive.tenant-certificate-field needs --remote-write.server-tls-client-ca, or nobody shows a certificate");
        }
        TsdbStatusPage status = status(tenants, view, flags);
        return new RemoteWriteServer(new RemoteWriteServer.Listening(port.address().toSocketAddress(), tls, field),
                handler, status);
    }

    private static @Nullable TsdbStatusPage status(TenantTsdbs tenants, RingView view, ReceiveFlags flags) {
        return view.mode() == RingView.Mode.ROUTER_ONLY ? null : new TsdbStatusPage(tenants, flags.tenants().header());
    }

    @Bean
    Receiver receiver(ReceiveFlags flags, RingView view, TenantTsdbs tenants, TenantUpkeep upkeep, WritePeers peers,
            Readiness readiness,
            PrometheusRegistry registry, HeadSeriesLimiter headSeries) {
        return new Receiver(flags, new Receiver.Parts(view, tenants, upkeep, peers, headSeries), readiness, registry);
    }

    @Bean
    StopHook receiveStop(RemoteWriteServer server, Receiver receiver, ReceiveFlags flags) {
        return () -> {
            int left = server.drain(flags.http().gracePeriod());
            server.close();
            receiver.stop(left);
        };
    }

    @Bean
    TenantsSeriesStore seriesStore(TenantTsdbs tenants) {
        return new TenantsSeriesStore(tenants);
    }

    @Bean
    BindableService storeService(TenantsSeriesStore store, ReceiveFlags flags) {
        return new StoreGrpcService(store, StoreLimits.of(flags.storeLimits()));
    }

    @Bean
    BindableService infoService(TenantsSeriesStore store, RingView view, Receiver receiver, Readiness readiness) {
        boolean stores = view.mode() != RingView.Mode.ROUTER_ONLY;
        return new InfoGrpcService(ReceiveRole.NAME, stores ? store : null,
                stores ? Set.of(PeerApi.EXEMPLARS, PeerApi.STATUS, PeerApi.METRIC_METADATA) : Set.of(),
                stores ? receiver::serves : readiness::isReady);
    }

    @Bean
    BindableService writeableStoreService(ReplicatedWriter writer, WriteBuffers buffers) {
        return new WriteableStoreService(writer, buffers);
    }

    @Bean
    BindableService exemplarsService(TenantTsdbs tenants) {
        return new ExemplarsService(tenants);
    }

    @Bean
    BindableService statusService(TenantTsdbs tenants) {
        return new StatusService(tenants);
    }

    @Bean
    BindableService metadataService(TenantTsdbs tenants) {
        return new MetadataService(tenants);
    }
}
