package io.hypnos.objstore.block;

import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.ObjectKey;
import io.hypnos.objstore.ObjectNotFoundException;
import io.hypnos.tsdb.block.BlockMeta;
import io.hypnos.tsdb.block.ThanosMeta;
import io.hypnos.tsdb.block.ThanosMeta.Upload;
import io.hypnos.tsdb.block.ThanosMeta.UploadedFile;
import io.hypnos.tsdb.block.Ulid;

/// Brings blocks from a directory to the bucket: chunks, then the index, then `meta.json`, which makes the block visible. Before that, every
/// file is found in the bucket at its full size; so a block that can be seen is whole, wherever an upload stopped.
///
/// An upload that is begun again leaves out the files that are there already: a block's files never change.
public final class BlockUploader {

    private static final Logger log = LoggerFactory.getLogger(BlockUploader.class);

    private final Bucket bucket;
    private final Options options;
    private final Clock clock;

    /// @param sha256      whether metas shall know the checksums of their block's files
    /// @param concurrency files at once
    public record Options(boolean sha256, int concurrency) {

        public static final Options DEFAULT = new Options(false, 1);
    }

    public BlockUploader(Bucket bucket, Options options, Clock clock) {
        this.bucket = bucket;
        this.options = options;
        this.clock = clock;
    }

    /// Uploads the block in `directory` unless it is in the bucket already.
    ///
    /// @param meta what to say about it; needs external labels
    /// @return the meta as it is in the bucket, or as it would have been
    public BlockMeta upload(Path directory, BlockMeta meta) throws IOException {
        ThanosMeta thanos = meta.thanos();
        if (thanos == null || thanos.labels().isEmpty()) {
            throw new IllegalArgumentException(
                    "block " + meta.ulid() + " has no external labels; nobody could tell whose it is");
        }
        List<UploadedFile> data = dataFiles(directory);
        BlockMeta uploaded = meta.withThanos(thanos.withUpload(describe(data)));
        if (bucket.exists(BlockKeys.meta(meta.ulid()))) {
            log.atInfo().addKeyValue("block", meta.ulid()).log("the block is in the bucket already");
            return uploaded;
        }
        long start = System.nanoTime();
        Ulid block = meta.ulid();
        ConcurrentWork.forEach(data.subList(0, data.size() - 1), options.concurrency(),
                file -> send(directory, block, file));
        send(directory, block, data.getLast());
        for (UploadedFile file : data) {
            verify(block, file);
        }
        byte[] json = uploaded.toJson();
        bucket.put(BlockKeys.meta(block), new ByteArrayInputStream(json), json.length);
        log.atInfo().addKeyValue("block", block).addKeyValue("mint", meta.minTime())
                .addKeyValue("maxt", meta.maxTime()).addKeyValue("took", (System.nanoTime() - start) / 1_000_000 + "ms")
                .log("uploaded a block");
        return uploaded;
    }

    /// The segments in their order, and the index as the last.
    private List<UploadedFile> dataFiles(Path directory) throws IOException {
        var files = new ArrayList<UploadedFile>();
        Path chunks = directory.resolve(BlockKeys.CHUNKS);
        if (Files.isDirectory(chunks)) {
            try (var segments = Files.list(chunks)) {
                for (Path segment : segments.sorted().toList()) {
                    String path = BlockKeys.CHUNKS + "/" + segment.getFileName();
                    if (BlockKeys.isData(path)) {
                        files.add(describe(segment, path));
                    }
                }
            }
        }
        files.add(describe(directory.resolve(BlockKeys.INDEX), BlockKeys.INDEX));
        return files;
    }

    private UploadedFile describe(Path file, String path) throws IOException {
        @Nullable
        String hash = options.sha256() ? Sha256.of(file) : null;
        return new UploadedFile(path, Files.size(file), hash);
    }

    private Upload describe(List<UploadedFile> data) {
        List<String> segments = data.subList(0, data.size() - 1).stream()
                .map(file -> file.path().substring(BlockKeys.CHUNKS.length() + 1)).toList();
        var files = new ArrayList<>(data);
        files.add(new UploadedFile(BlockKeys.META, 0, null));
        return new Upload(segments, files, clock.instant());
    }

    private void send(Path directory, Ulid block, UploadedFile file) throws IOException {
        ObjectKey key = BlockKeys.directory(block).resolve(file.path());
        if (sizeInBucket(key) == file.size()) {
            return;
        }
        try (var body = new FileInputStream(directory.resolve(file.path()).toFile())) {
            bucket.put(key, body, file.size());
        }
    }

    private void verify(Ulid block, UploadedFile file) throws IOException {
        ObjectKey key = BlockKeys.directory(block).resolve(file.path());
        long size = sizeInBucket(key);
        if (size != file.size()) {
            throw new IOException(key + " has " + (size < 0 ? "no" : String.valueOf(size))
                    + " bytes in the bucket after the upload of " + file.size());
        }
    }

    private long sizeInBucket(ObjectKey key) throws IOException {
        try {
            return bucket.attributes(key).size();
        } catch (ObjectNotFoundException e) {
            return -1;
        }
    }
}
