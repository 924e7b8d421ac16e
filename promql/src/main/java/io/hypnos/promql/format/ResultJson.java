package io.hypnos.promql.format;

import java.io.IOException;
import java.util.List;

import io.hypnos.promql.MatrixSeries;
import io.hypnos.promql.MatrixValue;
import io.hypnos.promql.QueryResult;
import io.hypnos.promql.QueryValue;
import io.hypnos.promql.ScalarValue;
import io.hypnos.promql.StringValue;
import io.hypnos.promql.VectorValue;
import io.hypnos.series.labels.LabelCursor;
import io.hypnos.series.labels.Labels;

/// Writes the `data` of `/api/v1/query` and `/api/v1/query_range`: `{"resultType":"…","result":…}`, and behind it `stats` and `analysis` where
/// asked for. Nothing is held back, so that a result of any size needs one block of memory.
public final class ResultJson {

    private final JsonOutput json;
    private final StepPrefixes prefixes = new StepPrefixes();

    private ResultJson(JsonOutput json) {
        this.json = json;
    }

    /// Which parts are written besides the value.
    ///
    /// @param statistics whether `stats` is
    public record Parts(boolean statistics) {}

    /// Writes one result; does not flush.
    public static void write(QueryResult result, Parts parts, JsonOutput json) throws IOException {
        json.raw("{\"resultType\":\"").raw(result.value().type().word()).raw("\",\"result\":");
        write(result.value(), json);
        if (parts.statistics()) {
            json.raw(",\"stats\":");
            StatisticsJson.write(result.statistics(), json);
        }
        if (result.analysis() != null) {
            json.raw(",\"analysis\":");
            AnalysisJson.write(result.analysis(), json);
        }
        json.raw('}');
    }

    /// Writes only what stands behind `"result":`; does not flush.
    public static void write(QueryValue value, JsonOutput json) throws IOException {
        var writer = new ResultJson(json);
        switch (value) {
            case ScalarValue scalar ->
                json.raw('[').seconds(scalar.time()).raw(',').quotedPlain(scalar.value()).raw(']');
            case StringValue string -> json.raw('[').seconds(string.time()).raw(',').text(string.value()).raw(']');
            case VectorValue vector -> writer.vector(vector);
            case MatrixValue matrix -> writer.matrix(matrix.series());
        }
    }

    /// Writes labels as an object.
    public static void write(Labels labels, JsonOutput json) throws IOException {
        json.raw('{');
        byte[] packed = labels.packed();
        LabelCursor cursor = labels.cursor();
        for (boolean first = true; cursor.next(); first = false) {
            if (!first) {
                json.raw(',');
            }
            json.text(packed, cursor.nameOffset(), cursor.nameLength()).raw(':');
            json.text(packed, cursor.valueOffset(), cursor.valueLength());
        }
        json.raw('}');
    }

    private void vector(VectorValue vector) throws IOException {
        json.raw('[');
        List<VectorValue.Sample> samples = vector.samples();
        for (int i = 0; i < samples.size(); i++) {
            VectorValue.Sample sample = samples.get(i);
            json.raw(i == 0 ? "{\"metric\":" : ",{\"metric\":");
            write(sample.labels(), json);
            if (sample.histograms() == null) {
                json.raw(",\"value\":[").timestamp(vector.time()).raw(',').quoted(sample.value());
            } else {
                json.raw(",\"histogram\":[").timestamp(vector.time()).raw(',');
                HistogramJson.write(sample.histograms(), sample.histogramRow(), json);
            }
            json.raw("]}");
        }
        json.raw(']');
    }

    private void matrix(List<MatrixSeries> all) throws IOException {
        json.raw('[');
        for (int i = 0; i < all.size(); i++) {
            MatrixSeries series = all.get(i);
            prefixes.prepare(series.steps());
            json.raw(i == 0 ? "{\"metric\":" : ",{\"metric\":");
            write(series.labels(), json);
            floats(series);
            if (series.hasHistograms()) {
                histograms(series);
            }
            json.raw('}');
        }
        json.raw(']');
    }

    private void floats(MatrixSeries series) throws IOException {
        boolean any = false;
        for (int i = 0; i < series.size(); i++) {
            if (series.histogramRow(i) >= 0) {
                continue;
            }
            json.raw(any ? "," : ",\"values\":[");
            prefixes.write(series.step(i), json);
            json.quoted(series.value(i)).raw(']');
            any = true;
        }
        if (any) {
            json.raw(']');
        }
    }

    private void histograms(MatrixSeries series) throws IOException {
        boolean any = false;
        for (int i = 0; i < series.size(); i++) {
            if (series.histogramRow(i) < 0) {
                continue;
            }
            json.raw(any ? "," : ",\"histograms\":[");
            prefixes.write(series.step(i), json);
            HistogramJson.write(series.histograms(), series.histogramRow(i), json);
            json.raw(']');
            any = true;
        }
        if (any) {
            json.raw(']');
        }
    }
}
