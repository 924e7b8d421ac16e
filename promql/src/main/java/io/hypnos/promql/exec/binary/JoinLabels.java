package io.hypnos.promql.exec.binary;

import io.hypnos.promql.ast.Cardinality;
import io.hypnos.promql.ast.VectorMatching;
import io.hypnos.promql.exec.LabelSubset;
import io.hypnos.promql.exec.MetricNames;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.LabelsBuilder;

/// The labels of what comes out of a pair of series.
final class JoinLabels {

    private final VectorMatching matching;
    private final boolean dropsName;
    private final boolean oneToOne;
    private final LabelSubset matched;

    /// @param dropsName whether the result cannot keep the metric's name
    JoinLabels(VectorMatching matching, boolean dropsName) {
        this.matching = matching;
        this.dropsName = dropsName;
        this.oneToOne = matching.cardinality() == Cardinality.ONE_TO_ONE;
        this.matched = Signatures.subset(matching);
    }

    /// @param many labels of the series on the many-side, which the result takes over as far as the matching allows
    /// @param one  labels of the other series, from which it takes those to be included
    Labels of(Labels many, Labels one) {
        Labels base = dropsName ? MetricNames.without(many) : many;
        if (oneToOne) {
            base = matching.on() ? base.only(matching.labels()) : base.without(matching.labels());
        }
        if (matching.include().isEmpty()) {
            return base;
        }
        LabelsBuilder builder = base.toBuilder();
        for (String name : matching.include()) {
            builder.set(name, one.get(name));
        }
        return builder.build();
    }

    /// The labels that a series is matched by, which stand in for those of a partner that is not there.
    Labels matchedBy(Labels labels) {
        matched.cut(labels);
        return matched.toLabels();
    }
}
