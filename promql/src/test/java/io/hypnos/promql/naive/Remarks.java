package io.hypnos.promql.naive;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.hypnos.promql.ast.PositionRange;
import io.hypnos.promql.number.GoNumbers;
import io.hypnos.series.labels.LabelText;

/// Collects the warnings and infos of one evaluation. One text counts once, and the place that raised it last is shown; remarks that
/// add up what they have in common keep the first place.
final class Remarks {

    private static final String WARNING = "PromQL warning: ";
    private static final String INFO = "PromQL info: ";

    private final Map<String, Remark> remarks = new LinkedHashMap<>();

    /// @param render gives the detail that is shown behind the text, from the query
    private record Remark(boolean warning, Function<String, String> render) {}

    void warn(String text, PositionRange position) {
        remarks.put(WARNING + text, new Remark(true, query -> at(position, query)));
    }

    void inform(String text, PositionRange position) {
        remarks.put(INFO + text, new Remark(false, query -> at(position, query)));
    }

    void invalidQuantile(double q, PositionRange position) {
        warn("quantile value should be between 0 and 1, got " + GoNumbers.general(q), position);
    }

    void mixedFloatsAndHistograms(String metric, PositionRange position) {
        warn("encountered a mix of histograms and floats for metric name " + quoted(metric), position);
    }

    void mixedSchemas(String metric, PositionRange position) {
        warn("vector contains a mix of histograms with exponential and custom buckets schemas for metric name "
                + quoted(metric), position);
    }

    void notACounter(String metric, PositionRange position) {
        warn("this native histogram metric is not a counter: " + quoted(metric), position);
    }

    void notAGauge(String metric, PositionRange position) {
        warn("this native histogram metric is not a gauge: " + quoted(metric), position);
    }

    void hintsCollided(String operation, PositionRange position) {
        warn("conflicting counter resets during histogram " + operation, position);
    }

    void boundsReconciled(String operation, PositionRange position) {
        inform("mismatched custom buckets were reconciled during " + operation, position);
    }

    void histogramIgnored(String aggregation, PositionRange position) {
        inform("ignored histogram in " + aggregation + " aggregation", position);
    }

    void histogramsIgnoredInRange(String metric, PositionRange position) {
        inform("ignored histograms in a range containing both floats and histograms for metric name "
                + quoted(metric), position);
    }

    /// Takes over the remarks of a part of the evaluation.
    void addAll(Remarks other) {
        other.remarks.forEach((text, remark) -> remarks.merge(text, remark, Remarks::merged));
    }

    private static Remark merged(Remark before, Remark added) {
        if (added.render instanceof Overlaps overlaps) {
            return Overlaps.of(before).and(overlaps.count).remark();
        }
        if (added.render instanceof Fixes fixes) {
            return Fixes.of(before).and(fixes.fix).remark();
        }
        return added;
    }

    void startOverlap(String metric, PositionRange position) {
        String key = WARNING + "sample has start time that overlaps with previous sample timestamp for metric "
                + quoted(metric);
        remarks.merge(key, new Overlaps(1, position).remark(), Remarks::merged);
    }

    private record Overlaps(int count, PositionRange position) implements Function<String, String> {

        Remark remark() {
            return new Remark(true, this);
        }

        static Overlaps of(Remark remark) {
            return (Overlaps) remark.render;
        }

        Overlaps and(int more) {
            return new Overlaps(count + more, position);
        }

        @Override
        public String apply(String query) {
            return (count > 1 ? " (" + count + " occurrences)" : "") + at(position, query);
        }
    }

    /// @param metric empty when it shall not be named
    /// @param fix    what was changed in one histogram
    void forcedMonotonicity(String metric, PositionRange position, Fix fix) {
        String key = INFO
                + "input to histogram_quantile needed to be fixed for monotonicity (see https://prometheus.io/"
                + "docs/prometheus/latest/querying/functions/#histogram_quantile)" + named(metric);
        remarks.merge(key, new Fixes(fix, position).remark(), Remarks::merged);
    }

    /// Where buckets of classic histograms had to be made monotonic.
    record Fix(long first, long last, double minBucket, double maxBucket, double maxDifference, int samples) {

        Fix and(Fix other) {
            return new Fix(Math.min(first, other.first), Math.max(last, other.last),
                    Math.min(minBucket, other.minBucket), Math.max(maxBucket, other.maxBucket),
                    Math.max(maxDifference, other.maxDifference), samples + other.samples);
        }
    }

    private record Fixes(Fix fix, PositionRange position) implements Function<String, String> {

        Remark remark() {
            return new Remark(false, this);
        }

        static Fixes of(Remark remark) {
            return (Fixes) remark.render;
        }

        Fixes and(Fix other) {
            return new Fixes(fix.and(other), position);
        }

        @Override
        public String apply(String query) {
            return ", from buckets " + GoNumbers.general(fix.minBucket) + " to " + GoNumbers.general(fix.maxBucket)
                    + ", with a max diff of " + GoNumbers.general(fix.maxDifference, 2) + ", over " + fix.samples
                    + " samples from " + Instant.ofEpochSecond(fix.first / 1000) + " to "
                    + Instant.ofEpochSecond(fix.last / 1000) + at(position, query);
        }
    }

    /// The texts of one kind with their places in `query`.
    List<String> rendered(boolean warnings, String query) {
        List<String> texts = new ArrayList<>();
        remarks.forEach((text, remark) -> {
            if (remark.warning == warnings) {
                texts.add(text + remark.render.apply(query));
            }
        });
        return texts;
    }

    static String quoted(String text) {
        var quoted = new StringBuilder();
        LabelText.appendQuoted(quoted, text);
        return quoted.toString();
    }

    static String named(String metric) {
        return metric.isEmpty() ? "" : " for metric name " + quoted(metric);
    }

    private static String at(PositionRange position, String query) {
        return " (" + position.describe(query) + ")";
    }
}
