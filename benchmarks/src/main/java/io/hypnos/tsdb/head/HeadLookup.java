package io.hypnos.tsdb.head;

import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.write.LabelKeyDecoder;
import io.hypnos.tsdb.write.WriteBatch;

/// The part of a head that finds the series of a batch, without shards and log. It is in the head's package because nobody else has a use for
/// half a head. For one thread.
public final class HeadLookup implements AutoCloseable {

    private final SeriesTable table;
    private final HeadIndex index;
    private final WireCache cache;
    private final BatchPlan plan = new BatchPlan();

    public HeadLookup() {
        var account = new MemoryAccount();
        table = new SeriesTable(account);
        index = new HeadIndex(account, table);
        cache = new WireCache(account, table);
    }

    /// Creates the series of a batch that are missing.
    public void create(WriteBatch batch, LabelKeyDecoder decoder) {
        find(batch);
        for (int i = 0; i < plan.count; i++) {
            if (plan.slots[i] < 0) {
                Labels labels = decoder.decode(batch, i);
                if (labels == null) {
                    throw new IllegalArgumentException("series without labels");
                }
                int slot = index.find(labels);
                slot = slot < 0 ? index.create() : slot;
                cache.put(plan.low[i], plan.high[i], slot, (int) SeriesRecord.reference(table.address(slot)));
            }
        }
    }

    /// Finds the series of a batch as an append does; see [#slot].
    ///
    /// @return the number of series
    public int find(WriteBatch batch) {
        plan.fingerprint(batch, new int[0], true);
        cache.resolve(plan.low, plan.high, plan.count, plan.slots, plan.references);
        return plan.count;
    }

    /// Where a series of the batch looked up last is; -1 for one that does not exist.
    public int slot(int series) {
        return plan.slots[series];
    }

    @Override
    public void close() {
        cache.close();
        index.close();
        table.close();
    }
}
