package io.hypnos.allinone.demo.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.hypnos.series.histogram.IntegerHistogram;
import io.hypnos.series.labels.Labels;

class DemoFleetTest {

    private static final long NOW = 1_795_000_000_000L;

    private final DemoFleet fleet = new DemoFleet();

    @Test
    void hasAboutAThousandSeriesWithBothReplicas() {
        assertThat(2 * fleet.seriesOf(DemoFleet.TEAM_A) + fleet.seriesOf(DemoFleet.TEAM_B)).isBetween(700, 1200);
        var seen = new HashSet<Labels>();
        for (DemoInstance instance : all()) {
            for (DemoSeries series : instance.series()) {
                assertThat(seen.add(series.labels())).as("%s", series.labels()).isTrue();
                assertThat(series.labels().get("demo")).isEqualTo("true");
                assertThat(MetricFamily.of(series.labels().metricName()).help()).isNotEmpty();
            }
        }
        assertThat(seen.stream().map(Labels::metricName)).contains("up", "http.server.active_requests");
    }

    @Test
    void countersOnlyFallWhenTheInstanceStartsAnew() {
        for (DemoInstance instance : all()) {
            int restarts = 0;
            InstanceState before = instance.at(NOW);
            for (long t = NOW + 15_000; t < NOW + 30 * 3_600_000L; t += 15_000) {
                InstanceState now = instance.at(t);
                boolean restarted = now.uptime() < before.uptime();
                restarts += restarted ? 1 : 0;
                for (DemoSeries series : instance.series()) {
                    if (!restarted) {
                        assertGrows(series, before, now);
                    }
                }
                before = now;
            }
            assertThat(restarts).isBetween(1, 2);
        }
    }

    private static void assertGrows(DemoSeries series, InstanceState before, InstanceState now) {
        switch (series) {
            case DemoSeries.Floats(var labels, var value) -> {
                boolean counts = labels.metricName().matches(".*_(total|bucket|sum|count)");
                if (counts && value.at(now) < value.at(before)) {
                    throw new AssertionError(labels + " fell from " + value.at(before) + " to " + value.at(now));
                }
            }
            case DemoSeries.Histograms(var labels, var value) -> {
                IntegerHistogram a = value.at(before);
                IntegerHistogram b = value.at(now);
                for (int i = 0; i < a.buckets().length; i++) {
                    if (b.buckets()[i] < a.buckets()[i]) {
                        throw new AssertionError(labels + " bucket " + i + " fell");
                    }
                }
            }
        }
    }

    @Test
    void bucketsOfNativeHistogramsAddUp() {
        for (DemoInstance instance : all()) {
            for (DemoSeries series : instance.series()) {
                if (series instanceof DemoSeries.Histograms(var labels, var value)) {
                    IntegerHistogram histogram = value.at(instance.at(NOW));
                    assertThat(LongStream.of(histogram.buckets()).sum()).as("%s", labels).isEqualTo(histogram.count())
                            .isPositive();
                }
            }
        }
    }

    @Test
    void everyTenantHasAVisibleIncidentEveryHalfHour() {
        for (String tenant : List.of(DemoFleet.TEAM_A, DemoFleet.TEAM_B)) {
            int incidents = 0;
            boolean before = false;
            for (long t = NOW; t < NOW + 6 * 3_600_000L; t += 15_000) {
                long at = t;
                boolean trouble = fleet.instances(tenant).stream()
                        .anyMatch(instance -> instance.at(at).trouble() > 0.9);
                incidents += trouble && !before ? 1 : 0;
                before = trouble;
            }
            assertThat(incidents).isEqualTo(12);
        }
        DemoInstance instance = fleet.instances(DemoFleet.TEAM_A).getFirst();
        double worst = 0;
        double usual = 1;
        for (long t = NOW; t < NOW + 6 * 3_600_000L; t += 60_000) {
            InstanceState from = instance.at(t);
            InstanceState to = instance.at(t + 60_000);
            double share = (to.slow() - from.slow()) / (to.requests() - from.requests());
            worst = Math.max(worst, share);
            usual = Math.min(usual, share);
        }
        assertThat(worst).isGreaterThan(0.05);
        assertThat(usual).isZero();
    }

    @Test
    void trafficNeverRunsBackwards() {
        var traffic = new Traffic(10, 0.3);
        for (double t = 0; t < 8 * 86_400; t += 61) {
            assertThat(traffic.rate(t)).isGreaterThanOrEqualTo(10 * Traffic.FLOOR * 0.999);
            assertThat((traffic.total(t + 1) - traffic.total(t)) / traffic.rate(t + 0.5)).isBetween(0.999, 1.001);
        }
    }

    private List<DemoInstance> all() {
        return Stream.concat(fleet.instances(DemoFleet.TEAM_A).stream(),
                fleet.instances(DemoFleet.TEAM_B).stream()).toList();
    }
}
