package io.hypnos.store.cache;

import java.util.List;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import org.jspecify.annotations.Nullable;

import io.hypnos.series.labels.Matcher;
import io.hypnos.tsdb.block.Ulid;
import io.hypnos.tsdb.index.Postings;

/// An index cache in the memory of the process, up to a number of bytes, keys and what the map itself takes included.
public final class InMemoryIndexCache implements IndexCache {

    /// What an item takes beside its bytes: key, array and node of the map, measured with compressed references.
    private static final int OVERHEAD = 160;
    private static final int BYTES_PER_MATCHER = 200;

    private final Cache<Key, Object> items;
    private final CacheOptions options;
    private final CacheMetrics metrics;

    /// What an item is found by.
    private sealed interface Key {
        ItemKind kind();
    }

    private record PostingsKey(Ulid block, long offset) implements Key {
        @Override
        public ItemKind kind() {
            return ItemKind.POSTINGS;
        }
    }

    private record SeriesKey(Ulid block, int ref) implements Key {
        @Override
        public ItemKind kind() {
            return ItemKind.SERIES;
        }
    }

    private record SelectionKey(Ulid block, List<Matcher> matchers) implements Key {
        @Override
        public ItemKind kind() {
            return ItemKind.EXPANDED_POSTINGS;
        }
    }

    public InMemoryIndexCache(CacheOptions options, CacheMetrics metrics) {
        this.options = options;
        this.metrics = metrics;
        Caffeine<Key, Object> builder = Caffeine.newBuilder().maximumWeight(options.maxBytes())
                .weigher(InMemoryIndexCache::weigh).executor(Runnable::run).removalListener(this::removed);
        this.items = (options.lifetime().isZero() ? builder : builder.expireAfterWrite(options.lifetime())).build();
    }

    private static int weigh(Key key, Object item) {
        long bytes = OVERHEAD + switch (item) {
            case Postings postings -> 4L * postings.size();
            case byte[] entry -> entry.length;
            default -> throw new IllegalStateException("an item of " + item.getClass());
        };
        if (key instanceof SelectionKey selection) {
            bytes += (long) BYTES_PER_MATCHER * selection.matchers().size();
        }
        return (int) Math.min(Integer.MAX_VALUE, bytes);
    }

    private void removed(@Nullable Key key, @Nullable Object item, RemovalCause cause) {
        if (key != null && item != null) {
            metrics.removed(key.kind(), weigh(key, item), cause.wasEvicted());
        }
    }

    private @Nullable Object find(Key key) {
        if (!options.kinds().contains(key.kind())) {
            return null;
        }
        Object item = items.getIfPresent(key);
        metrics.asked(key.kind(), item != null);
        return item;
    }

    private void keep(Key key, Object item) {
        if (!options.kinds().contains(key.kind())) {
            return;
        }
        int bytes = weigh(key, item);
        if (bytes > options.maxItemBytes()) {
            metrics.overflowed(key.kind());
            return;
        }
        metrics.added(key.kind(), bytes);
        items.put(key, item);
    }

    @Override
    public @Nullable Postings postings(Ulid block, long offset) {
        return (Postings) find(new PostingsKey(block, offset));
    }

    @Override
    public void keepPostings(Ulid block, long offset, Postings postings) {
        keep(new PostingsKey(block, offset), postings);
    }

    @Override
    public @Nullable Postings selection(Ulid block, List<Matcher> matchers) {
        return (Postings) find(new SelectionKey(block, matchers));
    }

    @Override
    public void keepSelection(Ulid block, List<Matcher> matchers, Postings postings) {
        keep(new SelectionKey(block, List.copyOf(matchers)), postings);
    }

    @Override
    public byte @Nullable [] series(Ulid block, int ref) {
        return (byte[]) find(new SeriesKey(block, ref));
    }

    @Override
    public void keepSeries(Ulid block, int ref, byte[] entry) {
        keep(new SeriesKey(block, ref), entry);
    }
}
