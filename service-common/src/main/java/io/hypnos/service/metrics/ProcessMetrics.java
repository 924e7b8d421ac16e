package io.hypnos.service.metrics;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.DoubleSupplier;

import com.sun.management.UnixOperatingSystemMXBean;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// What the operating system says of this process, under the names that every Prometheus client uses: `process_*`. Memory is known on Linux
/// only and left out elsewhere.
public final class ProcessMetrics {

    private static final Path STATUS = Path.of("/proc/self/status");

    private ProcessMetrics() {}

    public static void register(PrometheusRegistry registry) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            CounterWithCallback.builder().name("process_cpu_seconds_total")
                    .help("Total user and system CPU time spent in seconds.")
                    .callback(to -> to.call(system.getProcessCpuTime() / 1e9)).register(registry);
            gauge(registry, "process_open_fds", "Number of open file descriptors.", system::getOpenFileDescriptorCount);
            gauge(registry, "process_max_fds", "Maximum number of open file descriptors.",
                    system::getMaxFileDescriptorCount);
        }
        double start = ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3;
        gauge(registry, "process_start_time_seconds", "Start time of the process since unix epoch in seconds.",
                () -> start);
        if (Files.isReadable(STATUS)) {
            gauge(registry, "process_resident_memory_bytes", "Resident memory size in bytes.",
                    () -> statusBytes("VmRSS:"));
            gauge(registry, "process_virtual_memory_bytes", "Virtual memory size in bytes.",
                    () -> statusBytes("VmSize:"));
        }
    }

    private static void gauge(PrometheusRegistry registry, String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder().name(name).help(help).callback(to -> to.call(value.getAsDouble()))
                .register(registry);
    }

    private static double statusBytes(String field) {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(field)) {
                    return Long.parseLong(line.substring(field.length()).replace("kB", "").strip()) * 1024.0;
                }
            }
        } catch (IOException | NumberFormatException e) {
            return Double.NaN;
        }
        return Double.NaN;
    }
}
