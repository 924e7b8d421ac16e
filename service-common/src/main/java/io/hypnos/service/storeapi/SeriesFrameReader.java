package io.hypnos.service.storeapi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.ChunkSeries;
import io.hypnos.series.chunk.Aggregate;
import io.hypnos.series.chunk.AggregateChunk;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkEncoding;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.LabelsBuilder;

/// Reads the series of one message of a Series stream (see [SeriesFrameWriter]) one after the other, when they are asked for. Chunk bytes stay
/// in the message's array. Used by one thread.
final class SeriesFrameReader {

    private static final byte NAME_TAG = 1 << 3 | 2;
    private static final byte VALUE_TAG = 2 << 3 | 2;

    private final WireReader wire;
    private final int end;
    private final List<String> warnings;
    /// Where to go on: inside a batch up to `batchEnd`, then behind it.
    private int position;
    private int batchEnd;
    private final List<SeriesChunk> chunks = new ArrayList<>();

    /// @param warnings takes the warnings of the message
    SeriesFrameReader(SeriesFrame frame, List<String> warnings) {
        this.wire = new WireReader(frame.bytes(), 0, frame.length());
        this.end = frame.length();
        this.warnings = warnings;
    }

    /// The next series of the message; null when there is none.
    ///
    /// @throws StoreException when the message is not what it should be
    @Nullable
    ChunkSeries next() {
        while (true) {
            boolean inBatch = position < batchEnd;
            int limit = inBatch ? batchEnd : end;
            if (position >= limit) {
                return null;
            }
            wire.seek(position, limit - position);
            int field = wire.nextField();
            boolean series = field == 1;
            if (series) {
                int length = wire.delimited();
                int start = wire.position();
                position = start + length;
                return readSeries(start, length);
            }
            if (!inBatch && field == 4) {
                int length = wire.delimited();
                position = wire.position();
                batchEnd = position + length;
            } else if (!inBatch && field == 2) {
                warnings.add(wire.text());
                position = wire.position();
            } else {
                wire.skip();
                position = wire.position();
            }
        }
    }

    private ChunkSeries readSeries(int start, int length) {
        chunks.clear();
        wire.seek(start, length);
        Labels labels = readLabels(start, length, false);
        boolean moreLabels = false;
        for (int field = wire.nextField(); field != 0; field = wire.nextField()) {
            moreLabels |= field == 1;
            if (field == 2) {
                int size = wire.delimited();
                int at = wire.position();
                chunks.add(readChunk(at, size));
                wire.seek(at + size, start + length - at - size);
            } else {
                wire.skip();
            }
        }
        if (moreLabels) {
            wire.seek(start, length);
            labels = readLabels(start, length, true);
        }
        if (!isSorted(chunks)) {
            chunks.sort(Comparator.comparingLong(SeriesChunk::minTime).thenComparingLong(SeriesChunk::maxTime));
        }
        return new ChunkSeries(labels, chunks);
    }

    private static boolean isSorted(List<SeriesChunk> chunks) {
        for (int i = 1; i < chunks.size(); i++) {
            if (chunks.get(i - 1).minTime() > chunks.get(i).minTime()) {
                return false;
            }
        }
        return true;
    }

    /// Copies the texts of the labels into the packed form of [Labels], or sorts them first when the peer did not.
    ///
    /// @param all read the labels of the whole series; otherwise only those before its first chunk, which are all where fields come in the
    ///            order of their numbers
    private Labels readLabels(int seriesStart, int seriesLength, boolean all) {
        byte[] bytes = wire.bytes();
        byte[] packed = new byte[128];
        int length = 0;
        int count = 0;
        int lastOffset = 0;
        int lastLength = -1;
        boolean ordered = true;
        int start = wire.position();
        int fieldStart = start;
        for (int field = wire.nextField(); field != 0; field = wire.nextField()) {
            if (field != 1) {
                if (!all) {
                    wire.seek(fieldStart, seriesStart + seriesLength - fieldStart);
                    break;
                }
                wire.skip();
                fieldStart = wire.position();
                continue;
            }
            int size = wire.delimited();
            int label = wire.position();
            boolean brief = isBrief(bytes, label, size);
            long name = brief ? text(label + 2, bytes[label + 1]) : textIn(1, label, size);
            long value = brief
                    ? text(label + 4 + (int) name, bytes[label + 3 + (int) name])
                    : textIn(2, label, size);
            wire.advance(size);
            fieldStart = wire.position();
            int nameOffset = (int) (name >>> 32);
            int nameLength = (int) name;
            int valueLength = (int) value;
            ordered &= nameLength > 0 && valueLength > 0 && (lastLength < 0 || Arrays.compareUnsigned(bytes, lastOffset,
                    lastOffset + lastLength, bytes, nameOffset, nameOffset + nameLength) < 0);
            lastOffset = nameOffset;
            lastLength = nameLength;
            int needed = nameLength + valueLength + 10;
            if (length + needed > packed.length) {
                packed = Arrays.copyOf(packed, Math.max(packed.length * 2, length + needed));
            }
            length = putText(packed, length, bytes, nameOffset, nameLength);
            length = putText(packed, length, bytes, (int) (value >>> 32), valueLength);
            count++;
        }
        return ordered ? Labels.ofPacked(Arrays.copyOf(packed, length), count) : sorted(packed, length, start);
    }

