package io.hypnos.promql.ast;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// How the series of two vectors are paired.
///
/// @param on      true when only `labels` are compared, false when all but those (and the metric's name) are
/// @param include labels that the result takes from the side of which there is one
/// @param fill    values for series without a partner
public record VectorMatching(Cardinality cardinality, boolean on, List<String> labels, List<String> include,
        Fill fill) {

    public VectorMatching {
        labels = List.copyOf(labels);
        include = List.copyOf(include);
    }

    public VectorMatching withCardinality(Cardinality other) {
        return new VectorMatching(other, on, labels, include, fill);
    }

    /// Whether one of the sides is a many-side.
    public boolean isGrouped() {
        return cardinality == Cardinality.MANY_TO_ONE || cardinality == Cardinality.ONE_TO_MANY;
    }

    /// The values that stand in for a missing series of the left and of the right side; null where none does.
    public record Fill(@Nullable Double left, @Nullable Double right) {

        public static final Fill NONE = new Fill(null, null);

        public boolean isNone() {
            return left == null && right == null;
        }
    }
}
