package io.hypnos.series.testing;

import static io.hypnos.series.testing.SeriesNotation.series;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import io.hypnos.series.StaleMarker;
import io.hypnos.series.labels.Labels;

class SeriesNotationTest {

    @Test
    void readsLabelsAndRuns() {
        var series = series("up{job=\"a\", x=\"b\\\"c\"}", "1+1x3 _ 5 stale -2-0.5x1 7x2 _x2 NaN");
        assertThat(series.labels()).isEqualTo(Labels.of("__name__", "up", "job", "a", "x", "b\"c"));
        assertThat(series.times()).containsExactly(0, 15_000, 30_000, 45_000, 75_000, 90_000, 105_000, 120_000, 135_000,
                150_000, 165_000, 210_000);
        assertThat(series.values()).startsWith(1, 2, 3, 4, 5).endsWith(-2, -2.5, 7, 7, 7, Double.NaN);
        assertThat(StaleMarker.is(series.values()[5])).isTrue();
    }

    @Test
    void makesColumnsAndChunks() {
        var series = series("{a=\"1\"}", "0+1x299", 1000, 10);
        assertThat(series.samples().size()).isEqualTo(300);
        assertThat(series.chunks()).hasSize(3);
        assertThat(series.chunkSeries().chunks().getLast().maxTime()).isEqualTo(1000 + 299 * 10);
    }

    @Test
    void refusesNonsense() {
        assertThatThrownBy(() -> series("up{job=a}", "1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> series("up", "one")).isInstanceOf(IllegalArgumentException.class);
    }
}
