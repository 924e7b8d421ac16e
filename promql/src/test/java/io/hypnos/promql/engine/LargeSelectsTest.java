package io.hypnos.promql.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.hypnos.promql.EngineOptions;
import io.hypnos.promql.QueryEngine;
import io.hypnos.promql.QueryException;
import io.hypnos.promql.QueryLimits;
import io.hypnos.promql.QueryResult;
import io.hypnos.promql.RangeQuery;
import io.hypnos.promql.format.JsonOutput;
import io.hypnos.promql.format.ResultJson;
import io.hypnos.series.QueryContext;
import io.hypnos.series.StorageException;

/// Selections that several threads read.
class LargeSelectsTest {

    private static final int SERIES = 4_000;

    private static QueryResult ask(String query, int threads, GeneratedSeries source) {
        return new QueryEngine(EngineOptions.DEFAULT.withThreads(threads))
                .execute(new RangeQuery(query, 600_000, 4_200_000, 15_000), source, QueryContext.UNLIMITED);
    }

    private static String text(QueryResult result) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var json = new JsonOutput(bytes);
        ResultJson.write(result, new ResultJson.Parts(false), json);
        json.flush();
        return bytes + " " + result.warnings() + result.infos() + result.statistics().samples();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sum by (job) (rate(m[1m]))", "avg(m)", "topk(3, irate(m[2m]))",
        "max by (job) (m) / on (job) min by (job) (increase(m[5m]))", "m{instance=\"7\"} or stddev by (job) (m)"})
    void giveTheSameWhateverTheNumberOfThreads(String query) throws IOException {
        String alone = text(ask(query, 1, new GeneratedSeries(SERIES, number -> {})));
        assertThat(text(ask(query, 2, new GeneratedSeries(SERIES, number -> {})))).isEqualTo(alone);
        assertThat(text(ask(query, 5, new GeneratedSeries(SERIES, number -> {})))).isEqualTo(alone);
    }

    @Test
    void areReadByHelpers() {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        ask("sum(rate(m[1m]))", 3,
                new GeneratedSeries(SERIES, number -> threads.add(Thread.currentThread().getName())));
        assertThat(threads).anyMatch(name -> name.startsWith("query-reader-"));
    }

    @Test
    void failAsTheFirstSeriesThatFails() {
        var source = new GeneratedSeries(SERIES, number -> {
            if (number > SERIES / 2) {
                throw new StorageException("series " + number, null);
            }
        });
        assertThatThrownBy(() -> ask("sum(rate(m[1m]))", 3, source)).isInstanceOf(QueryException.Storage.class)
                .hasMessageContaining("series " + (SERIES / 2 + 1));
        assertThat(source.wasClosedInTime()).isTrue();
    }

    @Test
    void areNotReadAfterTheQueryHasEnded() {
        var source = new GeneratedSeries(SERIES, number -> {});
        var engine = new QueryEngine(
                EngineOptions.DEFAULT.withThreads(3).withLimits(new QueryLimits(500_000)));
        assertThatThrownBy(() -> engine.execute(new RangeQuery("sum(rate(m[1m]))", 600_000, 4_200_000, 15_000), source,
                QueryContext.UNLIMITED)).isInstanceOf(QueryException.TooManySamples.class);
        assertThat(source.wasClosedInTime()).isTrue();
    }
}
