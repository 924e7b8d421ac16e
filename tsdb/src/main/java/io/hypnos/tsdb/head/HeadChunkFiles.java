package io.hypnos.tsdb.head;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.zip.CRC32C;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hypnos.series.StorageException;
import io.hypnos.tsdb.io.CorruptBlockException;

/// The files `chunks_head/000001` and on, to which closed chunks of the head move out of memory, as Prometheus has them.
///
///     file   = magic 0x0130BC91 (4) · version 1 (1) · zero (3) · chunk*
///     chunk  = series reference (8) · first time (8) · last time (8) · encoding (1) · length uvarint · bytes · CRC-32C of all this (4)
///
/// Numbers are big-endian; bit 7 of the encoding marks out-of-order samples. Files are numbered without gaps and hold up to 128 MiB; behind
/// the last chunk there may be zeros. A chunk is referred to by its file's number and its offset, 32 bits each. Golden:
/// `golden/chunks_head-000001.hex`.
///
/// All that is here is in the write-ahead log, too. So nothing is forced to disk before a file is complete, and where a file is damaged it is
/// set aside with those behind it, and the log fills the gap.
///
/// Writing is for one thread at a time, reading for any.
final class HeadChunkFiles implements Closeable {

    private static final Logger log = LoggerFactory.getLogger(HeadChunkFiles.class);

    private static final int MAGIC = 0x0130BC91;
    private static final int FILE_HEADER = 8;
    private static final int CHUNK_HEADER = 25;
    private static final int CHECKSUM = 4;
    private static final int OUT_OF_ORDER = 0x80;
    private static final long MAX_FILE_SIZE = 128L << 20;
    private static final int MAX_CHUNK_SIZE = 16 << 20;

    private final Path directory;
    private final Path quarantine;
    private final Map<Integer, FileChannel> files = new ConcurrentSkipListMap<>();
    private final CRC32C crc = new CRC32C();
    private ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
    /// The file being written, 0 for none.
    private int current;
    private long length;

    /// Told about every chunk that is found when the files are opened.
    @FunctionalInterface
    interface Visitor {
        void chunk(long seriesReference, long minTime, long maxTime, int encoding, boolean outOfOrder, int bytes,
                long diskReference);
    }

    private HeadChunkFiles(Path directory, Path quarantine) {
        this.directory = directory;
        this.quarantine = quarantine;
    }

    /// Opens the files of a directory and tells the visitor what they have. Writing begins with a new file.
    static HeadChunkFiles open(Path directory, Path quarantine, Visitor visitor) throws IOException {
        Files.createDirectories(directory);
        var files = new HeadChunkFiles(directory, quarantine);
        int expected = -1;
        boolean damaged = false;
        for (var file : listed(directory).entrySet()) {
            int number = file.getKey();
            damaged |= expected >= 0 && number != expected;
            if (damaged) {
                files.setAside(file.getValue(), "the file before it is damaged or missing");
            } else {
                damaged = !files.load(number, file.getValue(), visitor);
            }
            expected = number + 1;
        }
        files.current = 0;
        return files;
    }

