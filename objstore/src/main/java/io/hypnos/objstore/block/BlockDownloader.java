package io.hypnos.objstore.block;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.Bucket.Entry;
import io.hypnos.objstore.Bucket.Listing;
import io.hypnos.objstore.ObjectBody;
import io.hypnos.objstore.ObjectKey;
import io.hypnos.objstore.ObjectNotFoundException;
import io.hypnos.tsdb.block.BlockMeta;
import io.hypnos.tsdb.block.ThanosMeta.UploadedFile;
import io.hypnos.tsdb.block.Ulid;
import io.hypnos.tsdb.io.CorruptBlockException;
import io.hypnos.tsdb.io.UnsupportedVersionException;

/// Brings blocks from the bucket into a directory: index, chunks and, when all are there, `meta.json`. Sizes, and checksums where the meta has
/// them, are checked. A download that is begun again keeps the files that are whole.
///
/// Which files to get is said by the meta or, in older ones, by a listing. Either way nothing but an index and segments is taken, and nothing
/// outside the directory is written.
public final class BlockDownloader {

    private static final String UNFINISHED = ".part";

    private final Bucket bucket;
    private final int concurrency;

    /// @param concurrency files at once
    public BlockDownloader(Bucket bucket, int concurrency) {
        this.bucket = bucket;
        this.concurrency = concurrency;
    }

    /// Gets a block.
    ///
    /// @param directory of the block itself; created
    /// @throws ObjectNotFoundException when the block is gone
    /// @throws BlockDamagedException   when it can never be got whole
    public BlockMeta download(Ulid block, Path directory) throws IOException {
        BlockMeta meta = meta(block);
        Files.createDirectories(directory.resolve(BlockKeys.CHUNKS));
        ConcurrentWork.forEach(dataFiles(meta), concurrency, file -> get(block, file, directory));
        meta.write(directory);
        return meta;
    }

    /// The bytes that [#download(Ulid, Path)] would bring; 0 for files of unknown size.
    public static long expectedBytes(BlockMeta meta) {
        return listed(meta).stream().mapToLong(UploadedFile::size).sum();
    }

    private BlockMeta meta(Ulid block) throws IOException {
        ObjectKey key = BlockKeys.meta(block);
        try {
            BlockMeta meta = BlockMeta.parse(key.value(), SmallObject.read(bucket, key));
            if (!meta.ulid().equals(block)) {
                throw new IOException(key + " is the meta of " + meta.ulid());
            }
            return meta;
        } catch (CorruptBlockException | UnsupportedVersionException e) {
            throw new IOException(key + " cannot be understood: " + e.getMessage(), e);
        }
    }

    private List<UploadedFile> dataFiles(BlockMeta meta) throws IOException {
        List<UploadedFile> listed = listed(meta);
        if (listed.stream().anyMatch(file -> file.path().equals(BlockKeys.INDEX))) {
            return listed;
        }
        var found = new ArrayList<UploadedFile>();
        String start = meta.ulid() + "/";
        for (Entry entry : bucket.list(Optional.of(BlockKeys.directory(meta.ulid())), Listing.RECURSIVE)) {
            String path = entry.key().value().substring(start.length());
            if (BlockKeys.isData(path)) {
                found.add(new UploadedFile(path, 0, null));
            }
        }
        return found;
    }

    private static List<UploadedFile> listed(BlockMeta meta) {
        return BucketBlockMeta.of(meta).thanos().upload().files().stream()
                .filter(file -> BlockKeys.isData(file.path())).toList();
    }

    private void get(Ulid block, UploadedFile file, Path directory) throws IOException {
        Path target = directory.resolve(file.path());
        if (isWhole(target, file)) {
            return;
        }
        ObjectKey key = BlockKeys.directory(block).resolve(file.path());
        Path unfinished = target.resolveSibling(target.getFileName() + UNFINISHED);
        try (InputStream body = bucket.get(key)) {
            if (body instanceof ObjectBody known && file.size() > 0 && known.length() != file.size()) {
                throw new BlockDamagedException(block,
                        file.path() + " has " + known.length() + " bytes, its meta says " + file.size());
            }
            Files.copy(body, unfinished, StandardCopyOption.REPLACE_EXISTING);
        } catch (ObjectNotFoundException e) {
            if (bucket.exists(BlockKeys.meta(block))) {
                throw new BlockDamagedException(block, file.path() + " is missing");
            }
            throw new ObjectNotFoundException(BlockKeys.meta(block));
        } catch (IOException e) {
            Files.deleteIfExists(unfinished);
            throw e;
        }
        @Nullable
        String hash = file.sha256();
        if (hash != null && !hash.equals(Sha256.of(unfinished))) {
            Files.delete(unfinished);
            throw new BlockDamagedException(block, file.path() + " has another checksum than its meta says");
        }
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean isWhole(Path target, UploadedFile file) throws IOException {
        if (file.size() == 0 || !Files.exists(target) || Files.size(target) != file.size()) {
            return false;
        }
        @Nullable
        String hash = file.sha256();
        return hash == null || hash.equals(Sha256.of(target));
    }
}
