package io.hypnos.promql.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.hypnos.promql.EngineOptions;
import io.hypnos.promql.InstantQuery;
import io.hypnos.promql.OperatorAnalysis;
import io.hypnos.promql.Query;
import io.hypnos.promql.QueryEngine;
import io.hypnos.promql.QueryResult;
import io.hypnos.promql.QuerySettings;
import io.hypnos.promql.QueryStatistics;
import io.hypnos.promql.QueryStatistics.StepCount;
import io.hypnos.promql.RangeQuery;
import io.hypnos.series.QueryContext;

/// What a query says it took, over two series with a sample every 15 s.
class StatisticsTest {

    private static final QuerySettings EVERYTHING = QuerySettings.DEFAULT
            .withStatistics(QuerySettings.Statistics.PER_STEP).withAnalyze();

    private static QueryResult run(Query query) {
        return new QueryEngine(EngineOptions.DEFAULT).execute(query, new GeneratedSeries(2, number -> {}),
                QueryContext.UNLIMITED);
    }

    private static QueryResult range(String query) {
        return run(new RangeQuery(query, 600_000, 720_000, 60_000, EVERYTHING));
    }

    private static QueryStatistics.Samples samples(String query) {
        return range(query).statistics().samples();
    }

    @Test
    void countsOneSampleForEachSeriesAndStep() {
        QueryStatistics.Samples samples = samples("m");
        assertThat(samples.total()).isEqualTo(6);
        assertThat(samples.read()).isEqualTo(6);
        assertThat(samples.peak()).isEqualTo(6);
        assertThat(samples.totalPerStep()).containsExactly(new StepCount(600_000, 2), new StepCount(660_000, 2),
                new StepCount(720_000, 2));
    }

    @Test
    void countsWindowsAtEachStepButReadsSamplesOnce() {
        QueryStatistics.Samples samples = samples("rate(m[2m])");
        assertThat(samples.total()).isEqualTo(2 * 8 * 3);
        assertThat(samples.read()).isEqualTo(2 * (8 + 4 + 4));
        assertThat(samples.readPerStep()).containsExactly(new StepCount(600_000, 16), new StepCount(660_000, 8),
                new StepCount(720_000, 8));
    }

    @Test
    void countsStepInvariantPartsAtEachStepButReadsThemOnce() {
        QueryStatistics.Samples samples = samples("sum(m @ 600)");
        assertThat(samples.totalPerStep()).containsExactly(new StepCount(600_000, 2), new StepCount(660_000, 2),
                new StepCount(720_000, 2));
        assertThat(samples.readPerStep()).containsExactly(new StepCount(600_000, 2), new StepCount(660_000, 0),
                new StepCount(720_000, 0));
    }

    @Test
    void countsResultsOfSubqueriesAndReadsTheirInput() {
        QueryStatistics.Samples samples = samples("max_over_time(rate(m[1m])[1m:30s])");
        assertThat(samples.total()).isEqualTo(2 * 2 * 3);
        assertThat(samples.read()).isEqualTo(2 * (4 + 2 * 5));
        assertThat(samples.readPerStep()).containsExactly(new StepCount(600_000, 2 * (4 + 2)),
                new StepCount(660_000, 8), new StepCount(720_000, 8));
    }

    @Test
    void countsStepsOnlyWhenAsked() {
        QueryResult result = run(new InstantQuery("m", 600_000));
        assertThat(result.statistics().samples().totalPerStep()).isEmpty();
        assertThat(result.statistics().samples().total()).isEqualTo(2);
        assertThat(result.analysis()).isNull();
    }

    @Test
    void saysWhatEachOperatorDid() {
        OperatorAnalysis sum = range("sum(rate(m[2m]))").analysis();
        assertThat(sum).isNotNull();
        assertThat(sum.name()).isEqualTo("sum by []");
        assertThat(sum.series()).isEqualTo(1);
        assertThat(sum.samples()).isEqualTo(48);
        OperatorAnalysis rate = sum.children().getFirst();
        assertThat(rate.name()).isEqualTo("rate of select 2m of {__name__=\"m\"}");
        assertThat(rate.series()).isEqualTo(2);
        assertThat(rate.samples()).isEqualTo(48);
        assertThat(rate.peakSamples()).isBetween(1L, sum.peakSamples());
        assertThat(rate.nanos()).isBetween(1L, sum.nanos());
    }

    @Test
    void explainsWhatItWouldDo() {
        var engine = new QueryEngine(EngineOptions.DEFAULT);
        assertThat(engine.explain(new RangeQuery(
                "sum(rate(m{a=\"1\"}[5m])) / sum(rate(m[5m])) + max(sum by (job) (m @ end()))", 0, 60_000, 1_000)))
                .hasToString("""
                        unique labels at each step
                          + one-to-one ignoring []
                            unique labels at each step
                              / one-to-one ignoring []
                                sum by []
                                  rate of select 5m of {__name__="m"} where {a="1"} from fetch 1
                                sum by []
                                  rate of select 5m of {__name__="m"} from fetch 1
                            once for all steps
                              max by []
                                sum by [job]
                                  select {__name__="m"} @ 60000ms
                        """);
    }
}
