package io.hypnos.tsdb.block;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.hypnos.tsdb.io.ByteSource;
import io.hypnos.tsdb.io.CorruptBlockException;
import io.hypnos.tsdb.io.FileSource;

/// The parts of a block, wherever they lie. Owns its sources.
///
/// @param segments in the order that chunk references count them
public record BlockContents(BlockMeta meta, ByteSource index, List<ByteSource> segments, Tombstones tombstones)
        implements
            AutoCloseable {

    public BlockContents {
        segments = List.copyOf(segments);
    }

    /// Opens the files of the block in a directory and checks the meta, the tombstones and the headers of the segments.
    ///
    /// @throws IOException           when a file cannot be read
    /// @throws CorruptBlockException when a file is missing, or not what it should be
    public static BlockContents open(Path blockDirectory) throws IOException {
        var meta = present(blockDirectory, BlockMeta.FILE_NAME, () -> BlockMeta.read(blockDirectory));
        var tombstones = Tombstones.read(blockDirectory);
        var opened = new ArrayList<ByteSource>();
        try {
            ByteSource index = present(blockDirectory, BlockFiles.INDEX,
                    () -> FileSource.open(blockDirectory.resolve(BlockFiles.INDEX)));
            opened.add(index);
            var files = present(blockDirectory, ChunkSegmentFormat.DIRECTORY,
                    () -> BlockFiles.segments(blockDirectory));
            for (Path file : files) {
                ByteSource segment = FileSource.open(file);
                opened.add(segment);
                ChunkSegmentFormat.requireHeader(segment);
            }
            return new BlockContents(meta, index, opened.subList(1, opened.size()), tombstones);
        } catch (IOException | RuntimeException e) {
            opened.forEach(ByteSource::close);
            throw e;
        }
    }

    private interface Opening<T> {

        T open() throws IOException;
    }

    private static <T> T present(Path directory, String part, Opening<T> opening) throws IOException {
        try {
            return opening.open();
        } catch (NoSuchFileException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
            throw new CorruptBlockException(directory.toString(), 0, "a part named " + part, "none");
        }
    }

    /// Bytes of index and segments together.
    public long size() {
        long size = index.size();
        for (ByteSource segment : segments) {
            size += segment.size();
        }
        return size;
    }

    @Override
    public void close() {
        index.close();
        segments.forEach(ByteSource::close);
    }
}
