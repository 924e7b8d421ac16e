package io.hypnos.allinone.demo.live;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

import org.jspecify.annotations.Nullable;

import io.hypnos.allinone.demo.model.DemoFleet;
import io.hypnos.allinone.demo.model.DemoInstance;
import io.hypnos.allinone.demo.model.DemoSeries;
import io.hypnos.allinone.demo.model.InstanceState;
import io.hypnos.allinone.demo.model.Latency;
import io.hypnos.allinone.demo.model.MetricFamily;
import io.hypnos.series.labels.Labels;

/// The services of one tenant as one Prometheus replica sees them.
final class FleetSource implements SampleSource {

    private static final long CYCLE_MILLIS = 600_000;
    private static final long GAP_START_MILLIS = 240_000;
    private static final long GAP_END_MILLIS = 360_000;

    private final List<Scraped> instances = new ArrayList<>();
    private final boolean withGaps;

    /// An instance with the labels under which a replica knows its series.
    private record Scraped(DemoInstance instance, List<Series> series) {}

    private record Series(DemoSeries series, Labels labels, MetricFamily family, boolean hasExemplars) {}

    /// @param withGaps whether this replica is away for two minutes in every ten
    FleetSource(DemoFleet fleet, String tenant, String replica, boolean withGaps) {
        this.withGaps = withGaps;
        for (DemoInstance instance : fleet.instances(tenant)) {
            instances.add(new Scraped(instance, instance.series().stream().map(series -> {
                MetricFamily family = MetricFamily.of(series.labels().metricName());
                return new Series(series, series.labels().with("prometheus_replica", replica), family,
                        series instanceof DemoSeries.Histograms);
            }).toList()));
        }
    }

    @Override
    public void collect(long millis, WriteBatch into) {
        long inCycle = millis % CYCLE_MILLIS;
        if (withGaps && inCycle >= GAP_START_MILLIS && inCycle < GAP_END_MILLIS) {
            return;
        }
        for (Scraped scraped : instances) {
            InstanceState state = scraped.instance().at(millis);
            for (Series series : scraped.series()) {
                WriteBatch.Exemplar exemplar = series.hasExemplars() ? exemplar(state, series.labels()) : null;
                switch (series.series()) {
                    case DemoSeries.Floats floats -> into.add(series.labels(), millis, floats.value().at(state),
                            series.family(), exemplar);
                    case DemoSeries.Histograms histograms -> into.add(series.labels(), millis,
                            histograms.value().at(state), series.family(), exemplar);
                }
            }
        }
    }

    /// One request of those that were answered lately, a slow one during an incident.
    private static WriteBatch.@Nullable Exemplar exemplar(InstanceState state, Labels labels) {
        var random = new SplittableRandom(state.millis() * 31 + labels.hashCode());
        Latency latency = random.nextDouble() < state.trouble() ? Latency.SLOW : Latency.NORMAL;
        byte[] id = new byte[16];
        random.nextBytes(id);
        return new WriteBatch.Exemplar(HexFormat.of().formatHex(id), latency.quantile(random.nextDouble(0.02, 0.98)));
    }
}