    /// Whether a label's message is as nearly all are: a name, then a value, both of one to 127 bytes, and nothing else.
    private static boolean isBrief(byte[] bytes, int at, int size) {
        if (size < 6 || bytes[at] != NAME_TAG || bytes[at + 1] <= 0) {
            return false;
        }
        int nameLength = bytes[at + 1];
        int valueAt = at + 2 + nameLength;
        return nameLength <= size - 5 && bytes[valueAt] == VALUE_TAG && bytes[valueAt + 1] > 0
                && 4 + nameLength + bytes[valueAt + 1] == size;
    }

    /// An offset and a length in one number.
    private static long text(int offset, int length) {
        return (long) offset << 32 | length;
    }

    /// Offset and length of a text field inside a label's message, in one number; the empty text when it is missing.
    private long textIn(int wanted, int offset, int size) {
        var label = new WireReader(wire.bytes(), offset, size);
        long found = text(offset, 0);
        for (int field = label.nextField(); field != 0; field = label.nextField()) {
            if (field == wanted) {
                int length = label.delimited();
                found = text(label.position(), length);
                label.advance(length);
            } else {
                label.skip();
            }
        }
        return found;
    }

    private static int putText(byte[] packed, int at, byte[] from, int offset, int length) {
        int rest = length;
        int to = at;
        while (rest > 0x7F) {
            packed[to++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        packed[to++] = (byte) rest;
        System.arraycopy(from, offset, packed, to, length);
        return to + length;
    }

    private static Labels sorted(byte[] packed, int length, int start) {
        var cursor = Labels.ofPacked(Arrays.copyOf(packed, length), 1).cursor();
        var builder = new LabelsBuilder();
        while (cursor.next()) {
            if (cursor.nameLength() == 0) {
                throw new StoreException(StoreException.Reason.INTERNAL,
                        "the message is broken: a label without a name at byte " + start);
            }
            byte[] name = Arrays.copyOfRange(packed, cursor.nameOffset(), cursor.nameOffset() + cursor.nameLength());
            byte[] value = Arrays.copyOfRange(packed, cursor.valueOffset(),
                    cursor.valueOffset() + cursor.valueLength());
            builder.set(name, value);
        }
        return builder.build();
    }

    private SeriesChunk readChunk(int start, int length) {
        wire.seek(start, length);
        long minTime = 0;
        long maxTime = 0;
        int rawAt = -1;
        int rawLength = 0;
        int[] partAt = null;
        int[] partLength = null;
        for (int field = wire.nextField(); field != 0; field = wire.nextField()) {
            switch (field) {
                case 1 -> minTime = wire.number();
                case 2 -> maxTime = wire.number();
                case 3 -> {
                    rawLength = wire.delimited();
                    rawAt = wire.position();
                    wire.advance(rawLength);
                }
                case 4, 5, 6, 7, 8 -> {
                    if (partAt == null || partLength == null) {
                        partAt = new int[Aggregate.values().length];
                        partLength = new int[Aggregate.values().length];
                        Arrays.fill(partAt, -1);
                    }
                    partLength[field - 4] = wire.delimited();
                    partAt[field - 4] = wire.position();
                    wire.advance(partLength[field - 4]);
                }
                default -> wire.skip();
            }
        }
        if (rawAt >= 0) {
            return readData(rawAt, rawLength, minTime, maxTime);
        }
        @Nullable
        Chunk[] parts = new Chunk[Aggregate.values().length];
        if (partAt != null && partLength != null) {
            for (int i = 0; i < parts.length; i++) {
                if (partAt[i] >= 0) {
                    parts[i] = readData(partAt[i], partLength[i], minTime, maxTime);
                }
            }
        }
        return new AggregateChunk(minTime, maxTime, parts);
    }

    private Chunk readData(int start, int length, long minTime, long maxTime) {
        wire.seek(start, length);
        long type = 0;
        int dataAt = start;
        int dataLength = 0;
        for (int field = wire.nextField(); field != 0; field = wire.nextField()) {
            switch (field) {
                case 1 -> type = wire.number();
                case 2 -> {
                    dataLength = wire.delimited();
                    dataAt = wire.position();
                    wire.advance(dataLength);
                }
                default -> wire.skip();
            }
        }
        if (type < 0 || type > 2) {
            throw new StoreException(StoreException.Reason.INTERNAL,
                    "the message has a chunk of unknown encoding " + type);
        }
        return new Chunk(minTime, maxTime, ChunkEncoding.of((int) type + 1), wire.bytes(), dataAt, dataLength);
    }
}
