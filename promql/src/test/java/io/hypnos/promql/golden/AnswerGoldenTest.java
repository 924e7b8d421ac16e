package io.hypnos.promql.golden;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import io.hypnos.promql.EngineOptions;
import io.hypnos.promql.InstantQuery;
import io.hypnos.promql.Query;
import io.hypnos.promql.QueryEngine;
import io.hypnos.promql.QueryValue;
import io.hypnos.promql.RangeQuery;
import io.hypnos.promql.ScalarValue;
import io.hypnos.promql.format.JsonOutput;
import io.hypnos.promql.format.ResultJson;
import io.hypnos.promql.promqltest.LoadedScript;
import io.hypnos.series.QueryContext;
import io.hypnos.series.SeriesQuerier;

/// Results as JSON, byte by byte: numbers, times, labels, native histograms.
class AnswerGoldenTest {

    private static final QueryEngine ENGINE = new QueryEngine(EngineOptions.DEFAULT);

    @Test
    void writesResultsAsPrometheusDoes() throws IOException {
        List<String> lines = GoldenFiles.lines("answers.txt");
        String load = lines.stream().filter(line -> line.startsWith("load\t"))
                .map(line -> GoldenFiles.unescape(line.substring(5))).collect(Collectors.joining("\n"));
        SeriesQuerier querier = LoadedScript.of(load);
        List<String> differences = new ArrayList<>();
        int compared = 0;
        for (String line : lines) {
            String[] parts = line.split("\t", 3);
            if (!parts[0].equals("load")) {
                compared++;
                String expected = GoldenFiles.unescape(parts[2]);
                String expr = GoldenFiles.unescape(parts[1]);
                String actual = "{" + json(ENGINE.execute(query(parts[0], expr), querier, QueryContext.UNLIMITED).value());
                if (!actual.equals(expected)) {
                    differences.add(parts[0] + " " + expr + "\n  expected " + expected + "\n  but got  " + actual);
                }
            }
        }
        assertThat(compared).isGreaterThan(250);
        assertThat(differences).withFailMessage(() -> String.join("\n", differences)).isEmpty();
    }

    /// @param times `instant T` or `range FROM TO STEP`
    private static Query query(String times, String expr) {
        String[] parts = times.split(" ");
        return parts[0].equals("instant")
                ? new InstantQuery(expr, millis(parts[1]))
                : new RangeQuery(expr, millis(parts[1]), millis(parts[2]), millis(parts[3]));
    }

    private static long millis(String seconds) {
        return Math.round(Double.parseDouble(seconds) * 1000);
    }

    private static String json(QueryValue value) throws IOException {
        var out = new ByteArrayOutputStream();
        var json = new JsonOutput(out);
        json.raw("\"resultType\":\"").raw(value.type().word()).raw("\",\"result\":");
        ResultJson.write(value, json);
        json.raw('}');
        json.flush();
        return out.toString(UTF_8);
    }

    @Test
    void writesNumbersAsPrometheusDoes() throws IOException {
        List<String> differences = new ArrayList<>();
        List<String> lines = GoldenFiles.lines("numbers.txt");
        for (String line : lines) {
            String[] parts = line.split("\t");
            String actual = json(new ScalarValue(0, Double.parseDouble(parts[0])));
            if (!actual.endsWith("[0,\"" + parts[1] + "\"]}")) {
                differences.add(line + " but got " + actual);
            }
        }
        assertThat(lines).hasSizeGreaterThan(500);
        assertThat(differences).isEmpty();
    }
}
