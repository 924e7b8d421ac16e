package io.hypnos.promql.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.hypnos.promql.EngineOptions;
import io.hypnos.promql.QueryEngine;
import io.hypnos.promql.RangeQuery;
import io.hypnos.promql.naive.NaiveEvaluator;
import io.hypnos.series.QueryContext;

/// How much a query allocates, compared with the naive evaluator on the same data. Bytes are counted by the JVM, not timed.
class AllocationTest {

    private static final int SERIES = 50;
    private static final long START = 600_000;
    private static final long END = 7_800_000;
    private static final long STEP = 30_000;

    private static final com.sun.management.ThreadMXBean THREADS = (com.sun.management.ThreadMXBean) ManagementFactory
            .getThreadMXBean();

    private static long allocatedBy(Runnable work) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        work.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    @ParameterizedTest
    @ValueSource(strings = {"sum(rate(m[1m]))", "sum by (job) (m)", "max_over_time(m[5m])", "topk(3, m)",
        "m * on (instance, job) m"})
    void staysBelowAQuarterOfTheNaiveOne(String query) {
        var source = new GeneratedSeries(SERIES, number -> {});
        var engine = new QueryEngine(EngineOptions.DEFAULT);
        var naive = new NaiveEvaluator(EngineOptions.DEFAULT);
        Runnable ours = () -> engine.execute(new RangeQuery(query, START, END, STEP), source, QueryContext.UNLIMITED);
        Runnable plain = () -> naive.range(query, START, END, STEP, source);
        ours.run();
        plain.run();
        long plainBytes = allocatedBy(plain);
        long bytes = allocatedBy(ours);
        System.out.println(query + ": " + bytes + " bytes, naive " + plainBytes);
        assertThat(bytes * 4).isLessThan(plainBytes);
    }
}
