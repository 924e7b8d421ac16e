package io.hypnos.promql.exec.select;

import io.hypnos.promql.exec.SampleAccount;
import io.hypnos.promql.exec.SampleTotals;

/// What it took to make one row, in samples.
public final class ReadCost {

    /// What the steps looked at and what was read for them.
    private final SampleTotals totals;
    /// Most samples held at one step beside the row itself.
    public long peakHeld;
    /// Samples held at the last step beside the row itself.
    public long lastHeld;
    /// Samples of the row.
    public long given;

    /// The costs of rows that are entered into `account`.
    public ReadCost(SampleAccount account) {
        this.totals = new SampleTotals(account.stepCount());
    }

    public SampleTotals totals() {
        return totals;
    }

    public void clear() {
        totals.clear();
        peakHeld = 0;
        lastHeld = 0;
        given = 0;
    }
}
