package io.hypnos.objstore.block;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.ObjectNotFoundException;
import io.hypnos.tsdb.block.BlockMeta;
import io.hypnos.tsdb.block.Ulid;
import io.hypnos.tsdb.io.CorruptBlockException;
import io.hypnos.tsdb.io.UnsupportedVersionException;

/// Looks at a bucket and says which blocks are there: lists it, reads the metas that are not known yet, and runs the filters.
///
/// A meta that is missing, unreadable or nonsense costs its block and no other; why is in the catalog, in the log and in
/// [MetaFetchMetrics]. Only when the bucket cannot be listed does the whole look fail.
public final class MetaFetcher {

    private static final Logger log = LoggerFactory.getLogger(MetaFetcher.class);

    private final Bucket bucket;
    private final MetaCache cache;
    private final Options options;
    private final List<MetaFilter> filters;
    private final MetaFetchMetrics metrics;

    /// @param discovery   how to list
    /// @param concurrency requests at once
    public record Options(BlockDiscovery discovery, int concurrency) {

        public static final Options DEFAULT = new Options(BlockDiscovery.CONCURRENT, 32);
    }

    public MetaFetcher(Bucket bucket, MetaCache cache, Options options, List<MetaFilter> filters,
            MetaFetchMetrics metrics) {
        this.bucket = bucket;
        this.cache = cache;
        this.options = options;
        this.filters = List.copyOf(filters);
        this.metrics = metrics;
    }

    /// Looks once. One look at a time.
    ///
    /// @throws IOException when the bucket cannot be listed, or a filter's question was not answered
    public synchronized BlockCatalog fetch() throws IOException {
        long start = System.nanoTime();
        metrics.begun();
        try {
            Map<Ulid, Set<String>> files = options.discovery().discover(bucket, options.concurrency());
            CatalogDraft draft = readMetas(files);
            for (MetaFilter filter : filters) {
                filter.apply(draft);
            }
            cache.retain(files.keySet());
            BlockCatalog catalog = draft.finish();
            if (!catalog.isComplete()) {
                metrics.failed();
            }
            metrics.finished((System.nanoTime() - start) / 1e9, draft.states(), draft.replicaLabelsRemoved());
            return catalog;
        } catch (IOException | RuntimeException e) {
            metrics.failed();
            throw e;
        }
    }

    private CatalogDraft readMetas(Map<Ulid, Set<String>> files) throws IOException {
        var blocks = new ConcurrentHashMap<Ulid, BucketBlockMeta>();
        var unknown = new ConcurrentHashMap<Ulid, MetaState>();
        ConcurrentWork.forEach(files.entrySet(), options.concurrency(), found -> {
            Ulid block = found.getKey();
            if (!found.getValue().contains(BlockKeys.META)) {
                unknown.put(block, MetaState.NO_META);
                return;
            }
            try {
                blocks.put(block, BucketBlockMeta.of(read(block)));
            } catch (ObjectNotFoundException e) {
                unknown.put(block, MetaState.NO_META);
            } catch (CorruptBlockException | UnsupportedVersionException e) {
                unknown.put(block, MetaState.CORRUPTED_META);
                log.atWarn().addKeyValue("block", block).addKeyValue("err", e.getMessage())
                        .log("leaving out a block whose meta cannot be understood");
            } catch (IOException e) {
                unknown.put(block, MetaState.FAILED);
                log.atWarn().addKeyValue("block", block).addKeyValue("err", e.toString())
                        .log("leaving out a block whose meta cannot be read now");
            }
        });
        return new CatalogDraft(files, blocks, unknown);
    }

    private BlockMeta read(Ulid block) throws IOException {
        var known = cache.find(block);
        if (known.isPresent()) {
            return known.get();
        }
        String name = BlockKeys.meta(block).value();
        byte[] json = SmallObject.read(bucket, BlockKeys.meta(block));
        BlockMeta meta = BlockMeta.parse(name, json);
        if (!meta.ulid().equals(block)) {
            throw new CorruptBlockException(name, 0, "the ULID of its directory", meta.ulid().toString());
        }
        cache.keep(meta, json);
        return meta;
    }
}
