package io.hypnos.allinone.bench.verify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;

import io.hypnos.allinone.bench.model.LoadModel;
import io.hypnos.allinone.bench.model.TargetLayout;

/// Asks for every sample that a run may have sent, target by target in stretches of time, and compares.
public final class Verification {

    private final QueryClient client;
    private final IntFunction<Map<String, String>> tenantHeaders;
    private final Options options;

    /// @param samplesPerQuery samples that one query returns, at most
    /// @param parallel        queries under way at once
    public record Options(int samplesPerQuery, int parallel) {}

    /// @param tenantHeaders headers that select a tenant, by its number
    public Verification(QueryClient client, IntFunction<Map<String, String>> tenantHeaders, Options options) {
        this.client = client;
        this.tenantHeaders = tenantHeaders;
        this.options = options;
    }

    /// Compares one run.
    ///
    /// @throws IOException when the query API does not answer as it should; nothing is known then
    public Findings compare(AcknowledgedRun run) throws IOException, InterruptedException {
        var findings = new Findings();
        LoadModel.Population population = run.model().population();
        var layout = new TargetLayout(run.model().variation().histograms());
        var permits = new Semaphore(options.parallel());
        var pending = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int tenant = 0; tenant < population.tenants(); tenant++) {
                for (int target = 0; target < population.targetsOf(tenant); target++) {
                    int t = tenant;
                    int number = target;
                    permits.acquire();
                    pending.add(threads.submit(() -> {
                        try {
                            compareTarget(run, layout, findings, t, number);
                        } finally {
                            permits.release();
                        }
                        return null;
                    }));
                }
            }
            for (Future<?> future : pending) {
                await(future);
            }
        }
        return findings;
    }

    private static void await(Future<?> future) throws IOException, InterruptedException {
        try {
            future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw new IOException(cause.getMessage(), cause);
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private void compareTarget(AcknowledgedRun run, TargetLayout layout, Findings findings, int tenant, int target)
            throws IOException, InterruptedException {
        LoadModel model = run.model();
        int first = target * TargetLayout.SIZE;
        int size = Math.min(TargetLayout.SIZE, model.population().seriesOf(tenant) - first);
        @Nullable
        BitSet[] acknowledged = run.stepsOf(tenant, first, size);
        int stepsPerQuery = Math.max(1, options.samplesPerQuery() / size);
        for (int from = 0; from <= run.lastStep();) {
            long generation = model.generation(tenant, target, from);
            int to = from + 1;
            while (to <= run.lastStep() && to - from < stepsPerQuery
                    && model.generation(tenant, target, to) == generation) {
                to++;
            }
            var expected = new TargetCheck.Expected(tenant, target, generation, from, to, acknowledged);
            new TargetCheck(model, layout, findings, expected).compare(client.select(selector(model, expected),
                    model.timestamp(tenant, target, from) - model.timing().intervalMillis() / 2,
                    model.timestamp(tenant, target, to - 1) + model.timing().intervalMillis() / 2,
                    tenantHeaders.apply(tenant)));
            from = to;
        }
    }

    private static String selector(LoadModel model, TargetCheck.Expected expected) {
        Map<String, String> labels = model.targetLabels(expected.tenant(), expected.target(), expected.generation());
        return "{cluster=\"" + labels.get("cluster") + "\",pod=\"" + labels.get("pod") + "\"}";
    }
}
