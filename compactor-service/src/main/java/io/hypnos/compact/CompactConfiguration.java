package io.hypnos.compact;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.hypnos.compact.engine.BucketLease;
import io.hypnos.compact.engine.CompactMetrics;
import io.hypnos.compact.engine.Compactor;
import io.hypnos.compact.engine.Lease;
import io.hypnos.compact.web.BlocksApi;
import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.block.MetaFetchMetrics;
import io.hypnos.service.boot.Readiness;
import io.hypnos.service.boot.RoleEnd;
import io.hypnos.service.boot.StartException;
import io.hypnos.service.boot.StopHook;
import io.hypnos.service.flags.Variables;
import io.hypnos.service.web.ApiRoutes;

/// The beans of the compactor.
@Configuration(proxyBeanMethods = false)
class CompactConfiguration {

    private static final Logger log = LoggerFactory.getLogger(CompactConfiguration.class);

    @Bean
    CompactSettings compactSettings(CompactFlags flags, Variables variables) {
        return CompactSettings.of(flags, variables);
    }

    @Bean(destroyMethod = "close")
    DataDirectory dataDirectory(CompactSettings settings) {
        return DataDirectory.open(settings.options().dataDirectory());
    }

    @Bean(destroyMethod = "close")
    Bucket bucket(CompactSettings settings, PrometheusRegistry registry) {
        settings.bucket().remarks().forEach(remark -> log.atWarn().addKeyValue("remark", remark)
                .addKeyValue("file", settings.bucket().origin())
                .log("part of the bucket's configuration has no effect"));
        try {
            return settings.bucket().open(registry);
        } catch (IOException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    /// The lease that is asked for, if any.
    record LeaseChoice(Optional<BucketLease> lease) {

        Lease right() {
            return lease.map(Lease.class::cast).orElse(Lease.UNDISPUTED);
        }
    }

    @Bean
    LeaseChoice lease(CompactFlags flags, CompactSettings settings, Bucket bucket, DataDirectory directory) {
        if (!flags.usesLease()) {
            return new LeaseChoice(Optional.empty());
        }
        var self = new BucketLease.Owner(directory.ownerId(), hostName());
        return new LeaseChoice(Optional.of(new BucketLease(bucket, settings.leaseKey(), self,
                BucketLease.Timing.DEFAULT, System::nanoTime)));
    }

    @Bean
    Compactor compactor(CompactSettings settings, Bucket bucket, LeaseChoice lease,
            PrometheusRegistry registry) {
        return new Compactor(bucket, settings.options(), settings.selection(), lease.right(),
                new CompactMetrics(registry, settings.options().deletion().delay()), new MetaFetchMetrics(registry),
                Clock.systemUTC());
    }

    @Bean(initMethod = "start")
    CompactorThreads compactorThreads(CompactFlags flags, Compactor compactor, LeaseChoice lease,
            Readiness readiness, RoleEnd end) {
        return new CompactorThreads(compactor, lease.lease(), new CompactorThreads.Schedule(flags.isWaiting(),
                flags.waitInterval(), flags.cleanupInterval(), flags.progressInterval()), readiness, end);
    }

    @Bean
    StopHook stopCompacting(CompactorThreads threads) {
        return threads::stop;
    }

    @Bean
    ApiRoutes blocksApi(CompactFlags flags, Compactor compactor, Bucket bucket) {
        if (flags.isWebDisabled()) {
            return new ApiRoutes(List.of());
        }
        return new BlocksApi(compactor.view(), bucket, flags.bucketWebLabel(), flags.isAdminEnabled(),
                Clock.systemUTC()).routes();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
