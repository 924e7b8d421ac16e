package io.hypnos.promql.naive;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

import io.hypnos.promql.ast.Expr;
import io.hypnos.promql.ast.Function;
import io.hypnos.promql.ast.PositionRange;
import io.hypnos.promql.ast.StringLiteral;
import io.hypnos.promql.number.GoNumbers;
import io.hypnos.series.labels.Labels;

/// The functions that read histograms at one step: native ones, and classic ones made of `le` series.
final class HistogramFunctions {

    private static final String LE = "le";

    private final Evaluation evaluation;
    private final Remarks remarks;
    private final Function function;
    private final List<Expr> args;

    HistogramFunctions(Evaluation evaluation, Function function, List<Expr> args) {
        this.evaluation = evaluation;
        this.remarks = evaluation.remarks();
        this.function = function;
        this.args = args;
    }

    List<Element> apply(List<List<Element>> in, long time) {
        return switch (function) {
            case HISTOGRAM_COUNT -> ofNative(in.getFirst(), NaiveHistogram::count);
            case HISTOGRAM_SUM -> ofNative(in.getFirst(), NaiveHistogram::sum);
            case HISTOGRAM_AVG -> ofNative(in.getFirst(), h -> h.sum() / h.count());
            case HISTOGRAM_STDVAR -> ofNative(in.getFirst(), HistogramFunctions::variance);
            case HISTOGRAM_STDDEV -> ofNative(in.getFirst(), h -> Math.sqrt(variance(h)));
            case HISTOGRAM_FRACTION -> fractions(in);
            case HISTOGRAM_QUANTILE -> quantile(in, time);
            case HISTOGRAM_QUANTILES -> quantiles(in, time);
            default -> throw new IllegalStateException(function.word());
        };
    }

    private List<Element> ofNative(List<Element> elements, ToDoubleFunction<NaiveHistogram> value) {
        List<Element> result = new ArrayList<>();
        for (Element element : elements) {
            NaiveHistogram histogram = element.point().histogram();
            if (histogram != null) {
                Labels labels = evaluation.dropsNamesAtOnce()
                        ? element.labels().without(List.of(Labels.METRIC_NAME))
                        : element.labels();
                result.add(new Element(labels, true, Point.of(0, value.applyAsDouble(histogram))));
            }
        }
        return result;
    }

    /// Observations stand in the middle of their bucket: the geometric one of exponential buckets, 0 of the zero bucket.
    private static double variance(NaiveHistogram histogram) {
        double mean = histogram.sum() / histogram.count();
        var squares = new Kahan(0);
        for (NaiveHistogram.Bucket bucket : histogram.allBuckets()) {
            if (bucket.count() == 0) {
                continue;
            }
            double middle;
            if (histogram.isCustom()) {
                middle = (bucket.upper() + bucket.lower()) / 2;
            } else if (bucket.lower() <= 0 && bucket.upper() >= 0) {
                middle = 0;
            } else {
                middle = Math.sqrt(bucket.upper() * bucket.lower());
                middle = bucket.upper() < 0 ? -middle : middle;
            }
            double delta = middle - mean;
            squares.add(bucket.count() * delta * delta);
        }
        return squares.value() / histogram.count();
    }

    /// The histograms of one step.
    ///
    /// @param natives  elements with native histograms
    /// @param classics buckets by labels without `le`
    private record Histograms(List<Element> natives, Map<Labels, ClassicHistogram> classics) {}

