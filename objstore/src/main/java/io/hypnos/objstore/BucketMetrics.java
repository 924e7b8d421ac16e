package io.hypnos.objstore;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// What one process does to its bucket.
///
/// `…_operations_total` counts every request sent, including repetitions; `…_operation_failures_total` those that failed although they should
/// not have (an absent object is an answer, not a failure). A request that failed and succeeded when repeated counts in both, and once in
/// `hypnos_objstore_bucket_retries_total`; so failures minus retries is what callers had to see. Watch failures over operations, and the age
/// of `…_last_successful_upload_time`.
public final class BucketMetrics {

    private static final double[] SECONDS = {0.001, 0.01, 0.1, 0.3, 0.6, 1, 3, 6, 9, 20, 30, 60, 90, 120};
    /// 32 KiB to 1 GiB in powers of two.
    private static final double[] BYTES = IntStream.range(15, 31).mapToDouble(power -> 1L << power).toArray();

    private final Map<BucketOperation, OperationMetrics> operations = new EnumMap<>(BucketOperation.class);
    private final GaugeDataPoint lastUpload;

    /// @param bucket the value of the `bucket` label: its configured name, without secrets
    public BucketMetrics(PrometheusRegistry registry, String bucket) {
        var total = counter("thanos_objstore_bucket_operations_total",
                "Total number of all attempted operations against a bucket.", registry);
        var failures = counter("thanos_objstore_bucket_operation_failures_total",
                "Total number of operations against a bucket that failed and should not have.", registry);
        var retries = counter("hypnos_objstore_bucket_retries_total",
                "Total number of operations against a bucket that were repeated after a failure.", registry);
        var fetched = counter("thanos_objstore_bucket_operation_fetched_bytes_total",
                "Total number of bytes fetched from a bucket.", registry);
        var transferred = histogram("thanos_objstore_bucket_operation_transferred_bytes",
                "Number of bytes transferred from or to a bucket by one operation.", BYTES, registry);
        var seconds = histogram("thanos_objstore_bucket_operation_duration_seconds",
                "Duration of successful operations against a bucket, bodies included.", SECONDS, registry);
        for (BucketOperation operation : BucketOperation.values()) {
            String label = operation.label();
            operations.put(operation,
                    new OperationMetrics(total.labelValues(label, bucket), failures.labelValues(label, bucket),
                            retries.labelValues(label, bucket), fetched.labelValues(label, bucket),
                            transferred.labelValues(label, bucket), seconds.labelValues(label, bucket)));
        }
        lastUpload = Gauge.builder().name("thanos_objstore_bucket_last_successful_upload_time")
                .help("Second timestamp of the last successful upload to a bucket.").labelNames("bucket")
                .register(registry).labelValues(bucket);
    }

    public void attempted(BucketOperation operation) {
        of(operation).total.inc();
    }

    public void failed(BucketOperation operation) {
        of(operation).failures.inc();
    }

    public void repeated(BucketOperation operation) {
        of(operation).retries.inc();
    }

    public void succeeded(BucketOperation operation, double seconds) {
        of(operation).seconds.observe(seconds);
    }

    public void fetched(BucketOperation operation, long bytes) {
        of(operation).fetched.inc(bytes);
    }

    public void transferred(BucketOperation operation, long bytes) {
        of(operation).transferred.observe(bytes);
    }

    public void uploadedAt(double epochSeconds) {
        lastUpload.set(epochSeconds);
    }

    private OperationMetrics of(BucketOperation operation) {
        return Objects.requireNonNull(operations.get(operation));
    }

    private static Counter counter(String name, String help, PrometheusRegistry registry) {
        return Counter.builder().name(name).help(help).labelNames("operation", "bucket").register(registry);
    }

    private static Histogram histogram(String name, String help, double[] bounds, PrometheusRegistry registry) {
        return Histogram.builder().name(name).help(help).labelNames("operation", "bucket").classicUpperBounds(bounds)
                .register(registry);
    }

    private record OperationMetrics(CounterDataPoint total, CounterDataPoint failures, CounterDataPoint retries,
            CounterDataPoint fetched, DistributionDataPoint transferred, DistributionDataPoint seconds) {}
}
