package io.hypnos.promql.exec.aggregate;

import java.util.ArrayList;
import java.util.List;

import io.hypnos.promql.ast.Grouping;
import io.hypnos.promql.exec.KeyTable;
import io.hypnos.promql.exec.LabelSubset;
import io.hypnos.promql.exec.SeriesRow;
import io.hypnos.series.labels.Labels;

/// The groups of an aggregation, numbered in the order in which their first series came.
final class Groups {

    private final LabelSubset subset;
    private final KeyTable table = new KeyTable();
    private final List<Labels> labels = new ArrayList<>();

    Groups(Grouping grouping) {
        subset = grouping.without() ? LabelSubset.without(grouping.labels()) : LabelSubset.only(grouping.labels());
    }

    int size() {
        return labels.size();
    }

    /// The number of the group that a series belongs to; [#size()] before the call if it is the group's first.
    int of(SeriesRow row) {
        subset.cut(row);
        return number();
    }

    int of(Labels ofSeries) {
        subset.cut(ofSeries);
        return number();
    }

    private int number() {
        int group = table.number(subset.buffer(), subset.length());
        if (group == labels.size()) {
            labels.add(subset.toLabels());
        }
        return group;
    }

    Labels labels(int group) {
        return labels.get(group);
    }
}
