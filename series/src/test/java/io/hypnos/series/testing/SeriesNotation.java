package io.hypnos.series.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.hypnos.series.ChunkSeries;
import io.hypnos.series.Samples;
import io.hypnos.series.StaleMarker;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkWriter;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.LabelsBuilder;

/// Series in one line: `series("up{job=\"a\"}", "1+1x5 _ 7 stale")`.
///
/// Values are apart by blanks and one interval after another: a number, `_` for none, `stale` for a stale marker, `axn` for `a` and `n` more
/// times, `a+bxn` and `a-bxn` for `a` and `n` more, each `b` further; `_xn` for `n` gaps.
public final class SeriesNotation {

    private static final Pattern SERIES = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)?\\s*(?:\\{(.*)})?");
    private static final Pattern LABEL = Pattern
            .compile("\\s*([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"\\s*,?");
    private static final Pattern RUN = Pattern
            .compile("([-+]?(?:[0-9.]+(?:[eE][-+]?[0-9]+)?|NaN|Inf))(?:([-+])([0-9.]+))?x([0-9]+)");

    private final Labels labels;
    private final List<Long> times = new ArrayList<>();
    private final List<Double> values = new ArrayList<>();

    private SeriesNotation(Labels labels) {
        this.labels = labels;
    }

    /// A series whose first value is at 0 and the others 15 s apart.
    public static SeriesNotation series(String labels, String values) {
        return series(labels, values, 0, 15_000);
    }

    public static SeriesNotation series(String labels, String values, long start, long interval) {
        var series = new SeriesNotation(labels(labels));
        long t = start;
        for (String token : values.isBlank() ? new String[0] : values.trim().split("\\s+")) {
            t = series.add(token, t, interval);
        }
        return series;
    }

    /// The labels of a selector that is one series.
    public static Labels labels(String text) {
        Matcher matcher = SERIES.matcher(text.trim());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no series: " + text);
        }
        var builder = new LabelsBuilder();
        if (matcher.group(1) != null) {
            builder.set(Labels.METRIC_NAME, matcher.group(1));
        }
        if (matcher.group(2) != null) {
            Matcher label = LABEL.matcher(matcher.group(2));
            while (label.lookingAt()) {
                builder.set(label.group(1), label.group(2).replace("\\\"", "\"").replace("\\\\", "\\"));
                label.region(label.end(), matcher.group(2).length());
            }
            if (label.regionStart() < label.regionEnd()) {
                throw new IllegalArgumentException("no labels: " + text);
            }
        }
        return builder.build();
    }

    private long add(String token, long start, long interval) {
        if (token.startsWith("_")) {
            return start + interval * (token.length() > 2 ? Integer.parseInt(token.substring(2)) : 1);
        }
        Matcher run = RUN.matcher(token);
        if (!run.matches()) {
            times.add(start);
            values.add(number(token));
            return start + interval;
        }
        double value = number(run.group(1));
        double step = run.group(2) == null ? 0 : number(run.group(3)) * (run.group(2).equals("-") ? -1 : 1);
        int count = Integer.parseInt(run.group(4)) + 1;
        for (int i = 0; i < count; i++) {
            times.add(start + i * interval);
            values.add(value);
            value += step;
        }
        return start + count * interval;
    }

    private static double number(String token) {
        return switch (token) {
            case "stale" -> StaleMarker.VALUE;
            case "Inf", "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(token);
        };
    }

    public Labels labels() {
        return labels;
    }

    public long[] times() {
        return times.stream().mapToLong(Long::longValue).toArray();
    }

    public double[] values() {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    public Samples samples() {
        var samples = new Samples();
        for (int i = 0; i < times.size(); i++) {
            samples.addFloat(times.get(i), values.get(i));
        }
        return samples;
    }

    public List<Chunk> chunks() {
        return chunks(ChunkWriter.SAMPLES_PER_CHUNK);
    }

    public List<Chunk> chunks(int samplesPerChunk) {
        var writer = new ChunkWriter(samplesPerChunk);
        for (int i = 0; i < times.size(); i++) {
            writer.append(times.get(i), values.get(i));
        }
        return writer.finish();
    }

    public ChunkSeries chunkSeries() {
        return new ChunkSeries(labels, List.copyOf(chunks()));
    }
}
