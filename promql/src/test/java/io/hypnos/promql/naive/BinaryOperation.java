package io.hypnos.promql.naive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.hypnos.promql.QueryException;
import io.hypnos.promql.ast.BinaryExpr;
import io.hypnos.promql.ast.BinaryOp;
import io.hypnos.promql.ast.Cardinality;
import io.hypnos.promql.ast.ValueType;
import io.hypnos.promql.ast.VectorMatching;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.LabelsBuilder;

/// A binary operation, step by step.
final class BinaryOperation {

    private final Evaluation evaluation;
    private final BinaryExpr expr;
    private final BinaryOp op;
    private final Frame frame;
    private final BinaryArithmetic arithmetic;

    BinaryOperation(Evaluation evaluation, BinaryExpr expr, Frame frame) {
        this.evaluation = evaluation;
        this.expr = expr;
        this.op = expr.op();
        this.frame = frame;
        this.arithmetic = new BinaryArithmetic(op);
    }

    List<NaiveSeries> evaluate() {
        List<NaiveSeries> lhs = evaluation.evaluate(expr.lhs(), frame);
        List<NaiveSeries> rhs = evaluation.evaluate(expr.rhs(), frame);
        boolean leftScalar = expr.lhs().type() == ValueType.SCALAR;
        boolean rightScalar = expr.rhs().type() == ValueType.SCALAR;
        return evaluation.collect(frame, time -> {
            if (leftScalar && rightScalar) {
                return List.of(Element.scalar(time, arithmetic.ofScalars(evaluation.scalar(lhs, time),
                        evaluation.scalar(rhs, time))));
            }
            if (rightScalar) {
                return withScalar(Evaluation.elements(lhs, time), evaluation.scalar(rhs, time), false);
            }
            if (leftScalar) {
                return withScalar(Evaluation.elements(rhs, time), evaluation.scalar(lhs, time), true);
            }
            return ofVectors(Evaluation.elements(lhs, time), Evaluation.elements(rhs, time));
        });
    }

    private VectorMatching matching() {
        VectorMatching matching = expr.matching();
        if (matching == null) {
            throw new IllegalStateException("vectors without matching");
        }
        return matching;
    }

    private List<Element> withScalar(List<Element> vector, double scalar, boolean scalarFirst) {
        List<Element> result = new ArrayList<>();
        BinaryArithmetic.@Nullable Remark last = null;
        for (Element element : vector) {
            Point number = Point.of(0, scalar);
            var outcome = scalarFirst
                    ? arithmetic.of(number, element.point())
                    : arithmetic.of(element.point(), number);
            if (outcome.value() == null) {
                last = outcome.remark();
                continue;
            }
            // A comparison gives the vector's value, wherever it stands.
            Point value = op.isComparison() && scalarFirst ? element.point() : outcome.value();
            if (expr.returnBool()) {
                value = Point.of(0, outcome.keep() ? 1 : 0);
            } else if (!outcome.keep()) {
                continue;
            }
            boolean renamed = op.changesMeaning() || expr.returnBool();
            result.add(new Element(renamed ? evaluation.nameless(element.labels()) : element.labels(),
                    renamed || element.dropName(), value));
        }
        remark(last);
        return result;
    }

    private void remark(BinaryArithmetic.@Nullable Remark remark) {
        if (remark == null) {
            return;
        }
        if (remark.warning()) {
            evaluation.remarks().warn(remark.text(), expr.position());
        } else {
            evaluation.remarks().inform(remark.text(), expr.position());
        }
    }

    private Labels signature(Labels labels) {
        VectorMatching matching = matching();
        if (matching.on()) {
            return labels.only(matching.labels());
        }
        return labels.without(matching.labels()).without(List.of(Labels.METRIC_NAME));
    }

    private List<Element> ofVectors(List<Element> lhs, List<Element> rhs) {
        return switch (op) {
            case AND -> kept(lhs, signatures(rhs), true);
            case UNLESS -> kept(lhs, signatures(rhs), false);
            case OR -> Stream.concat(lhs.stream(), kept(rhs, signatures(lhs), false).stream()).toList();
            default -> new Matching().match(lhs, rhs);
        };
    }

    private Set<Labels> signatures(List<Element> elements) {
        Set<Labels> signatures = new HashSet<>();
        elements.forEach(e -> signatures.add(signature(e.labels())));
        return signatures;
    }

