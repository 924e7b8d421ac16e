package io.hypnos.promql.exec.aggregate;

import io.hypnos.promql.exec.SeriesRow;

/// The state of one group at all steps.
interface GroupFold {

    /// Takes in a series of the group.
    void add(SeriesRow row);

    /// Gives the group's samples; the row has begun.
    void finish(SeriesRow row);
}
