package io.hypnos.tsdb.index;

import java.util.Arrays;
import java.util.zip.CRC32C;

import io.hypnos.tsdb.io.ByteReader;
import io.hypnos.tsdb.io.CorruptBlockException;

/// One series of an index: its labels as symbol references and where its chunks are. Reused: each decoding replaces the contents.
///
///     body length uvarint · body · CRC-32C of the body (4)
///     body = label count uvarint · { name reference uvarint · value reference uvarint }*
///            chunk count uvarint · first chunk · further chunks
///     first chunk    min time varint · max - min time uvarint · chunk reference uvarint
///     further chunk  min time - previous max time uvarint · max - min time uvarint · chunk reference - previous one varint
///
/// Entries are in ascending order of their labels. An entry of index version 2 begins at a multiple of 16 bytes, and that multiple is its
/// reference; of version 1 the reference is the byte offset. Deltas wrap around, so that old blocks with overlapping chunks decode, too.
public final class SeriesEntry {

    /// A length takes at most this many bytes.
    private static final int MAX_LENGTH_SIZE = 5;
    /// No entry is longer; a broken length must not decide how much is allocated.
    private static final int MAX_BODY = 1 << 26;
    private static final int CHECKSUM_SIZE = 4;

    private final CRC32C crc = new CRC32C();
    private int labelCount;
    private int chunkCount;
    private int[] labels = new int[64];
    private long[] minTimes = new long[32];
    private long[] maxTimes = new long[32];
    private long[] chunkRefs = new long[32];
    /// Those of all chunks as they are written, three each.
    private long[] numbers = new long[96];

    /// The size in bytes of the entry that begins at `bytes[offset]`.
    ///
    /// @param available how many bytes are there; with five or more the answer is sure, with fewer it may be -1 for "cannot tell"
    /// @throws CorruptBlockException when no entry begins so
    public static int storedSize(String file, long fileOffset, byte[] bytes, int offset, int available) {
        long length = 0;
        for (int i = 0; i < MAX_LENGTH_SIZE; i++) {
            if (i == available) {
                return -1;
            }
            byte b = bytes[offset + i];
            length |= (long) (b & 0x7F) << (7 * i);
            if (b >= 0 && length >= 2 && length <= MAX_BODY) {
                return i + 1 + (int) length + CHECKSUM_SIZE;
            }
            if (b >= 0) {
                break;
            }
        }
        throw new CorruptBlockException(file, fileOffset, "the length of a series entry", length + "");
    }

    /// Decodes the entry that begins at `bytes[offset]`; there may be more bytes behind it.
    ///
    /// @param fileOffset where in the file the entry begins
    /// @throws CorruptBlockException when the bytes are cut short or not what their checksum says
    public void decode(String file, long fileOffset, byte[] bytes, int offset, int available) {
        decode(openBody(file, fileOffset, bytes, offset, available));
    }

    /// Decodes the labels only of the entry that begins at `bytes[offset]`; the entry then has no chunks.
    public void decodeLabels(String file, long fileOffset, byte[] bytes, int offset, int available) {
        decodeLabels(openBody(file, fileOffset, bytes, offset, available));
    }

    private ByteReader openBody(String file, long fileOffset, byte[] bytes, int offset, int available) {
        int size = storedSize(file, fileOffset, bytes, offset, available);
        if (size < 0 || size > available) {
            throw new CorruptBlockException(file, fileOffset,
                    "a series entry" + (size < 0 ? "" : " of " + size + " bytes"),
                    available + " bytes");
        }
        int start = offset;
        while (bytes[start] < 0) {
            start++;
        }
        start++;
        int end = offset + size - CHECKSUM_SIZE;
        crc.reset();
        crc.update(bytes, start, end - start);
        var reader = new ByteReader(file, fileOffset + end - offset, bytes, end, CHECKSUM_SIZE);
        int stored = reader.i32();
        if ((int) crc.getValue() != stored) {
            throw CorruptBlockException.checksum(file, fileOffset + end - offset, (int) crc.getValue(), stored);
        }
        reader.reset(fileOffset + start - offset, bytes, start, end - start);
        return reader;
    }

    /// Decodes the body of an entry, all of it.
    private void decode(ByteReader body) {
        decodeLabels(body);
        chunkCount = body.count(3);
        if (chunkCount > minTimes.length) {
            int capacity = Math.max(chunkCount, minTimes.length * 2);
            minTimes = new long[capacity];
            maxTimes = new long[capacity];
            chunkRefs = new long[capacity];
            numbers = new long[3 * capacity];
        }
        body.uvarints(numbers, 3 * chunkCount);
        long time = 0;
        long ref = 0;
        for (int i = 0; i < chunkCount; i++) {
            time += i == 0 ? ByteReader.zigzag(numbers[0]) : numbers[3 * i];
            minTimes[i] = time;
            time += numbers[3 * i + 1];
            maxTimes[i] = time;
            ref += i == 0 ? numbers[2] : ByteReader.zigzag(numbers[3 * i + 2]);
            chunkRefs[i] = ref;
        }
        if (body.remaining() != 0) {
            throw body.corrupt("the end of the series entry", body.remaining() + " more bytes");
        }
    }

    private void decodeLabels(ByteReader body) {
        labelCount = body.count(2);
        chunkCount = 0;
        if (2 * labelCount > labels.length) {
            labels = new int[Math.max(2 * labelCount, labels.length * 2)];
        }
        for (int i = 0; i < 2 * labelCount; i++) {
            labels[i] = body.uvarint32();
        }
    }

    public int labelCount() {
        return labelCount;
    }

    /// Symbol references, without a sign: name and value of each label in turn. Lent; longer than twice [#labelCount()].
    public int[] labels() {
        return labels;
    }

    public int chunkCount() {
        return chunkCount;
    }

    /// Epoch milliseconds of the first sample of a chunk.
    public long minTime(int chunk) {
        return minTimes[chunk];
    }

    /// Epoch milliseconds of the last sample of a chunk.
    public long maxTime(int chunk) {
        return maxTimes[chunk];
    }

    /// Where a chunk is: number of its segment, counted from 0, in the upper 32 bits, and byte offset in that in the lower.
    public long chunkRef(int chunk) {
        return chunkRefs[chunk];
    }

    @Override
    public String toString() {
        return "labels " + Arrays.toString(Arrays.copyOf(labels, 2 * labelCount)) + ", " + chunkCount + " chunks";
    }
}
