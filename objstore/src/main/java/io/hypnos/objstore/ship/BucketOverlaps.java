package io.hypnos.objstore.ship;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.jspecify.annotations.Nullable;

import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.block.BlockCatalog;
import io.hypnos.objstore.block.BucketBlockMeta;
import io.hypnos.objstore.block.MetaCache;
import io.hypnos.objstore.block.MetaFetchMetrics;
import io.hypnos.objstore.block.MetaFetcher;
import io.hypnos.tsdb.block.Ulid;

/// Which blocks in the bucket share time with a local one of the same stream. Looks at the bucket when it is first asked, which most passes
/// never do.
final class BucketOverlaps {

    private final Bucket bucket;
    private @Nullable BlockCatalog catalog;

    BucketOverlaps(Bucket bucket) {
        this.bucket = bucket;
    }

    Optional<Ulid> find(BucketBlockMeta local) throws IOException {
        BlockCatalog known = catalog;
        if (known == null) {
            // A registry of its own: this look is not the process' view of the bucket.
            known = new MetaFetcher(bucket, MetaCache.inMemory(), MetaFetcher.Options.DEFAULT, List.of(),
                    new MetaFetchMetrics(new PrometheusRegistry())).fetch();
            catalog = known;
        }
        return known.blocks().values().stream().filter(other -> other.group().equals(local.group()))
                .filter(other -> other.range().overlaps(local.range())).map(BucketBlockMeta::id).findFirst();
    }
}