    private static TreeMap<Integer, Path> listed(Path directory) throws IOException {
        var found = new TreeMap<Integer, Path>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "[0-9]*")) {
            for (Path file : files) {
                try {
                    found.put(Integer.parseInt(file.getFileName().toString()), file);
                } catch (NumberFormatException e) {
                    // Somebody else's file.
                    continue;
                }
            }
        }
        return found;
    }

    /// Tells the visitor what a file has and cuts off what follows its last intact chunk; false when that was no mere unused room or a chunk
    /// whose writing was interrupted.
    private boolean load(int number, Path file, Visitor visitor) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        long size = channel.size();
        var scan = new HeadChunkScan(channel, size);
        if (size < FILE_HEADER || scan.getInt(0) == 0) {
            // Created and never written.
            channel.close();
            Files.delete(file);
            return true;
        }
        if (scan.getInt(0) != MAGIC || scan.getByte(4) != 1) {
            String why = String.format("expected magic %08x and version 1 at byte 0, found %08x and %d", MAGIC,
                    scan.getInt(0), scan.getByte(4));
            channel.close();
            setAside(file, why);
            return false;
        }
        files.put(number, channel);
        long end = scan(number, scan, size, visitor);
        boolean damaged = end < 0;
        if (damaged) {
            Files.createDirectories(quarantine);
            Path kept = quarantine.resolve("chunks_head-" + file.getFileName());
            Files.copy(file, kept, StandardCopyOption.REPLACE_EXISTING);
            log.atWarn().setMessage("Damaged chunk in a head-chunk file; the write-ahead log has what it held")
                    .addKeyValue("file", file).addKeyValue("offset", ~end).addKeyValue("kept", kept).log();
        }
        channel.truncate(damaged ? ~end : end);
        return !damaged;
    }

    /// Reads the headers of a file's chunks and checks their checksums. Returns the end of the last one; its complement when a damaged one
    /// follows.
    private static long scan(int number, HeadChunkScan scan, long size, Visitor visitor) throws IOException {
        long at = FILE_HEADER;
        while (at < size) {
            if (size - at < CHUNK_HEADER || scan.isZero(at, Math.min(size - at, CHUNK_HEADER))) {
                break;
            }
            int lengthBytes = 0;
            long bytes = 0;
            int b;
            do {
                b = at + CHUNK_HEADER + lengthBytes < size ? scan.getByte(at + CHUNK_HEADER + lengthBytes) : 0;
                bytes |= (long) (b & 0x7F) << (7 * lengthBytes++);
            } while (b >= 0x80 && lengthBytes < 5);
            long end = at + CHUNK_HEADER + lengthBytes + bytes + CHECKSUM;
            if (bytes > MAX_CHUNK_SIZE || end > size) {
                break;
            }
            int covered = (int) (end - CHECKSUM - at);
            if (scan.checksum(at, covered) != scan.getInt(end - CHECKSUM)) {
                return ~at;
            }
            int encoding = scan.getByte(at + 24);
            visitor.chunk(scan.getLong(at), scan.getLong(at + 8), scan.getLong(at + 16), encoding & ~OUT_OF_ORDER,
                    (encoding & OUT_OF_ORDER) != 0, (int) bytes, (long) number << 32 | at);
            at = end;
        }
        return at;
    }

    private void setAside(Path file, String why) throws IOException {
        Files.createDirectories(quarantine);
        Path kept = quarantine.resolve("chunks_head-" + file.getFileName());
        Files.move(file, kept, StandardCopyOption.REPLACE_EXISTING);
        log.atWarn().setMessage("Head-chunk file set aside; the write-ahead log has what it held")
                .addKeyValue("file", file).addKeyValue("why", why).addKeyValue("kept", kept).log();
    }

    /// Writes a chunk and returns where it will be. It can be read after the next [#flush()].
    long write(long seriesReference, long minTime, long maxTime, int encoding, boolean outOfOrder, byte[] bytes,
            int size) throws IOException {
        int needed = CHUNK_HEADER + 5 + size + CHECKSUM;
        if (current == 0 || length + needed > MAX_FILE_SIZE) {
            startFile();
        }
        if (buffer.remaining() < needed) {
            flush();
            if (buffer.remaining() < needed) {
                buffer = ByteBuffer.allocateDirect(needed * 2);
            }
        }
        int start = buffer.position();
        buffer.putLong(seriesReference).putLong(minTime).putLong(maxTime);
        buffer.put((byte) (outOfOrder ? encoding | OUT_OF_ORDER : encoding));
        int rest = size;
        while (rest > 0x7F) {
            buffer.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        buffer.put((byte) rest);
        buffer.put(bytes, 0, size);
        crc.reset();
        crc.update(buffer.slice(start, buffer.position() - start));
        buffer.putInt((int) crc.getValue());
        long reference = (long) current << 32 | length;
        length += buffer.position() - start;
        return reference;
    }

    /// Hands everything that was written to the operating system.
    void flush() throws IOException {
        FileChannel channel = files.get(current);
        if (channel == null) {
            return;
        }
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } finally {
            buffer.clear();
        }
    }

    /// Gives up what was written since the last flush; a new file begins with the next chunk.
    void abandon() {
        buffer.clear();
        current = 0;
    }

    private void startFile() throws IOException {
        FileChannel complete = files.get(current);
        if (complete != null) {
            flush();
            complete.force(false);
        }
        int number = 1;
        for (int existing : files.keySet()) {
            number = Math.max(number, existing + 1);
        }
        FileChannel channel = FileChannel.open(path(number), StandardOpenOption.CREATE_NEW, StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        files.put(number, channel);
        current = number;
        length = FILE_HEADER;
        buffer.putInt(MAGIC).put((byte) 1).put((byte) 0).put((byte) 0).put((byte) 0);
    }

    /// The bytes of a chunk, with [PendingChunk#SLACK] bytes behind them.
    ///
    /// @throws CorruptBlockException when they are damaged
    /// @throws StorageException      when they cannot be read
    byte[] read(long diskReference) {
        int number = (int) (diskReference >>> 32);
        long offset = diskReference & 0xFFFF_FFFFL;
        FileChannel channel = files.get(number);
        if (channel == null) {
            throw new StorageException("head-chunk file " + name(number) + " is gone");
        }
        try {
            return readChunk(channel, number, offset);
        } catch (IOException e) {
            throw new StorageException("head-chunk file " + name(number) + " cannot be read", e);
        }
    }

    private byte[] readChunk(FileChannel channel, int number, long offset) throws IOException {
        // Most chunks are shorter than this, so that one read is enough.
        var record = ByteBuffer.allocate(512);
        readFully(channel, record, offset);
        int have = record.position();
        int lengthBytes = 0;
        int size = 0;
        int b;
        do {
            if (CHUNK_HEADER + lengthBytes >= have || lengthBytes == 5) {
                throw new CorruptBlockException(name(number), offset, "a chunk with its length",
                        lengthBytes == 5 ? "a length of more than five bytes" : have + " bytes");
            }
            b = record.get(CHUNK_HEADER + lengthBytes);
            size |= (b & 0x7F) << (7 * lengthBytes++);
        } while (b < 0);
        if (size < 0 || size > MAX_CHUNK_SIZE) {
            throw new CorruptBlockException(name(number), offset, "a chunk of at most " + MAX_CHUNK_SIZE + " bytes",
                    "one of " + Integer.toUnsignedString(size));
        }
        int total = CHUNK_HEADER + lengthBytes + size + CHECKSUM;
        if (have < total) {
            var longer = ByteBuffer.allocate(total);
            longer.put(record.array(), 0, have);
            readFully(channel, longer, offset);
            if (longer.hasRemaining()) {
                throw new CorruptBlockException(name(number), offset, "a chunk of " + total + " bytes",
                        longer.position() + " bytes");
            }
            record = longer;
        }
        var checksum = new CRC32C();
        checksum.update(record.array(), 0, total - CHECKSUM);
        int stored = record.getInt(total - CHECKSUM);
        if ((int) checksum.getValue() != stored) {
            throw CorruptBlockException.checksum(name(number), offset + total - CHECKSUM, (int) checksum.getValue(),
                    stored);
        }
        byte[] bytes = new byte[size + PendingChunk.SLACK];
        System.arraycopy(record.array(), CHUNK_HEADER + lengthBytes, bytes, 0, size);
        return bytes;
    }

    private static void readFully(FileChannel channel, ByteBuffer into, long offset) throws IOException {
        long at = offset + into.position();
        while (into.hasRemaining()) {
            int n = channel.read(into, at);
            if (n < 0) {
                return;
            }
            at += n;
        }
    }

    private Path path(int number) {
        return directory.resolve(String.format("%06d", number));
    }

    /// What error messages call a file.
    private String name(int number) {
        return path(number).toString();
    }

    /// Ends the current file, so that it can be deleted once its chunks are not needed any more.
    void endFile() throws IOException {
        FileChannel channel = files.get(current);
        if (channel != null) {
            flush();
            channel.force(false);
            current = 0;
        }
    }

    /// Deletes all files below a number; only when no reader can have met a chunk in one of them.
    void deleteBefore(int number) throws IOException {
        for (var file : files.entrySet()) {
            if (file.getKey() < number && file.getKey() != current) {
                files.remove(file.getKey());
                file.getValue().close();
                Files.deleteIfExists(path(file.getKey()));
            }
        }
    }

    /// Bytes of all files.
    long size() {
        long size = 0;
        for (FileChannel channel : files.values()) {
            try {
                size += channel.size();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return size;
    }

    @Override
    public void close() throws IOException {
        endFile();
        for (FileChannel channel : files.values()) {
            channel.close();
        }
        files.clear();
    }
}
