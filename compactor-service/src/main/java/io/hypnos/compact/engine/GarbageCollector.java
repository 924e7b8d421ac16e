package io.hypnos.compact.engine;

import java.io.IOException;
import java.util.Map;

import io.hypnos.objstore.block.BlockCatalog;
import io.hypnos.objstore.block.BlockCatalog.Hidden;
import io.hypnos.objstore.block.MetaState;
import io.hypnos.tsdb.block.Ulid;

/// Marks blocks of which another block has everything, and which nobody has marked: a compactor stopped between its upload and its marks.
final class GarbageCollector {

    private static final String DETAILS = "outdated block";

    private final BucketEditor editor;
    private final CompactMetrics metrics;

    GarbageCollector(BucketEditor editor, CompactMetrics metrics) {
        this.editor = editor;
        this.metrics = metrics;
    }

    void run(BlockCatalog catalog) throws IOException {
        long start = System.nanoTime();
        int collected = 0;
        try {
            for (Map.Entry<Ulid, Hidden> hidden : catalog.hidden().entrySet()) {
                if (hidden.getValue().why() == MetaState.DUPLICATE
                        && !catalog.marks().deletion().containsKey(hidden.getKey())) {
                    editor.markForDeletion(hidden.getKey(), DETAILS);
                    collected++;
                }
            }
        } catch (IOException | RuntimeException e) {
            metrics.collectionFailed();
            throw e;
        }
        metrics.collected(collected, (System.nanoTime() - start) / 1e9);
    }
}
