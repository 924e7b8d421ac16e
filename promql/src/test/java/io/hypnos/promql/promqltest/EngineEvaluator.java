package io.hypnos.promql.promqltest;

import java.util.ArrayList;
import java.util.List;

import io.hypnos.promql.InstantQuery;
import io.hypnos.promql.MatrixSeries;
import io.hypnos.promql.MatrixValue;
import io.hypnos.promql.Query;
import io.hypnos.promql.QueryEngine;
import io.hypnos.promql.QueryResult;
import io.hypnos.promql.QueryValue;
import io.hypnos.promql.RangeQuery;
import io.hypnos.promql.ScalarValue;
import io.hypnos.promql.StringValue;
import io.hypnos.promql.VectorValue;
import io.hypnos.promql.naive.NaiveHistogram;
import io.hypnos.promql.naive.NaiveResult;
import io.hypnos.promql.naive.NaiveSeries;
import io.hypnos.promql.naive.NaiveValue;
import io.hypnos.promql.naive.Point;
import io.hypnos.series.QueryContext;
import io.hypnos.series.SeriesQuerier;

/// The real engine, over encoded chunks; its columns are taken apart into single samples.
public record EngineEvaluator(QueryEngine engine) implements Evaluator {

    @Override
    public NaiveResult instant(String query, long time, ScriptStorage storage) {
        return execute(new InstantQuery(query, time), storage.encoded());
    }

    @Override
    public NaiveResult range(String query, long start, long end, long step, ScriptStorage storage) {
        return execute(new RangeQuery(query, start, end, step), storage.encoded());
    }

    public NaiveResult execute(Query query, SeriesQuerier querier) {
        QueryResult result = engine.execute(query, querier, QueryContext.UNLIMITED);
        return new NaiveResult(value(result.value()), result.warnings(), result.infos());
    }

    private static NaiveValue value(QueryValue value) {
        return switch (value) {
            case ScalarValue scalar -> new NaiveValue.Scalar(scalar.value());
            case StringValue string -> new NaiveValue.Text(string.value());
            case VectorValue vector -> new NaiveValue.Vector(
                    vector.samples().stream().map(s -> series(s, vector.time())).toList());
            case MatrixValue matrix -> new NaiveValue.Matrix(
                    matrix.series().stream().map(EngineEvaluator::series).toList());
        };
    }

    private static NaiveSeries series(VectorValue.Sample sample, long time) {
        NaiveHistogram histogram = sample.histograms() == null
                ? null
                : NaiveHistogram.of(sample.histograms(), sample.histogramRow());
        return new NaiveSeries(sample.labels(), false, List.of(new Point(time, sample.value(), histogram, 0)));
    }

    private static NaiveSeries series(MatrixSeries series) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < series.size(); i++) {
            int row = series.histogramRow(i);
            NaiveHistogram histogram = row < 0 ? null : NaiveHistogram.of(series.histograms(), row);
            points.add(new Point(series.time(i), histogram == null ? series.value(i) : 0, histogram, 0));
        }
        return new NaiveSeries(series.labels(), false, points);
    }
}
