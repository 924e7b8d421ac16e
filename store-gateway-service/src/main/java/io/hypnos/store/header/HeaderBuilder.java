package io.hypnos.store.header;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.ObjectKey;
import io.hypnos.objstore.block.BlockKeys;
import io.hypnos.tsdb.block.Ulid;
import io.hypnos.tsdb.index.IndexToc;
import io.hypnos.tsdb.io.CorruptBlockException;
import io.hypnos.tsdb.io.DurableFiles;

/// Makes index headers from indexes in a bucket, with four small requests and two ranged ones that go straight to where the header is kept.
final class HeaderBuilder {

    private static final int INDEX_HEAD = 5;
    private static final int INDEX_MAGIC = 0xBAAAD700;
    private static final int BUFFER = 1 << 16;

    private final Bucket bucket;

    HeaderBuilder(Bucket bucket) {
        this.bucket = bucket;
    }

    /// Puts the header of a block into a file, which is there as a whole or not at all.
    void build(Ulid block, Path target) throws IOException {
        Path directory = target.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Path unfinished = target.resolveSibling(target.getFileName() + ".tmp");
        try (var channel = FileChannel.open(unfinished, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            write(block, Channels.newOutputStream(channel));
            channel.force(true);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(unfinished);
            throw e;
        }
        DurableFiles.publish(unfinished, target);
    }

    /// The header of a block.
    byte[] build(Ulid block) throws IOException {
        var out = new ByteArrayOutputStream();
        write(block, out);
        return out.toByteArray();
    }

    private void write(Ulid block, OutputStream out) throws IOException {
        ObjectKey index = BlockKeys.index(block);
        long size = bucket.attributes(index).size();
        if (size < INDEX_HEAD + IndexToc.SIZE) {
            throw new CorruptBlockException(index.value(), 0, "an index", size + " bytes");
        }
        int version = version(index);
        long tocAt = size - IndexToc.SIZE;
        IndexToc toc = IndexToc.decode(index.value(), tocAt, read(index, tocAt, IndexToc.SIZE));
        out.write(ByteBuffer.allocate(HeaderFormat.HEAD_SIZE).putInt(HeaderFormat.MAGIC)
                .put((byte) HeaderFormat.VERSION).put((byte) version).putLong(toc.postingsTable()).array());
        copy(index, toc.symbols(), toc.series(), out);
        copy(index, toc.postingsTable(), size, out);
        var end = ByteBuffer.allocate(HeaderFormat.TOC_SIZE).putLong(HeaderFormat.HEAD_SIZE)
                .putLong(HeaderFormat.HEAD_SIZE + toc.series() - toc.symbols());
        end.putInt(IndexHeader.checksum(end.array()));
        out.write(end.array());
    }

    private int version(ObjectKey index) throws IOException {
        var head = ByteBuffer.wrap(read(index, 0, INDEX_HEAD));
        int magic = head.getInt();
        if (magic != INDEX_MAGIC) {
            throw CorruptBlockException.magic(index.value(), 0, INDEX_MAGIC, magic);
        }
        return head.get() & 0xFF;
    }

    private byte[] read(ObjectKey index, long offset, int length) throws IOException {
        try (InputStream body = bucket.getRange(index, offset, length)) {
            byte[] bytes = body.readNBytes(length);
            if (bytes.length < length) {
                throw new CorruptBlockException(index.value(), offset, length + " bytes", bytes.length + " bytes");
            }
            return bytes;
        }
    }

    private void copy(ObjectKey index, long from, long to, OutputStream out) throws IOException {
        if (from == to) {
            return;
        }
        byte[] buffer = new byte[BUFFER];
        long left = to - from;
        try (InputStream body = bucket.getRange(index, from, left)) {
            while (left > 0) {
                int count = body.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (count < 0) {
                    throw new CorruptBlockException(index.value(), to - left, left + " more bytes", "the end");
                }
                out.write(buffer, 0, count);
                left -= count;
            }
        }
    }
}
