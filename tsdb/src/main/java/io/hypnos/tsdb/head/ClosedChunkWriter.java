package io.hypnos.tsdb.head;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.hypnos.tsdb.step.Step;
import io.hypnos.tsdb.step.StepListener;

/// Moves closed chunks from memory to the head-chunk files, a few hundred series at a time: copied out under the lock of a shard, written
/// without it, and noted under it again. For one thread at a time, which also is the only one that drops chunks.
final class ClosedChunkWriter {

    private static final int SERIES_AT_ONCE = 256;

    private final HeadState state;
    private final HeadMetrics metrics;
    private final StepListener steps;
    private final List<PendingChunk> copied = new ArrayList<>();

    ClosedChunkWriter(HeadState state, HeadMetrics metrics, StepListener steps) {
        this.state = state;
        this.metrics = metrics;
        this.steps = steps;
    }

    /// Moves everything that is closed by now.
    ///
    /// @throws IOException when the files cannot be written; what is not moved stays in memory
    void run() throws IOException {
        for (HeadShard shard : state.shards()) {
            while (moveSome(shard)) {
                // Until the shard has no more.
            }
        }
    }

    private boolean moveSome(HeadShard shard) throws IOException {
        copied.clear();
        int[] slots;
        int[] ends;
        shard.lock.lock();
        try {
            slots = shard.takeClosed(SERIES_AT_ONCE);
            ends = new int[slots.length];
            for (int i = 0; i < slots.length; i++) {
                if (shard.claim(state.table().address(slots[i]))) {
                    shard.copyClosed(slots[i], copied);
                }
                ends[i] = copied.size();
            }
        } finally {
            shard.giveWay();
        }
        if (slots.length == 0) {
            return false;
        }
        long[] references = new long[copied.size()];
        boolean written = false;
        try {
            for (int i = 0, chunk = 0; i < slots.length; i++) {
                long series = SeriesRecord.reference(state.table().address(slots[i]));
                for (; chunk < ends[i]; chunk++) {
                    PendingChunk each = copied.get(chunk);
                    references[chunk] = state.files().write(series, each.minTime(), each.maxTime(),
                            each.encoding().id(), false, each.inMemory(), each.length());
                }
            }
            state.files().flush();
            written = true;
            steps.passed(Step.HEAD_CHUNKS_WRITTEN);
        } finally {
            if (!written) {
                state.files().abandon();
            }
            note(shard, slots, ends, references, written);
        }
        metrics.chunksWritten.add(references.length);
        return true;
    }

    private void note(HeadShard shard, int[] slots, int[] ends, long[] references, boolean written) {
        shard.lock.lock();
        try {
            for (int i = 0; i < slots.length; i++) {
                int from = i == 0 ? 0 : ends[i - 1];
                if (from == ends[i]) {
                    continue;
                }
                if (written) {
                    shard.movedToDisk(slots[i], references, from, ends[i]);
                } else {
                    shard.requeue(slots[i]);
                }
            }
        } finally {
            shard.giveWay();
        }
    }
}
