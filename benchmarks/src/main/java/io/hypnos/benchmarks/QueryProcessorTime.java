package io.hypnos.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.Locale;

import com.sun.management.ThreadMXBean;

/// The queries of [PromqlBenchmark] for machines that are not quiet: the smallest processor time of many runs, on one thread, per series and
/// step, and the bytes that a run allocates.
///
///     java -cp benchmarks/target/benchmarks.jar io.hypnos.benchmarks.QueryProcessorTime 'sum(rate(m[1m]))' …
public final class QueryProcessorTime {

    private static final long NANOS_PER_QUERY = 6_000_000_000L;

    private QueryProcessorTime() {}

    public static void main(String[] queries) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (String query : queries) {
            var benchmark = new PromqlBenchmark(query);
            benchmark.encodeAll();
            long best = Long.MAX_VALUE;
            long bytes = 0;
            int runs = 0;
            for (long end = System.nanoTime() + NANOS_PER_QUERY; System.nanoTime() < end; runs++) {
                long allocatedBefore = threads.getCurrentThreadAllocatedBytes();
                long before = threads.getCurrentThreadCpuTime();
                benchmark.range();
                best = Math.min(best, threads.getCurrentThreadCpuTime() - before);
                bytes = threads.getCurrentThreadAllocatedBytes() - allocatedBefore;
            }
            System.out.printf(Locale.ROOT, "%-34s %6.2f ns per series and step, %d bytes, best of %d runs%n", query,
                    (double) best / PromqlBenchmark.SERIES / PromqlBenchmark.STEPS, bytes, runs);
        }
    }
}
