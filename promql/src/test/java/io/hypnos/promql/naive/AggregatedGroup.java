package io.hypnos.promql.naive;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.ast.AggregateOp;
import io.hypnos.promql.ast.PositionRange;

/// One group of an aggregation at one step, made one number.
final class AggregatedGroup {

    private final Remarks remarks;
    private final AggregateOp op;
    private final PositionRange position;
    private final List<Element> elements;
    private boolean incompatible;

    AggregatedGroup(Remarks remarks, AggregateOp op, PositionRange position, List<Element> elements) {
        this.remarks = remarks;
        this.op = op;
        this.position = position;
        this.elements = elements;
    }

    boolean dropsName() {
        return elements.stream().anyMatch(Element::dropName);
    }

    @Nullable
    Point aggregate(double q) {
        return switch (op) {
            case SUM, AVG -> sumOrMean();
            case COUNT -> Point.of(0, elements.size());
            case GROUP -> Point.of(0, 1);
            case MIN, MAX -> extreme();
            case STDVAR, STDDEV -> variance();
            case QUANTILE -> {
                List<Double> floats = floatsOnly();
                yield floats.isEmpty() ? null : Point.of(0, NaiveMath.quantile(q, floats));
            }
            case TOPK, BOTTOMK, LIMITK, LIMIT_RATIO, COUNT_VALUES -> throw new IllegalStateException(op.word());
        };
    }

    private List<Double> floatsOnly() {
        if (elements.stream().anyMatch(e -> !e.isFloat())) {
            remarks.histogramIgnored(op.word(), position);
        }
        return elements.stream().filter(Element::isFloat).map(Element::value).toList();
    }

    private @Nullable Point extreme() {
        List<Double> floats = floatsOnly();
        if (floats.isEmpty()) {
            return null;
        }
        double best = floats.getFirst();
        for (double value : floats) {
            boolean better = op == AggregateOp.MAX ? value > best : value < best;
            best = better || Double.isNaN(best) ? value : best;
        }
        return Point.of(0, best);
    }

    private @Nullable Point variance() {
        List<Double> floats = floatsOnly();
        if (floats.isEmpty()) {
            return null;
        }
        double mean = floats.getFirst();
        double squares = Double.isFinite(mean) ? 0 : Double.NaN;
        double count = 1;
        for (double value : floats.subList(1, floats.size())) {
            count++;
            double delta = value - mean;
            mean += delta / count;
            squares += delta * (value - mean);
        }
        double variance = squares / count;
        return Point.of(0, op == AggregateOp.STDDEV ? Math.sqrt(variance) : variance);
    }

    private @Nullable Point sumOrMean() {
        boolean floats = elements.stream().anyMatch(Element::isFloat);
        boolean histograms = elements.stream().anyMatch(e -> !e.isFloat());
        HistogramMean mean = histograms && !elements.getFirst().isFloat() ? histogramMean() : null;
        if (incompatible && !mixedBeforeIncompatible()) {
            return null;
        }
        if (floats && histograms) {
            remarks.warn("encountered a mix of histograms and floats for aggregation", position);
            return null;
        }
        if (incompatible) {
            return null;
        }
        if (mean != null) {
            if (mean.hintsCollided()) {
                remarks.hintsCollided("aggregation", position);
            }
            return Point.of(0, (op == AggregateOp.AVG ? mean.average() : mean.sum()).compacted());
        }
        return Point.of(0, op == AggregateOp.AVG ? floatMean() : floatSum());
    }

    /// Once two histograms of a group do not fit, the rest of it is not looked at.
    private boolean mixedBeforeIncompatible() {
        boolean floatSeen = false;
        NaiveHistogram first = null;
        for (Element element : elements) {
            NaiveHistogram histogram = element.point().histogram();
            if (histogram == null) {
                floatSeen = true;
            } else if (first == null) {
                first = histogram;
            } else if (first.isCustom() != histogram.isCustom()) {
                return floatSeen;
            }
        }
        return floatSeen;
    }

    private HistogramMean histogramMean() {
        var mean = new HistogramMean();
        boolean reconciled = false;
        for (Element element : elements) {
            NaiveHistogram histogram = element.point().histogram();
            if (histogram == null) {
                continue;
            }
            try {
                mean.add(histogram, op == AggregateOp.AVG);
            } catch (IncompatibleHistogramsException e) {
                remarks.mixedSchemas(element.metric(), position);
                incompatible = true;
                break;
            }
            reconciled |= mean.boundsReconciled();
        }
        if (reconciled) {
            remarks.boundsReconciled("aggregation", position);
        }
        return mean;
    }

    private double floatSum() {
        var sum = new Kahan(elements.getFirst().value());
        elements.subList(1, elements.size()).forEach(e -> sum.add(e.value()));
        return sum.value();
    }

    private double floatMean() {
        var mean = new FloatMean();
        elements.forEach(e -> mean.add(e.value()));
        return mean.value();
    }
}