    private List<Element> kept(List<Element> elements, Set<Labels> signatures, boolean present) {
        return elements.stream().filter(e -> signatures.contains(signature(e.labels())) == present).toList();
    }

    /// The pairing of two vectors at one step. `many` is the left side unless the left one is the side of which there is one.
    private final class Matching {

        private final VectorMatching matching = matching();
        private final boolean swapped = matching.cardinality() == Cardinality.ONE_TO_MANY;
        private final boolean oneToOne = matching.cardinality() == Cardinality.ONE_TO_ONE;
        private final Map<Labels, Element> ones = new HashMap<>();
        private final Map<Labels, Set<Labels>> matched = new HashMap<>();
        private final List<Element> result = new ArrayList<>();
        private BinaryArithmetic.@Nullable Remark last;

        List<Element> match(List<Element> lhs, List<Element> rhs) {
            boolean noFill = matching.fill().isNone();
            if (lhs.isEmpty() && rhs.isEmpty() || noFill && (lhs.isEmpty() || rhs.isEmpty())) {
                return List.of();
            }
            List<Element> many = swapped ? rhs : lhs;
            List<Element> one = swapped ? lhs : rhs;
            one.forEach(this::addOne);
            Double fillRight = matching.fill().right();
            Double fillLeft = matching.fill().left();
            for (Element element : many) {
                Labels signature = signature(element.labels());
                Element partner = ones.get(signature);
                if (partner == null && fillRight != null) {
                    partner = filled(element, fillRight);
                }
                if (partner != null) {
                    pair(element, partner, signature);
                }
            }
            if (fillLeft != null) {
                for (Element element : one) {
                    Labels signature = signature(element.labels());
                    if (!matched.containsKey(signature)) {
                        pair(filled(element, fillLeft), element, signature);
                    }
                }
            }
            remark(last);
            return result;
        }

        private Element filled(Element partner, double value) {
            return new Element(matchingLabels(partner.labels()), false, Point.of(0, value));
        }

        /// The labels by which a series is matched, as messages show them.
        private Labels matchingLabels(Labels labels) {
            return signature(labels);
        }

        private void addOne(Element element) {
            Element other = ones.put(signature(element.labels()), element);
            if (other != null) {
                String[] both = {element.labels().toString(), other.labels().toString()};
                Arrays.sort(both);
                throw new QueryException.Execution("found duplicate series for the match group "
                        + matchingLabels(element.labels()) + " on the "
                        + (swapped ? "left" : "right") + " hand-side of the operation: [" + both[0] + ", " + both[1]
                        + "];many-to-many matching not allowed: matching labels must be unique on one side");
            }
        }

        private void pair(Element many, Element one, Labels signature) {
            var outcome = swapped
                    ? arithmetic.of(one.point(), many.point())
                    : arithmetic.of(many.point(), one.point());
            if (outcome.remark() != null) {
                last = outcome.remark();
            }
            if (outcome.value() == null) {
                return;
            }
            boolean dropName = evaluation.dropsNamesAtOnce() && expr.returnBool();
            Labels labels = resultLabels(many.labels(), one.labels(), dropName || op.changesMeaning());
            Set<Labels> before = matched.computeIfAbsent(signature, s -> new HashSet<>());
            if (oneToOne && !before.isEmpty()) {
                throw new QueryException.Execution(
                        "multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)");
            }
            if (!before.add(labels)) {
                throw new QueryException.Execution(
                        "multiple matches for labels: grouping labels must ensure unique matches");
            }
            if (expr.returnBool()) {
                result.add(new Element(labels, true, Point.of(0, outcome.keep() ? 1 : 0)));
            } else if (outcome.keep()) {
                result.add(new Element(labels, false, outcome.value()));
            }
        }

        private Labels resultLabels(Labels many, Labels one, boolean nameless) {
            Labels base = nameless ? Selection.withoutMetadata(many) : many;
            if (oneToOne) {
                base = matching.on() ? base.only(matching.labels()) : base.without(matching.labels());
            }
            var builder = new LabelsBuilder(base);
            for (String name : matching.include()) {
                builder.set(name, one.get(name));
            }
            return builder.build();
        }
    }
}