    /// Sorts the elements; where the same labels have both kinds, neither counts.
    private Histograms histograms(List<Element> elements, PositionRange position) {
        Map<Labels, List<ClassicHistogram.Bucket>> buckets = new LinkedHashMap<>();
        for (Element element : elements) {
            if (!element.isFloat()) {
                continue;
            }
            String le = element.labels().get(LE);
            Double bound = ClassicHistogram.bound(le);
            if (bound == null) {
                String metric = evaluation.dropsNamesAtOnce() ? "" : element.metric();
                remarks.warn("bucket label \"le\" is missing or has a malformed value of " + Remarks.quoted(le)
                        + Remarks.named(metric), position);
                continue;
            }
            buckets.computeIfAbsent(element.labels().without(List.of(LE)), l -> new ArrayList<>())
                    .add(new ClassicHistogram.Bucket(bound, element.value()));
        }
        List<Element> natives = new ArrayList<>();
        Set<Labels> conflicts = new HashSet<>();
        for (Element element : elements) {
            if (element.isFloat()) {
                continue;
            }
            if (buckets.containsKey(element.labels())) {
                String metric = evaluation.dropsNamesAtOnce() ? "" : element.metric();
                remarks.warn("vector contains a mix of classic and native histograms" + Remarks.named(metric),
                        position);
                conflicts.add(element.labels());
            } else {
                natives.add(element);
            }
        }
        buckets.keySet().removeAll(conflicts);
        Map<Labels, ClassicHistogram> classics = new LinkedHashMap<>();
        buckets.forEach((labels, list) -> classics.put(labels, ClassicHistogram.of(list)));
        return new Histograms(natives, classics);
    }

    private List<Element> fractions(List<List<Element>> in) {
        double lower = in.get(0).getFirst().value();
        double upper = in.get(1).getFirst().value();
        PositionRange position = args.get(2).position();
        Histograms histograms = histograms(in.get(2), position);
        List<Element> result = new ArrayList<>();
        for (Element element : histograms.natives) {
            Labels labels = evaluation.nameless(element.labels());
            var quantiles = new HistogramQuantiles(remarks, labels.metricName(), position);
            result.add(new Element(labels, true, Point.of(0, quantiles
                    .fraction(lower, upper, Interpolation.histogramOf(element.point())))));
        }
        histograms.classics.forEach((labels, classic) -> result.add(
                new Element(evaluation.nameless(labels), true, Point.of(0, classic.fraction(lower, upper)))));
        return result;
    }

    private List<Element> quantile(List<List<Element>> in, long time) {
        double q = in.getFirst().getFirst().value();
        checkQuantile(q, args.getFirst());
        PositionRange position = args.get(1).position();
        Histograms histograms = histograms(in.get(1), position);
        return quantile(histograms, q, position, time, labels -> labels);
    }

    private void checkQuantile(double q, Expr arg) {
        if (Double.isNaN(q) || q < 0 || q > 1) {
            remarks.invalidQuantile(q, arg.position());
        }
    }

    private List<Element> quantile(Histograms histograms, double q, PositionRange position, long time,
            UnaryOperator<Labels> rename) {
        List<Element> result = new ArrayList<>();
        for (Element element : histograms.natives) {
            Labels labels = evaluation.nameless(element.labels());
            var quantiles = new HistogramQuantiles(remarks, labels.metricName(), position);
            double value = quantiles.quantile(q, Interpolation.histogramOf(element.point()));
            result.add(new Element(rename.apply(labels), true, Point.of(0, value)));
        }
        histograms.classics.forEach((labels, classic) -> {
            Remarks.Fix fix = classic.fixFor(q, time);
            if (fix != null) {
                remarks.forcedMonotonicity(evaluation.dropsNamesAtOnce() ? "" : labels.metricName(), position, fix);
            }
            result.add(new Element(rename.apply(evaluation.nameless(labels)), true,
                    Point.of(0, classic.quantile(q))));
        });
        return result;
    }

    private List<Element> quantiles(List<List<Element>> in, long time) {
        String label = ((StringLiteral) args.get(1)).value();
        for (int i = 2; i < args.size(); i++) {
            checkQuantile(in.get(i).getFirst().value(), args.get(i));
        }
        PositionRange position = args.getFirst().position();
        Histograms histograms = histograms(in.getFirst(), position);
        List<Element> result = new ArrayList<>();
        for (int i = 2; i < args.size(); i++) {
            double q = in.get(i).getFirst().value();
            result.addAll(quantile(histograms, q, position, time, labels -> labels.with(label, openMetrics(q))));
        }
        return result;
    }

    /// Whole numbers keep a decimal.
    private static String openMetrics(double value) {
        if (Double.isInfinite(value) || Double.isNaN(value)) {
            return GoNumbers.general(value);
        }
        String text = GoNumbers.general(value);
        return text.matches(".*[e.].*") ? text : text + ".0";
    }
}
