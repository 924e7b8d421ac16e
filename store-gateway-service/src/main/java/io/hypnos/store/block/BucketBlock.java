package io.hypnos.store.block;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.Bucket.Listing;
import io.hypnos.objstore.ObjectKey;
import io.hypnos.objstore.block.BlockDamagedException;
import io.hypnos.objstore.block.BlockKeys;
import io.hypnos.objstore.block.BucketBlockMeta;
import io.hypnos.series.TimeRange;
import io.hypnos.series.labels.Labels;
import io.hypnos.store.header.HeaderFile;
import io.hypnos.tsdb.block.Ulid;

/// A block in a bucket that is being served. For many threads.
///
/// Every request that uses it pins it first. After [#close()] nobody may pin it any more; its files are closed when the last pin is gone.
public final class BucketBlock implements AutoCloseable {

    /// The resolutions that blocks have, in milliseconds, coarsest first; 0 is raw.
    public static final List<Long> RESOLUTIONS = List.of(3_600_000L, 300_000L, 0L);

    private static final Set<Long> KNOWN_RESOLUTIONS = Set.copyOf(RESOLUTIONS);
    private static final long CLOSED = 1L << 62;
    private static final long CHUNKS_AT_ONCE = 1 << 16;
    private static final long MIN_ENTRIES = 32;
    private static final long MAX_ENTRIES = 2048;

    private final BucketBlockMeta meta;
    private final BlockStorage storage;
    private final List<ObjectKey> segments;
    private final HeaderFile header;
    private final String indexName;
    /// Running uses, with `CLOSED` added once there may be no new ones.
    private final AtomicLong pins = new AtomicLong();

    private BucketBlock(BucketBlockMeta meta, BlockStorage storage, List<ObjectKey> segments) {
        this.meta = meta;
        this.storage = storage;
        this.segments = List.copyOf(segments);
        this.header = new HeaderFile(meta.id(), storage.headers());
        this.indexName = BlockKeys.index(meta.id()).value();
    }

    /// How much of a block is done when it is loaded, and not when it is needed first.
    public enum Preparation {
        /// Nothing.
        NONE,
        /// Its index header is brought to the local disk.
        BUILD,
        /// Its index header is opened.
        OPEN
    }

    /// Makes a block ready for use.
    ///
    /// @throws BlockDamagedException                        when it is not what its meta says
    /// @throws IOException                                  when the bucket or the disk cannot be read
    /// @throws io.hypnos.tsdb.io.CorruptBlockException when its index is seen not to be what it should be
    public static BucketBlock load(BucketBlockMeta meta, BlockStorage storage, Preparation preparation)
            throws IOException {
        if (!KNOWN_RESOLUTIONS.contains(meta.resolution())) {
            throw new BlockDamagedException(meta.id(), "unsupported downsampling resolution " + meta.resolution());
        }
        var block = new BucketBlock(meta, storage, segments(meta, storage.bucket()));
        switch (preparation) {
            case NONE -> {
                // Whatever is wrong with it is seen by the first request.
            }
            case BUILD -> block.header.prepare();
            case OPEN -> block.header.lease().close();
        }
        return block;
    }

    /// The segments in the order of their numbers: as the meta lists them, or else as they lie in the bucket.
    private static List<ObjectKey> segments(BucketBlockMeta meta, Bucket bucket) throws IOException {
        var segments = new ArrayList<ObjectKey>();
        for (String name : meta.thanos().upload().segmentFiles()) {
            if (!BlockKeys.isData(BlockKeys.CHUNKS + "/" + name)) {
                throw new BlockDamagedException(meta.id(), "\"" + name + "\" is no name of a segment");
            }
            segments.add(BlockKeys.segment(meta.id(), name));
        }
        if (segments.isEmpty()) {
            for (Bucket.Entry entry : bucket.list(Optional.of(BlockKeys.chunks(meta.id())), Listing.ONE_LEVEL)) {
                if (!entry.directory()) {
                    segments.add(entry.key());
                }
            }
        }
        return segments;
    }

    public Ulid id() {
        return meta.id();
    }

    public BucketBlockMeta meta() {
        return meta;
    }

    public Labels labels() {
        return meta.labels();
    }

    public TimeRange range() {
        return meta.range();
    }

    public HeaderFile header() {
        return header;
    }

    BlockStorage storage() {
        return storage;
    }

    /// The object of a segment with a number from 0 on.
    ///
    /// @throws BlockDamagedException when there is none
    ObjectKey segment(int number) throws BlockDamagedException {
        if (number < 0 || number >= segments.size()) {
            throw new BlockDamagedException(id(),
                    "its index refers to segment " + number + " of " + segments.size());
        }
        return segments.get(number);
    }

    /// About how many bytes the index entry of one of its series has.
    int seriesSizeEstimate() {
        long known = meta.thanos().indexStats().seriesMaxSize();
        if (known > 0) {
            return (int) Math.min(known, EntryReader.MAX_ESTIMATE);
        }
        return (int) Math.min(128 + 16 * chunksPerSeries(), EntryReader.MAX_ESTIMATE);
    }

    private long chunksPerSeries() {
        var stats = meta.block().stats();
        return stats.series() > 0 ? Math.clamp(stats.chunks() / stats.series(), 1, 1 << 20) : 8;
    }

    /// How many index entries to read at once, so that what they say about chunks stays small.
    int entriesAtOnce() {
        return (int) Math.clamp(CHUNKS_AT_ONCE / chunksPerSeries(), MIN_ENTRIES, MAX_ENTRIES);
    }

    /// About how many bytes one of its chunks has at most.
    int chunkSizeEstimate() {
        long known = meta.thanos().indexStats().chunkMaxSize();
        long floor = meta.resolution() == 0 ? 2 << 10 : 8 << 10;
        return (int) Math.min(Math.max(known, floor), ChunkFetch.MAX_ESTIMATE);
    }

    /// Keeps the block open until the pin is closed; empty when it is closed already.
    public Optional<Pin> pin() {
        if ((pins.incrementAndGet() & CLOSED) != 0) {
            unpin();
            return Optional.empty();
        }
        return Optional.of(new Pin());
    }

    private void unpin() {
        if (pins.decrementAndGet() == CLOSED) {
            header.close();
        }
    }

    @Override
    public void close() {
        if (pins.getAndUpdate(count -> count | CLOSED) == 0) {
            header.close();
        }
    }

    @Override
    public String toString() {
        return "block " + id();
    }

    /// The use of a block by one request.
    public final class Pin implements AutoCloseable {

        private boolean over;

        private Pin() {}

        public BucketBlock block() {
            return BucketBlock.this;
        }

        HeaderFile.Lease openHeader() throws IOException {
            return header.lease();
        }

        @Override
        public void close() {
            if (!over) {
                over = true;
                unpin();
            }
        }
    }

    /// The name of the index in messages.
    String indexName() {
        return indexName;
    }
}
