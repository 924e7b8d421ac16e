package io.hypnos.allinone.bench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

class LoadModelTest {

    private final TargetLayout layout = new TargetLayout(0);
    private final SeriesValues values = new SeriesValues(layout);
    private final LoadModel model = new LoadModel(7, new LoadModel.Population(2, 20_001),
            new LoadModel.Timing(1_700_000_000_000L, 15_000, 5), new LoadModel.Variation(0, 0, 1, 0));

    @Test
    void hasTheMixOfAKubernetesScrape() {
        Map<ValueKind, Integer> kinds = new EnumMap<>(ValueKind.class);
        for (int i = 0; i < TargetLayout.SIZE; i++) {
            kinds.merge(layout.member(i).kind(), 1, Integer::sum);
        }
        assertThat(kinds).containsEntry(ValueKind.CONSTANT, 280).containsEntry(ValueKind.GAUGE, 160)
                .containsEntry(ValueKind.BUCKET, 198);
        assertThat(kinds.get(ValueKind.COUNTER) + kinds.get(ValueKind.BUCKET)).isEqualTo(320);
        assertThat(kinds.get(ValueKind.NOISE) + kinds.get(ValueKind.SUM)).isEqualTo(40);
    }

    @Test
    void givesEverySeriesTenLabelsOfAbout250BytesThatNoOtherHas() {
        Set<Map<String, String>> seen = new HashSet<>();
        long text = 0;
        for (int series = 0; series < 8000; series++) {
            Map<String, String> labels = model.seriesLabels(layout, 0, series, 0);
            assertThat(labels).hasSize(10);
            assertThat(seen.add(labels)).as("%s", labels).isTrue();
            text += labels.entrySet().stream().mapToInt(e -> e.getKey().length() + e.getValue().length()).sum();
            assertThat(layout.find(labels)).isEqualTo(series % TargetLayout.SIZE);
        }
        assertThat(text / 8000).isBetween(220L, 280L);
        assertThat(model.seriesLabels(layout, 1, 5, 0)).isNotEqualTo(model.seriesLabels(layout, 0, 5, 0));
        assertThat(model.seriesLabels(layout, 0, 5, 1)).isNotEqualTo(model.seriesLabels(layout, 0, 5, 0));
    }

    @Test
    void countersGrowAndResetOnceInFiveThousandSteps() {
        int resets = 0;
        for (int member = 0; member < TargetLayout.SIZE; member++) {
            if (values.kind(member) != ValueKind.COUNTER) {
                continue;
            }
            double before = values.value(99, member, 0);
            for (long step = 1; step < SeriesValues.RESET_STEPS; step++) {
                double now = values.value(99, member, step);
                assertThat(now).isEqualTo(Math.rint(now));
                resets += now < before ? 1 : 0;
                before = now;
            }
        }
        assertThat(resets).isBetween(110, 122);
    }

    @Test
    void bucketsAreCumulativeAndEndAtTheCount() {
        for (long step = 0; step < 200; step++) {
            for (int member = 0; member < TargetLayout.SIZE; member++) {
                if (layout.member(member).rank() > 0) {
                    assertThat(values.value(5, member, step)).isGreaterThanOrEqualTo(values.value(5, member - 1, step));
                }
                if (layout.member(member).value().equals("+Inf")) {
                    assertThat(values.value(5, member, step)).isEqualTo(values.value(5, member + 1, step));
                }
            }
        }
    }

    @Test
    void histogramBucketsAddUpToTheCountAndFitTheirFields() {
        var histogram = new HistogramValues();
        for (long step = 0; step < 20_000; step += 37) {
            histogram.at(step * 31, 799, step);
            long sum = histogram.zeroCount();
            for (int b = 0; b < HistogramValues.BUCKETS; b++) {
                sum += histogram.count(b);
                assertThat(histogram.count(b)).isLessThan(1 << 20);
            }
            assertThat(histogram.count()).isEqualTo(sum);
        }
    }

    @Test
    void replacesTheAskedShareOfTargetsEachTime() {
        var churning = new LoadModel(7, new LoadModel.Population(1, 800_000), model.timing(),
                new LoadModel.Variation(0, 0, 1, 800));
        int replaced = 0;
        for (int target = 0; target < 1000; target++) {
            for (long step = 1; step <= 40; step++) {
                replaced += churning.generation(0, target, step) - churning.generation(0, target, step - 1);
            }
        }
        assertThat(replaced).isBetween(30, 70);
        assertThat(churning.generation(0, 3, 0)).isZero();
    }

    @Test
    void timesOfOneTargetInFiveAreOffByAtMostTheJitter() {
        int off = 0;
        for (int target = 0; target < model.population().targetsOf(0); target++) {
            boolean jitters = false;
            for (long step = 1; step < 50; step++) {
                long distance = model.timestamp(0, target, step) - model.timestamp(0, target, step - 1);
                assertThat(distance).isBetween(14_990L, 15_010L);
                jitters |= distance != 15_000;
            }
            off += jitters ? 1 : 0;
        }
        assertThat(model.population().targetsOf(0)).isEqualTo(13);
        assertThat(off).isBetween(1, 6);
    }

    @Test
    void refusesAJitterThatCouldReverseSamples() {
        assertThatThrownBy(() -> new LoadModel.Timing(0, 100, 26)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jitter");
    }

    @Test
    void sharesTheSeriesAmongTheTenants() {
        assertThat(model.population().seriesOf(0)).isEqualTo(10_001);
        assertThat(model.population().seriesOf(1)).isEqualTo(10_000);
    }
}
