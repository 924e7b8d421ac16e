package io.hypnos.promql.plan.node;

import java.util.List;

import io.hypnos.promql.ast.Boundary;

/// The latest sample of each series.
///
/// @param reading what of the sample is wanted
public record VectorSelect(Selection selection, Shift shift, Boundary boundary, Reading reading, boolean statisticsOnly,
        Origin origin) implements VectorNode {

    /// The part of a sample that becomes the value.
    public enum Reading {
        VALUE(""), TIMESTAMP("timestamps of "), START_TIMESTAMP("start timestamps of ");

        private final String words;

        Reading(String words) {
            this.words = words;
        }

        String describe() {
            return words;
        }
    }

    public VectorSelect withSelection(Selection other) {
        return new VectorSelect(other, shift, boundary, reading, statisticsOnly, origin);
    }

    @Override
    public List<PlanNode> children() {
        return List.of();
    }

    @Override
    public PlanNode withChildren(List<PlanNode> children) {
        return this;
    }

    @Override
    public String describe() {
        return "select " + reading.describe() + selection + (boundary == Boundary.PLAIN ? "" : " " + boundary.word())
                + shift
                + (statisticsOnly ? " without buckets" : "");
    }
}
