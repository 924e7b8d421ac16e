package io.hypnos.compact.engine;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.block.BlockCatalog;
import io.hypnos.objstore.block.BlockMarks;
import io.hypnos.objstore.block.MarkReader;
import io.hypnos.objstore.block.MetaCache;
import io.hypnos.objstore.block.MetaFetchMetrics;
import io.hypnos.objstore.block.MetaFetcher;
import io.hypnos.objstore.block.filter.ConsistencyDelayFilter;
import io.hypnos.objstore.block.filter.DeletionMarkFilter;
import io.hypnos.objstore.block.filter.DuplicateFilter;
import io.hypnos.objstore.block.filter.LabelShardFilter;
import io.hypnos.objstore.block.filter.NoCompactMarkFilter;
import io.hypnos.objstore.block.filter.NoDownsampleMarkFilter;
import io.hypnos.objstore.block.filter.ReplicaLabelFilter;
import io.hypnos.objstore.block.filter.TimePartitionFilter;

/// What the compactor sees of its bucket, as of its last look.
public final class BucketView {

    private static final String META_CACHE = "meta-syncer";

    private final MetaFetcher fetcher;
    private final Clock clock;
    private volatile Look last = new Look(BlockCatalog.EMPTY, Instant.EPOCH, "");

    /// A look at the bucket.
    ///
    /// @param error why the last look failed; empty when it did not. The catalog is then that of the look before
    public record Look(BlockCatalog catalog, Instant time, String error) {}

    BucketView(Bucket bucket, EngineOptions options, BlockSelection selection, MetaFetchMetrics metrics, Clock clock) {
        this.clock = clock;
        List<String> replicaLabels = options.merging().replicaLabels();
        var reader = new MarkReader(new BlockMarks(bucket), selection.fetch().concurrency());
        // A marked block is used for half of the delay, until whatever replaces it is surely there.
        var hiddenAfter = options.deletion().delay().dividedBy(2);
        this.fetcher = new MetaFetcher(bucket, MetaCache.in(options.dataDirectory().resolve(META_CACHE)),
                selection.fetch(),
                List.of(new TimePartitionFilter(selection.minTime(), selection.maxTime()),
                        new LabelShardFilter(selection.relabeling(), Set.copyOf(replicaLabels)),
                        new ConsistencyDelayFilter(selection.consistencyDelay(), clock),
                        new DeletionMarkFilter(reader, hiddenAfter, clock), new ReplicaLabelFilter(replicaLabels),
                        new DuplicateFilter(), new NoCompactMarkFilter(reader), new NoDownsampleMarkFilter(reader)),
                metrics);
    }

    /// Looks again.
    BlockCatalog refresh() throws IOException {
        try {
            BlockCatalog catalog = fetcher.fetch();
            last = new Look(catalog, clock.instant(), "");
            return catalog;
        } catch (IOException | RuntimeException e) {
            last = new Look(last.catalog(), last.time(), e.toString());
            throw e;
        }
    }

    public Look last() {
        return last;
    }
}
