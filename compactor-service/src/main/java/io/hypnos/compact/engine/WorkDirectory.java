package io.hypnos.compact.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

import io.hypnos.objstore.block.BlockDownloader;
import io.hypnos.objstore.block.BlockGroup;
import io.hypnos.objstore.block.BucketBlockMeta;
import io.hypnos.series.XxHash64;
import io.hypnos.tsdb.io.DurableFiles;

/// Where blocks lie while they are worked on: `compact/<group>` and `downsample/<block>` below the data directory.
final class WorkDirectory {

    /// What merging or downsampling may need beside the blocks themselves, as a part of their size.
    private static final double OUTPUT_SHARE = 1.1;

    private final Path root;

    WorkDirectory(Path root) {
        this.root = root;
    }

    /// An empty directory for a group.
    Path forGroup(BlockGroup group) throws IOException {
        return fresh(root.resolve("compact").resolve(group.resolution() + "@" + hash(group)));
    }

    /// An empty directory for a block that is downsampled.
    Path forDownsampling(BucketBlockMeta block) throws IOException {
        return fresh(root.resolve("downsample").resolve(block.id().toString()));
    }

    /// Removes everything that is worked on.
    void clear() throws IOException {
        DurableFiles.deleteRecursively(root.resolve("compact"));
        DurableFiles.deleteRecursively(root.resolve("downsample"));
    }

    /// Makes sure that blocks and what is made of them find room.
    void requireRoomFor(Collection<BucketBlockMeta> blocks) throws IOException {
        long input = blocks.stream().mapToLong(block -> BlockDownloader.expectedBytes(block.block())).sum();
        long needed = (long) (input * (1 + OUTPUT_SHARE));
        long free = Files.getFileStore(root).getUsableSpace();
        if (needed > free) {
            throw new IOException("data dir " + root + " has " + free + " B free, " + needed
                    + " B are needed for blocks of " + input + " B and what is made of them");
        }
    }

    private static Path fresh(Path directory) throws IOException {
        DurableFiles.deleteRecursively(directory);
        return Files.createDirectories(directory);
    }

    private static String hash(BlockGroup group) {
        var bytes = new ByteArrayOutputStream();
        group.labels().forEach((name, value) -> {
            bytes.writeBytes(name.getBytes(UTF_8));
            bytes.write(0xFF);
            bytes.writeBytes(value.getBytes(UTF_8));
            bytes.write(0xFF);
        });
        return Long.toUnsignedString(XxHash64.hash(bytes.toByteArray()));
    }
}
