package io.hypnos.promql.promqltest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.hypnos.promql.naive.NaiveHistogram;
import io.hypnos.promql.naive.Point;
import io.hypnos.series.QueryContext;
import io.hypnos.series.Samples;
import io.hypnos.series.SelectHints;
import io.hypnos.series.Series;
import io.hypnos.series.SeriesQuerier;
import io.hypnos.series.SeriesSet;
import io.hypnos.series.StaleMarker;
import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkDecoder;
import io.hypnos.series.chunk.ChunkWriter;
import io.hypnos.series.histogram.FloatHistogram;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.Matcher;

/// Series in encoded chunks, decoded anew for each query. Series with start times stay columns: no encoding that is written has them.
final class EncodedStorage implements SeriesQuerier {

    private final List<StoredSeries> series;

    private EncodedStorage(List<StoredSeries> series) {
        this.series = series;
    }

    /// A series before it is known which of its samples are wanted.
    private interface StoredSeries {

        Labels labels();

        Series in(TimeRange range);
    }

    private record Columns(Labels labels, List<Point> points) implements StoredSeries {

        @Override
        public Series in(TimeRange range) {
            return new PointSeries(labels, points, range);
        }
    }

    private record Chunks(Labels labels, List<Chunk> chunks) implements StoredSeries {

        @Override
        public Series in(TimeRange range) {
            return new DecodedSeries(labels, chunks, range);
        }
    }

    private record DecodedSeries(Labels labels, List<Chunk> chunks, TimeRange range) implements Series {

        @Override
        public void readInto(Samples into) {
            into.clear();
            for (Chunk chunk : chunks) {
                if (range.overlaps(chunk.minTime(), chunk.maxTime())) {
                    ChunkDecoder.decode(chunk, range, into);
                }
            }
        }
    }

    static EncodedStorage of(Map<Labels, List<Point>> written) {
        List<StoredSeries> series = new ArrayList<>();
        written.forEach((labels, points) -> series.add(points.stream().anyMatch(p -> p.start() != 0)
                ? new Columns(labels, StoredSamples.of(points))
                : new Chunks(labels, chunks(points))));
        return new EncodedStorage(series);
    }

    private static List<Chunk> chunks(List<Point> points) {
        var writer = new ChunkWriter();
        boolean afterHistogram = false;
        for (Point point : points) {
            NaiveHistogram histogram = point.histogram();
            if (histogram != null) {
                writer.append(point.time(), new FloatHistogram(histogram.hint(), histogram.layout(), histogram.count(),
                        histogram.zeroCount(), histogram.sum(), histogram.bucketCounts()));
                afterHistogram = true;
            } else if (afterHistogram && StaleMarker.is(point.value())) {
                // Storage marks the end of a histogram series by a stale histogram.
                writer.append(point.time(), FloatHistogram.STALE);
            } else {
                writer.append(point.time(), point.value());
                afterHistogram = false;
            }
        }
        return writer.finish();
    }

    @Override
    public SeriesSet select(List<Matcher> matchers, SelectHints hints, QueryContext context) {
        return new ListedSeries(series.stream().filter(s -> Matcher.allMatch(matchers, s.labels()))
                .map(s -> s.in(hints.range())).toList());
    }
}
