package io.hypnos.tsdb.index;

import java.util.Arrays;

import io.hypnos.tsdb.io.ByteReader;

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

    private int labelCount;
    private int chunkCount;
    private int[] labels = new int[64];
    private long[] minTimes = new long[32];
    private long[] maxTimes = new long[32];
    private long[] chunkRefs = new long[32];

    /// Decodes the body of an entry, all of it.
    public void decode(ByteReader body) {
        decodeLabels(body);
        chunkCount = body.count(3);
        if (chunkCount > minTimes.length) {
            int capacity = Math.max(chunkCount, minTimes.length * 2);
            minTimes = new long[capacity];
            maxTimes = new long[capacity];
            chunkRefs = new long[capacity];
        }
        long time = 0;
        long ref = 0;
        for (int i = 0; i < chunkCount; i++) {
            time += i == 0 ? body.varint() : body.uvarint();
            minTimes[i] = time;
            time += body.uvarint();
            maxTimes[i] = time;
            ref += i == 0 ? body.uvarint() : body.varint();
            chunkRefs[i] = ref;
        }
        if (body.remaining() != 0) {
            throw body.corrupt("the end of the series entry", body.remaining() + " more bytes");
        }
    }

    /// Decodes the labels only; the entry then has no chunks.
    public void decodeLabels(ByteReader body) {
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
