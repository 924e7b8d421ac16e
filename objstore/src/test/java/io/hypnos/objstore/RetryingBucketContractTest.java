package io.hypnos.objstore;

import java.time.Duration;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.junit.jupiter.api.BeforeAll;

import io.hypnos.objstore.FaultyBucket.Faults;
import io.hypnos.objstore.memory.MemoryBucket;

/// A bucket of which every third request fails and every third body breaks keeps all its promises once it is retried.
class RetryingBucketContractTest extends BucketContract {

    private static final long SEED = Long.getLong("hypnos.seed", 20_261_120);

    @BeforeAll
    static void printSeed() {
        System.out.println("RetryingBucketContractTest: -Dhypnos.seed=" + SEED);
    }

    @Override
    protected Bucket create() {
        var faulty = new FaultyBucket(new MemoryBucket(), new Faults(0.3, 0.3, 0), SEED);
        var patient = new RetryOptions(30, Duration.ofMillis(1), Duration.ofMillis(2));
        return new RetryingBucket(faulty, patient, new BucketMetrics(new PrometheusRegistry(), "test"));
    }
}
