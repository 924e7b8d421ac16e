package io.hypnos.promql.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.hypnos.promql.EngineOptions;
import io.hypnos.promql.QueryEngine;
import io.hypnos.promql.RangeQuery;
import io.hypnos.promql.naive.NaiveEvaluator;
import io.hypnos.promql.naive.NaiveResult;
import io.hypnos.promql.naive.NaiveSeries;
import io.hypnos.promql.naive.NaiveValue;
import io.hypnos.promql.naive.Point;
import io.hypnos.promql.promqltest.EngineEvaluator;
import io.hypnos.series.labels.Labels;

/// Windows of many samples, where neighbours share work, against the naive evaluator, which looks at each by itself.
class LongWindowsTest {

    @ParameterizedTest
    @ValueSource(strings = {"max_over_time(m[20m])", "min_over_time(m[20m])", "max_over_time(m[20m] offset 7m)",
        "max_over_time((m % 7 / (m % 7))[20m:15s])", "min_over_time((m * (m > bool 900) / (m > bool 900))[15m:15s])",
        "max_over_time((m * (m < bool 50) / (m < bool 50))[10m:15s])", "min_over_time((m > 900)[25m:15s])",
        "rate(m[20m])",
        "sum_over_time(m[20m])"})
    void giveWhatEachWindowByItselfGives(String query) {
        var source = new GeneratedSeries(4, number -> {});
        NaiveResult expected = new NaiveEvaluator(EngineOptions.DEFAULT).range(query, 300_000, 7_000_000, 45_000,
                source);
        NaiveResult actual = new EngineEvaluator(new QueryEngine(EngineOptions.DEFAULT))
                .execute(new RangeQuery(query, 300_000, 7_000_000, 45_000), source);
        assertThat(points(actual)).isEqualTo(points(expected)).isNotEmpty();
    }

    private static Map<Labels, List<Point>> points(NaiveResult result) {
        return ((NaiveValue.Matrix) result.value()).series().stream()
                .collect(Collectors.toMap(NaiveSeries::labels, NaiveSeries::points));
    }
}
