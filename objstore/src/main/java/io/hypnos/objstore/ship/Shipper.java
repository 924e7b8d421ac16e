package io.hypnos.objstore.ship;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.block.BlockKeys;
import io.hypnos.objstore.block.BlockUploader;
import io.hypnos.objstore.block.BucketBlockMeta;
import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.block.BlockMeta;
import io.hypnos.tsdb.block.ThanosMeta;
import io.hypnos.tsdb.block.Ulid;
import io.hypnos.tsdb.io.CorruptBlockException;
import io.hypnos.tsdb.io.DurableFiles;
import io.hypnos.tsdb.io.UnsupportedVersionException;

/// Brings the blocks of one local database to the bucket, oldest first, each once. The database may be written to meanwhile.
///
/// A block's files are linked to `thanos/upload/<ULID>` first, so that the database can drop the block while it is under way. Blocks that were
/// uploaded are remembered in [ShipperState]; whoever drops local blocks asks [#uploaded()] before. A block that cannot be read is counted and
/// passed over.
public final class Shipper {

    private static final Logger log = LoggerFactory.getLogger(Shipper.class);

    private final String tenant;
    private final Path database;
    private final Bucket bucket;
    private final ShipperOptions options;
    private final Supplier<Labels> labels;
    private final ShipperMetrics metrics;
    private final BlockUploader uploader;
    private final ShipperState state;

    /// @param tenant   whose database it is, for metrics and logs
    /// @param database the directory with the blocks
    /// @param labels   the external labels of now; they win over those that a block already has
    public Shipper(String tenant, Path database, Bucket bucket, ShipperOptions options, Supplier<Labels> labels,
            ShipperMetrics metrics) {
        this.tenant = tenant;
        this.database = database;
        this.bucket = bucket;
        this.options = options;
        this.labels = labels;
        this.metrics = metrics;
        this.uploader = new BlockUploader(bucket, options.upload(), Clock.systemUTC());
        this.state = ShipperState.in(database);
        metrics.begin(tenant);
    }

    /// What one pass did.
    ///
    /// @param uploaded blocks that are new in the bucket
    /// @param pending  blocks that should be there and are not
    public record Result(int uploaded, int pending) {}

    /// The blocks that are known to be in the bucket.
    public synchronized Set<Ulid> uploaded() throws IOException {
        return state.read();
    }

    /// Uploads what is new. After a failure the rest waits for the next pass, so that the bucket is never without an older block while it has
    /// a newer one; unless the options allow that.
    ///
    /// @throws IOException when the directory of the database cannot be read or written
    public synchronized Result sync() throws IOException {
        DurableFiles.deleteRecursively(staging());
        Set<Ulid> known = state.read();
        var uploaded = new TreeSet<Ulid>();
        int fresh = 0;
        int pending = 0;
        try {
            var overlaps = new BucketOverlaps(bucket);
            for (BlockMeta block : localBlocks()) {
                if (known.contains(block.ulid())) {
                    uploaded.add(block.ulid());
                } else if (isWanted(block)) {
                    Optional<Boolean> sent = pending > 0 && !options.allowOutOfOrder()
                            ? Optional.empty()
                            : ship(block, overlaps);
                    if (sent.isEmpty()) {
                        pending++;
                    } else {
                        uploaded.add(block.ulid());
                        fresh += sent.get() ? 1 : 0;
                    }
                }
            }
            if (pending == 0) {
                metrics.synced(tenant, options.uploadCompacted());
            } else {
                metrics.syncFailed(tenant);
            }
        } catch (IOException | RuntimeException e) {
            metrics.syncFailed(tenant);
            throw e;
        } finally {
            if (!uploaded.equals(known)) {
                state.write(uploaded);
            }
        }
        return new Result(fresh, pending);
    }

    /// Takes the database's numbers out of the metrics.
    public void close() {
        metrics.end(tenant);
    }

    private boolean isWanted(BlockMeta block) {
        return block.stats().samples() > 0 && (block.lineage().level() <= 1 || options.uploadCompacted());
    }

    /// Whether the block was sent, or false when it was there already; empty when it could not be.
    private Optional<Boolean> ship(BlockMeta block, BucketOverlaps overlaps) {
        try {
            if (bucket.exists(BlockKeys.meta(block.ulid()))) {
                return Optional.of(false);
            }
            BlockMeta labelled = labelled(block);
            if (block.lineage().level() > 1 && !options.allowOutOfOrder()) {
                Optional<Ulid> other = overlaps.find(BucketBlockMeta.of(labelled));
                if (other.isPresent()) {
                    throw new IOException("overlaps block " + other.get() + " in the bucket");
                }
            }
            Path copy = stage(block.ulid());
            uploader.upload(copy, labelled);
            DurableFiles.deleteRecursively(copy);
            metrics.uploaded(tenant);
            return Optional.of(true);
        } catch (IOException e) {
            metrics.uploadFailed(tenant);
            log.atWarn().addKeyValue("tenant", tenant).addKeyValue("block", block.ulid())
                    .addKeyValue("err", e.toString()).log("cannot upload a block, will try again");
            return Optional.empty();
        }
    }

    private BlockMeta labelled(BlockMeta block) {
        ThanosMeta thanos = BucketBlockMeta.of(block).thanos();
        return block.withThanos(
                thanos.withLabels(thanos.labels().mergedWith(labels.get())).withSource(options.source()));
    }

    private List<BlockMeta> localBlocks() throws IOException {
        var blocks = new ArrayList<BlockMeta>();
        try (var children = Files.newDirectoryStream(database)) {
            for (Path child : children) {
                if (!Ulid.isUlid(String.valueOf(child.getFileName()))) {
                    continue;
                }
                try {
                    blocks.add(BlockMeta.read(child));
                } catch (NoSuchFileException e) {
                    // The database has just dropped it, or is about to complete it.
                } catch (IOException | CorruptBlockException | UnsupportedVersionException e) {
                    metrics.foundCorrupted(tenant);
                    log.atWarn().addKeyValue("tenant", tenant).addKeyValue("block", child.getFileName())
                            .addKeyValue("err", e.getMessage()).log("passing over a block that cannot be read");
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        }
        blocks.sort(Comparator.comparingLong(BlockMeta::minTime).thenComparing(BlockMeta::ulid));
        return blocks;
    }

    private Path staging() {
        return database.resolve("thanos").resolve("upload");
    }

    private Path stage(Ulid block) throws IOException {
        Path source = database.resolve(block.toString());
        Path copy = staging().resolve(block.toString());
        Files.createDirectories(copy.resolve(BlockKeys.CHUNKS));
        Files.createLink(copy.resolve(BlockKeys.INDEX), source.resolve(BlockKeys.INDEX));
        try (var segments = Files.newDirectoryStream(source.resolve(BlockKeys.CHUNKS))) {
            for (Path segment : segments) {
                Files.createLink(copy.resolve(BlockKeys.CHUNKS).resolve(segment.getFileName()), segment);
            }
        }
        return copy;
    }
}
