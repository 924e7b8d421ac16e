package io.hypnos.service.metrics;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.function.ToLongFunction;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.core.metrics.SummaryWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Quantiles;

/// Heap, collections, threads and classes of the JVM, under the names of the Prometheus Java client: `jvm_*`.
public final class JvmMetrics {

    private JvmMetrics() {}

    public static void register(PrometheusRegistry registry) {
        memory(registry, "jvm_memory_used_bytes", "Used bytes of a given JVM memory area.", MemoryUsage::getUsed);
        memory(registry, "jvm_memory_committed_bytes", "Committed (bytes) of a given JVM memory area.",
                MemoryUsage::getCommitted);
        memory(registry, "jvm_memory_max_bytes", "Max (bytes) of a given JVM memory area.", MemoryUsage::getMax);
        SummaryWithCallback.builder().name("jvm_gc_collection_seconds")
                .help("Time spent in a given JVM garbage collector in seconds.")
                .labelNames("gc").callback(to -> {
                    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
                        to.call(collector.getCollectionCount(), collector.getCollectionTime() / 1e3, Quantiles.EMPTY,
                                collector.getName());
                    }
                }).register(registry);
        GaugeWithCallback.builder().name("jvm_threads_current")
                .help("Current thread count of a JVM, without virtual threads.")
                .callback(to -> to.call(ManagementFactory.getThreadMXBean().getThreadCount())).register(registry);
        CounterWithCallback.builder().name("jvm_threads_started_total").help("Started thread count of a JVM.")
                .callback(to -> to.call(ManagementFactory.getThreadMXBean().getTotalStartedThreadCount()))
                .register(registry);
        GaugeWithCallback.builder().name("jvm_classes_currently_loaded")
                .help("The number of classes that are currently loaded in the JVM.")
                .callback(to -> to.call(ManagementFactory.getClassLoadingMXBean().getLoadedClassCount()))
                .register(registry);
        GaugeWithCallback.builder().name("jvm_buffer_pool_used_bytes").help("Used bytes of a given JVM buffer pool.")
                .labelNames("pool")
                .callback(to -> {
                    for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
                        to.call(pool.getMemoryUsed(), pool.getName());
                    }
                }).register(registry);
        Info.builder().name("jvm_runtime_info").help("JVM runtime info.").labelNames("version", "vendor", "runtime")
                .register(registry)
                .setLabelValues(System.getProperty("java.runtime.version"), System.getProperty("java.vendor"),
                        System.getProperty("java.runtime.name"));
    }

    private static void memory(PrometheusRegistry registry, String name, String help,
            ToLongFunction<MemoryUsage> part) {
        GaugeWithCallback.builder().name(name).help(help).labelNames("area").callback(to -> {
            var bean = ManagementFactory.getMemoryMXBean();
            to.call(part.applyAsLong(bean.getHeapMemoryUsage()), "heap");
            to.call(part.applyAsLong(bean.getNonHeapMemoryUsage()), "nonheap");
        }).register(registry);
    }
}
