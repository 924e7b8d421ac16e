package io.hypnos.tsdb.block;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

import io.hypnos.tsdb.io.ByteReader;
import io.hypnos.tsdb.io.ChecksumWriter;
import io.hypnos.tsdb.io.CorruptBlockException;
import io.hypnos.tsdb.io.DurableFiles;
import io.hypnos.tsdb.io.UnsupportedVersionException;

/// Which stretches of which series of a block are deleted: the file `tombstones`.
///
///     magic 0x0130BA30 (4) · version 1 (1) · { series reference uvarint · min time varint · max time varint }* · CRC-32C (4)
///
/// Big-endian. The checksum covers the entries, not the header. Intervals are closed. A series may occur several times, entries may be in
/// any order. An absent file and one without entries mean the same. Immutable. Golden: `golden/tombstones.hex`.
public final class Tombstones {

    public static final String FILE_NAME = "tombstones";
    public static final Tombstones NONE = new Tombstones(Map.of());

    private static final int MAGIC = 0x0130BA30;
    private static final int VERSION = 1;
    private static final int HEADER_SIZE = 5;

    /// By series reference, whose bits are those of [io.hypnos.tsdb.index.Postings].
    private final Map<Integer, Intervals> bySeries;

    private Tombstones(Map<Integer, Intervals> bySeries) {
        this.bySeries = bySeries;
    }

    /// Reads the tombstones of the block in a directory.
    ///
    /// @throws CorruptBlockException when the file is not what it should be
    public static Tombstones read(Path blockDirectory) throws IOException {
        Path file = blockDirectory.resolve(FILE_NAME);
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return NONE;
        }
        return decode(file.toString(), bytes);
    }

    public static Tombstones decode(String file, byte[] bytes) {
        if (bytes.length < HEADER_SIZE + 4) {
            throw new CorruptBlockException(file, 0, "at least " + (HEADER_SIZE + 4) + " bytes", bytes.length + "");
        }
        var reader = new ByteReader(file, 0, bytes, 0, bytes.length);
        int magic = reader.i32();
        if (magic != MAGIC) {
            throw CorruptBlockException.magic(file, 0, MAGIC, magic);
        }
        int version = reader.u8();
        if (version != VERSION) {
            throw new UnsupportedVersionException(file, 4, version, VERSION, VERSION);
        }
        int size = bytes.length - HEADER_SIZE - 4;
        int stored = ByteBuffer.wrap(bytes).getInt(HEADER_SIZE + size);
        int computed = checksum(bytes, HEADER_SIZE, size);
        if (computed != stored) {
            throw CorruptBlockException.checksum(file, bytes.length - 4, computed, stored);
        }
        reader.reset(HEADER_SIZE, bytes, HEADER_SIZE, size);
        var bySeries = new TreeMap<Integer, Intervals>(Integer::compareUnsigned);
        while (reader.remaining() > 0) {
            int ref = reader.uvarint32();
            long min = reader.varint();
            long max = reader.varint();
            bySeries.merge(ref, Intervals.NONE.with(min, max), (known, one) -> known.with(min, max));
        }
        return new Tombstones(bySeries);
    }

    /// These and one more deletion.
    public Tombstones with(int seriesRef, long min, long max) {
        return with(Map.of(seriesRef, Intervals.NONE.with(min, max)));
    }

    /// These and more deletions, by series reference.
    public Tombstones with(Map<Integer, Intervals> more) {
        var copy = new TreeMap<Integer, Intervals>(Integer::compareUnsigned);
        copy.putAll(bySeries);
        more.forEach((ref, intervals) -> copy.merge(ref, intervals, Intervals::with));
        copy.values().removeIf(Intervals::isEmpty);
        return new Tombstones(copy);
    }

    /// What is deleted of one series.
    public Intervals of(int seriesRef) {
        return bySeries.isEmpty() ? Intervals.NONE : bySeries.getOrDefault(seriesRef, Intervals.NONE);
    }

    public boolean isEmpty() {
        return bySeries.isEmpty();
    }

    /// Number of deleted intervals.
    public long count() {
        return bySeries.values().stream().mapToLong(Intervals::size).sum();
    }

    public byte[] encode() {
        var entries = new ByteArrayOutputStream();
        byte[] number = new byte[10];
        bySeries.forEach((ref, intervals) -> {
            for (int i = 0; i < intervals.size(); i++) {
                entries.write(number, 0, ChecksumWriter.putUvarint(number, 0, Integer.toUnsignedLong(ref)));
                entries.write(number, 0, ChecksumWriter.putVarint(number, 0, intervals.min(i)));
                entries.write(number, 0, ChecksumWriter.putVarint(number, 0, intervals.max(i)));
            }
        });
        byte[] body = entries.toByteArray();
        return ByteBuffer.allocate(HEADER_SIZE + body.length + 4).putInt(MAGIC).put((byte) VERSION).put(body)
                .putInt(checksum(body, 0, body.length)).array();
    }

    /// Puts the tombstones into the directory of their block, in place of those that are there.
    public void write(Path blockDirectory) throws IOException {
        DurableFiles.write(blockDirectory.resolve(FILE_NAME), encode());
    }

    private static int checksum(byte[] bytes, int offset, int length) {
        var crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}
