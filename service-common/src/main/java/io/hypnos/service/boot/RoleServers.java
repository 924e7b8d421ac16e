package io.hypnos.service.boot;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.grpc.BindableService;
import io.grpc.CompressorRegistry;
import io.grpc.DecompressorRegistry;
import io.grpc.ServerInterceptor;
import io.grpc.netty.NettyServerBuilder;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerExecutorProvider;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.grpc.server.GlobalServerInterceptor;
import org.springframework.grpc.server.ServerBuilderCustomizer;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.WebFilter;
import reactor.netty.NettyPipeline;

import io.hypnos.service.flags.WebFlags;
import io.hypnos.service.grpc.Certificates;
import io.hypnos.service.grpc.MirroredCompression;
import io.hypnos.service.grpc.SnappyCodec;
import io.hypnos.service.metrics.GrpcServerMetrics;
import io.hypnos.service.metrics.HttpMetrics;
import io.hypnos.service.web.ApiDispatcher;
import io.hypnos.service.web.ApiRoutes;
import io.hypnos.service.web.RawUriHandler;
import io.hypnos.service.web.RequestGate;
import io.hypnos.service.web.ResponseHeaders;
import io.hypnos.service.web.WebPaths;

/// What every role has beside its own work: the HTTP port with probes, metrics and the role's routes, and the gRPC port with health,
/// reflection and the role's services.
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class RoleServers {

    /// Clients ping every ten seconds; a server that takes that for abuse would drop them.
    private static final Duration PERMITTED_PING = Duration.ofSeconds(10);
    private static final int FLOW_CONTROL_WINDOW = 8 << 20;

    @Bean
    RequestGate requestGate() {
        return new RequestGate();
    }

    @Bean
    @ConditionalOnMissingBean
    HttpMetrics httpMetrics(PrometheusRegistry registry) {
        return HttpMetrics.of(registry);
    }

    @Bean
    WebPaths webPaths(ServerFlags flags) {
        WebFlags web = flags.web();
        return web == null ? WebPaths.ROOT : WebPaths.of(web);
    }

    @Bean
    ApiRoutes operationalRoutes(Readiness readiness, PrometheusRegistry registry) {
        return new OperationalRoutes(readiness, registry).routes();
    }

    @Bean
    RouterFunction<ServerResponse> apiRouter(HttpMetrics metrics, RequestGate gate, WebPaths paths,
            List<ApiRoutes> routes) {
        return new ApiDispatcher(metrics, gate, paths.routePrefix()).routerFor(routes);
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    WebFilter responseHeaders(ServerFlags flags) {
        WebFlags web = flags.web();
        return new ResponseHeaders(web == null || !web.disableCors());
    }

    /// Event loops of the role's own: those that a process shares end with the first role that stops.
    @Bean
    ReactorResourceFactory reactorResources() {
        var resources = new ReactorResourceFactory();
        resources.setUseGlobalResources(false);
        resources.setShutdownQuietPeriod(Duration.ZERO);
        return resources;
    }

    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> rawUris() {
        return factory -> factory
                .addServerCustomizers(server -> server.doOnChannelInit((observer, channel, remote) -> channel
                        .pipeline().addAfter(NettyPipeline.HttpCodec, "hypnos.raw-uri", new RawUriHandler())));
    }

    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService certificateClock() {
        return Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("certificates").factory());
    }

    @Bean
    Certificates certificates(@Qualifier("certificateClock") ScheduledExecutorService clock) {
        return new Certificates(clock);
    }

    @Bean
    StopSequence stopSequence(Readiness readiness, RequestGate gate, ServerFlags flags,
            ObjectProvider<StopHook> hooks) {
        return new StopSequence(readiness, gate, flags, hooks.orderedStream().toList());
    }

    /// The gRPC port, for roles that have one.
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "spring.grpc.server.enabled", havingValue = "true")
    static class GrpcPort {

        @Bean
        BindableService grpcHealth(Readiness readiness) {
            return new GrpcHealth(readiness);
        }

        @Bean
        CompressorRegistry compressors() {
            return SnappyCodec.compressors();
        }

        @Bean
        DecompressorRegistry decompressors() {
            return SnappyCodec.decompressors();
        }

        @Bean
        GrpcServerExecutorProvider grpcThreads() {
            var threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("grpc-", 0).factory());
            return () -> threads;
        }

        @Bean
        @GlobalServerInterceptor
        @Order(0)
        GrpcServerMetrics grpcServerMetrics(PrometheusRegistry registry, ObjectProvider<BindableService> services) {
            var metrics = new GrpcServerMetrics(registry);
            services.forEach(
                    service -> service.bindService().getServiceDescriptor().getMethods().forEach(metrics::announce));
            return metrics;
        }

        @Bean
        @GlobalServerInterceptor
        @Order(1)
        ServerInterceptor mirroredCompression() {
            return new MirroredCompression();
        }

        @Bean
        ServerBuilderCustomizer<NettyServerBuilder> grpcLimits(ServerFlags flags, Certificates certificates) {
            return builder -> {
                builder.maxInboundMessageSize(Integer.MAX_VALUE)
                        .permitKeepAliveTime(PERMITTED_PING.toSeconds(), TimeUnit.SECONDS)
                        .permitKeepAliveWithoutCalls(true).flowControlWindow(FLOW_CONTROL_WINDOW);
                var grpc = flags.grpc();
                if (grpc != null && grpc.tls().isEnabled()) {
                    builder.sslContext(certificates.server(grpc.tls()));
                }
            };
        }
    }
}
