package io.hypnos.promql.exec;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import io.hypnos.promql.ast.PositionRange;
import io.hypnos.promql.number.GoNumbers;
import io.hypnos.promql.plan.node.Origin;
import io.hypnos.series.labels.LabelText;

/// Everything the engine may remark, in the wording of Prometheus.
public final class Remarks {

    private final QueryAnnotations annotations;

    public Remarks(QueryAnnotations annotations) {
        this.annotations = annotations;
    }

    /// An operation on histograms, as remarks name it.
    public enum HistogramOperation {
        ADDITION("addition"), SUBTRACTION("subtraction"), AGGREGATION("aggregation");

        private final String word;

        HistogramOperation(String word) {
            this.word = word;
        }
    }

    public void invalidQuantile(double quantile, Origin at) {
        annotations.warn("quantile value should be between 0 and 1, got " + GoNumbers.general(quantile), at);
    }

    public void invalidRatio(double ratio, double capped, Origin at) {
        annotations.warn("ratio value should be between -1 and 1, got " + GoNumbers.general(ratio) + ", capping to "
                + GoNumbers.general(capped), at);
    }

    public void badBucketLabel(String metric, String label, Origin at) {
        annotations.warn("bucket label \"le\" is missing or has a malformed value of " + quoted(label)
                + forMetric(metric), at);
    }

    public void mixedFloatsAndHistograms(String metric, Origin at) {
        annotations.warn("encountered a mix of histograms and floats for metric name " + quoted(metric), at);
    }

    public void mixedFloatsAndHistogramsInAggregation(Origin at) {
        annotations.warn("encountered a mix of histograms and floats for aggregation", at);
    }

    public void mixedClassicAndNative(String metric, Origin at) {
        annotations.warn("vector contains a mix of classic and native histograms" + forMetric(metric), at);
    }

    public void histogramIsNoCounter(String metric, Origin at) {
        annotations.warn("this native histogram metric is not a counter: " + quoted(metric), at);
    }

    public void histogramIsNoGauge(String metric, Origin at) {
        annotations.warn("this native histogram metric is not a gauge: " + quoted(metric), at);
    }

    public void mixedExponentialAndCustom(String metric, Origin at) {
        annotations
                .warn("vector contains a mix of histograms with exponential and custom buckets schemas for metric name "
                        + quoted(metric), at);
    }

    public void incompatibleBuckets(String operator, Origin at) {
        annotations.warn("incompatible bucket layout encountered for binary operator " + operator, at);
    }

    public void sortInRangeQuery(Origin at) {
        annotations.warn("sort is ineffective for range queries since results are always ordered by labels", at);
    }

    public void counterResetCollision(HistogramOperation operation, Origin at) {
        annotations.warn("conflicting counter resets during histogram " + operation.word, at);
    }

    public void maybeNoCounter(String metric, Origin at) {
        annotations.inform("metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "
                + quoted(metric), at);
    }

    public void maybeNoCounterByType(String metric, String type, Origin at) {
        annotations
                .inform("metric might not be a counter, __type__ label is not set to \"counter\" or \"histogram\", got "
                        + quoted(type) + ": " + quoted(metric), at);
    }

    public void incompatibleTypes(String left, String operator, String right, Origin at) {
        annotations.inform("incompatible sample types encountered for binary operator " + quoted(operator) + ": " + left
                + " " + operator + " " + right, at);
    }

    public void histogramIgnored(String aggregation, Origin at) {
        annotations.inform("ignored histogram in " + aggregation + " aggregation", at);
    }

    public void histogramsIgnoredInMixedRange(String metric, Origin at) {
        annotations.inform("ignored histograms in a range containing both floats and histograms for metric name "
                + quoted(metric), at);
    }

    public void quantileIsNan(String metric, Origin at) {
        annotations.inform("input to histogram_quantile has NaN observations, result is NaN" + forMetric(metric), at);
    }

    public void quantileIsSkewed(String metric, Origin at) {
        annotations.inform("input to histogram_quantile has NaN observations, result is skewed higher"
                + forMetric(metric), at);
    }

    public void fractionExcludesNans(String metric, Origin at) {
        annotations.inform(
                "input to histogram_fraction has NaN observations, which are excluded from all fractions"
                        + forMetric(metric),
                at);
    }

    public void customBucketsReconciled(HistogramOperation operation, Origin at) {
        annotations.inform("mismatched custom buckets were reconciled during " + operation.word, at);
    }

    /// Buckets of a classic histogram that were not monotonic.
    ///
    /// @param time epoch milliseconds of the step
    public void forcedMonotonicity(String metric, Origin at, long time, double minBucket, double maxBucket,
            double maxDifference) {
        String text = "PromQL info: input to histogram_quantile needed to be fixed for monotonicity (see "
                + "https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)"
                + forMetric(metric);
        annotations.addInfo(text, new ForcedMonotonicity(text, at.position(), new Steps(time, time, 1), minBucket,
                maxBucket, maxDifference));
    }

    /// A sample that counts from before the end of its predecessor.
    public void overlappingStartTime(String metric, Origin at) {
        String text = "PromQL warning: sample has start time that overlaps with previous sample timestamp for metric "
                + quoted(metric);
        annotations.addWarning(text, new OverlappingStartTime(text, at.position(), 1));
    }

    private static String forMetric(String metric) {
        return metric.isEmpty() ? "" : " for metric name " + quoted(metric);
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder();
        LabelText.appendQuoted(quoted, text);
        return quoted.toString();
    }

    /// Between which times how many samples were concerned.
    private record Steps(long first, long last, int count) {}

    private record ForcedMonotonicity(String text, PositionRange position, Steps steps, double minBucket,
            double maxBucket, double maxDifference) implements QueryAnnotations.Remark {

        @Override
        public QueryAnnotations.Remark after(QueryAnnotations.Remark earlier) {
            return earlier instanceof ForcedMonotonicity e
                    ? new ForcedMonotonicity(text, e.position,
                            new Steps(Math.min(steps.first, e.steps.first), Math.max(steps.last, e.steps.last),
                                    steps.count + e.steps.count),
                            Math.min(minBucket, e.minBucket), Math.max(maxBucket, e.maxBucket),
                            Math.max(maxDifference, e.maxDifference))
                    : this;
        }

        @Override
        public String render(String query) {
            return text + ", from buckets " + GoNumbers.general(minBucket) + " to " + GoNumbers.general(maxBucket)
                    + ", with a max diff of " + GoNumbers.general(maxDifference, 2) + ", over " + steps.count
                    + " samples from " + time(steps.first) + " to " + time(steps.last) + " ("
                    + position.describe(query) + ")";
        }

        private static Instant time(long millis) {
            return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS);
        }
    }

    private record OverlappingStartTime(String text, PositionRange position,
            int count) implements QueryAnnotations.Remark {

        @Override
        public QueryAnnotations.Remark after(QueryAnnotations.Remark earlier) {
            return earlier instanceof OverlappingStartTime e
                    ? new OverlappingStartTime(text, e.position, count + e.count)
                    : this;
        }

        @Override
        public String render(String query) {
            String occurrences = count > 1 ? " (" + count + " occurrences)" : "";
            return text + occurrences + " (" + position.describe(query) + ")";
        }
    }
}
