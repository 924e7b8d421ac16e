package io.hypnos.promql.exec.select;

import io.hypnos.promql.exec.SampleAccount;

/// What it took to make one row, in samples.
public final class ReadCost {

    /// Samples that the steps looked at, added up.
    public long looked;
    /// Samples read, each once.
    public long read;
    /// Most samples held at one step beside the row itself.
    public long peakHeld;
    /// Samples held at the last step beside the row itself.
    public long lastHeld;
    /// Samples of the row.
    public long given;

    public void clear() {
        looked = 0;
        read = 0;
        peakHeld = 0;
        lastHeld = 0;
        given = 0;
    }

    /// Enters the cost; what was given stays held.
    public void enterInto(SampleAccount account) {
        account.looked(looked);
        account.read(read);
        account.touch(peakHeld);
        account.hold(given + lastHeld);
        account.release(lastHeld);
    }
}
