package io.hypnos.tsdb.wal;

import java.util.Arrays;
import java.util.zip.CRC32C;

import io.hypnos.tsdb.io.SnappyEncoder;

/// Records in the form in which they go into a log, compressed and with their checksums, so that nothing of this is left to do while others
/// wait. Reused: [#clear()] keeps the arrays. For one thread at a time.
public final class PreparedRecords {

    /// A record that is longer should be split by whoever makes it, so that damage to it costs little.
    public static final int RECORD_TARGET = 32 << 10;

    private final SnappyEncoder encoder = new SnappyEncoder();
    private final CRC32C crc = new CRC32C();
    private final boolean compress;
    private byte[] data = new byte[16 << 10];
    private int length;
    private int count;
    private int[] ends = new int[4];
    private byte[] flags = new byte[4];
    private int[] checksums = new int[4];
    private long uncompressed;

    public PreparedRecords(boolean compress) {
        this.compress = compress;
    }

    public void clear() {
        count = 0;
        length = 0;
        uncompressed = 0;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /// Adds the record whose body is in the buffer; an empty one is left out.
    public void add(RecordBuffer body) {
        if (body.length() > 0) {
            add(body.bytes(), 0, body.length());
        }
    }

    void add(byte[] body, int offset, int size) {
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, count * 2);
            flags = Arrays.copyOf(flags, count * 2);
            checksums = Arrays.copyOf(checksums, count * 2);
        }
        int room = compress ? SnappyEncoder.maxEncodedLength(size) : size;
        if (data.length - length < room) {
            data = Arrays.copyOf(data, Math.max(Math.addExact(length, room), data.length * 2));
        }
        int stored = compress ? encoder.encode(body, offset, size, data, length) : size;
        flags[count] = WalFormat.SNAPPY;
        if (!compress || stored >= size) {
            System.arraycopy(body, offset, data, length, size);
            stored = size;
            flags[count] = 0;
        }
        crc.reset();
        crc.update(data, length, stored);
        checksums[count] = (int) crc.getValue();
        length += stored;
        ends[count++] = length;
        uncompressed += size;
    }

    /// Appends copies of another one's records.
    void addAll(PreparedRecords other) {
        for (int i = 0; i < other.count; i++) {
            if (count == ends.length) {
                ends = Arrays.copyOf(ends, count * 2);
                flags = Arrays.copyOf(flags, count * 2);
                checksums = Arrays.copyOf(checksums, count * 2);
            }
            int size = other.length(i);
            if (data.length - length < size) {
                data = Arrays.copyOf(data, Math.max(Math.addExact(length, size), data.length * 2));
            }
            System.arraycopy(other.data, other.start(i), data, length, size);
            flags[count] = other.flags[i];
            checksums[count] = other.checksums[i];
            length += size;
            ends[count++] = length;
        }
        uncompressed += other.uncompressed;
    }

    int count() {
        return count;
    }

    byte[] data() {
        return data;
    }

    int start(int record) {
        return record == 0 ? 0 : ends[record - 1];
    }

    int length(int record) {
        return ends[record] - start(record);
    }

    int flags(int record) {
        return flags[record];
    }

    int checksum(int record) {
        return checksums[record];
    }

    /// Bytes of all records as they are stored.
    int storedBytes() {
        return length;
    }

    /// Bytes of all records before compression.
    long uncompressedBytes() {
        return uncompressed;
    }
}
