package io.hypnos.tsdb.wal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.histogram.Histogram;
import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.write.MetricMetadata;

/// Reads record bodies (see [WalRecord]).
final class RecordDecoder {

    /// What an item in base form takes at least, without its payload.
    private static final int BASE_ITEM = 2;

    private RecordDecoder() {}

    /// Decodes a body, which the record may keep a hold of.
    ///
    /// @throws InvalidRecordException when the body is not what its type says
    static WalRecord decode(byte[] body, int offset, int length) {
        if (length == 0) {
            throw new InvalidRecordException("no type");
        }
        var in = new BodyReader(body, offset + 1, length - 1);
        int type = body[offset] & 0xFF;
        return switch (type) {
            case WalRecord.SERIES -> series(in, body);
            case WalRecord.SAMPLES -> samples(in);
            case WalRecord.TOMBSTONES -> tombstones(in);
            case WalRecord.EXEMPLARS -> exemplars(in);
            case WalRecord.MARKERS -> markers(in);
            case WalRecord.METADATA -> metadata(in);
            case WalRecord.INTEGER_HISTOGRAMS, WalRecord.CUSTOM_INTEGER_HISTOGRAMS -> histograms(in, true);
            case WalRecord.FLOAT_HISTOGRAMS, WalRecord.CUSTOM_FLOAT_HISTOGRAMS -> histograms(in, false);
            case WalRecord.SAMPLES_WITH_START -> samplesWithStart(in);
            case WalRecord.INTEGER_HISTOGRAMS_WITH_START -> histogramsWithStart(in, true);
            case WalRecord.FLOAT_HISTOGRAMS_WITH_START -> histogramsWithStart(in, false);
            default -> new WalRecord.Unknown(type);
        };
    }

    private static WalRecord series(BodyReader in, byte[] body) {
        int capacity = in.remaining() / 9 + 1;
        capacity = Math.min(capacity, 256);
        long[] refs = new long[capacity];
        int[] starts = new int[capacity];
        int[] ends = new int[capacity];
        int[] counts = new int[capacity];
        int size = 0;
        while (in.hasMore()) {
            if (size == capacity) {
                capacity *= 2;
                refs = Arrays.copyOf(refs, capacity);
                starts = Arrays.copyOf(starts, capacity);
                ends = Arrays.copyOf(ends, capacity);
                counts = Arrays.copyOf(counts, capacity);
            }
            refs[size] = in.readLong();
            counts[size] = in.readCount(2);
            starts[size] = in.position();
            for (int i = 0; i < counts[size]; i++) {
                in.skipText();
                in.skipText();
            }
            ends[size++] = in.position();
        }
        return new WalRecord.Series(size, refs, body, starts, ends, counts);
    }

    private static WalRecord samples(BodyReader in) {
        if (!in.hasMore()) {
            return new WalRecord.Samples(0, new long[0], new long[0], new long[0]);
        }
        long baseRef = in.readLong();
        long baseTime = in.readLong();
        int capacity = in.remaining() / (BASE_ITEM + 8);
        long[] refs = new long[capacity];
        long[] times = new long[capacity];
        long[] values = new long[capacity];
        int size = 0;
        while (in.hasMore()) {
            if (size == capacity) {
                throw new InvalidRecordException("ends in the middle of an item");
            }
            refs[size] = baseRef + in.readVarint();
            times[size] = baseTime + in.readVarint();
            values[size++] = in.readLong();
        }
        return new WalRecord.Samples(size, refs, times, values);
    }

    private static WalRecord tombstones(BodyReader in) {
        int capacity = in.remaining() / 10 + 1;
        long[] refs = new long[capacity];
        long[] mints = new long[capacity];
        long[] maxts = new long[capacity];
        int size = 0;
        while (in.hasMore()) {
            refs[size] = in.readLong();
            mints[size] = in.readVarint();
            maxts[size++] = in.readVarint();
        }
        return new WalRecord.Tombstones(size, refs, mints, maxts);
    }

    private static WalRecord markers(BodyReader in) {
        int capacity = in.remaining() / 16 + 1;
        long[] refs = new long[capacity];
        long[] chunks = new long[capacity];
        int size = 0;
        while (in.hasMore()) {
            refs[size] = in.readLong();
            chunks[size++] = in.readLong();
        }
        return new WalRecord.Markers(size, refs, chunks);
    }

    private static WalRecord exemplars(BodyReader in) {
        if (!in.hasMore()) {
            return new WalRecord.Exemplars(0, new long[0], new long[0], new double[0], new Labels[0]);
        }
        long baseRef = in.readLong();
        long baseTime = in.readLong();
        int capacity = in.remaining() / (BASE_ITEM + 9) + 1;
        long[] refs = new long[capacity];
        long[] times = new long[capacity];
        double[] values = new double[capacity];
        Labels[] labels = new Labels[capacity];
        int size = 0;
        while (in.hasMore()) {
            refs[size] = baseRef + in.readVarint();
            times[size] = baseTime + in.readVarint();
            values[size] = Double.longBitsToDouble(in.readLong());
            labels[size++] = labels(in);
        }
        return new WalRecord.Exemplars(size, refs, times, values, labels);
    }

    private static Labels labels(BodyReader in) {
        int count = in.readCount(2);
        var packed = new RecordBuffer();
        for (int i = 0; i < 2 * count; i++) {
            byte[] text = in.readText();
            packed.putUvarint(text.length);
            packed.putBytes(text, 0, text.length);
        }
        return Labels.ofPacked(Arrays.copyOf(packed.bytes(), packed.length()), count);
    }

    private static WalRecord metadata(BodyReader in) {
        int capacity = in.remaining() / 3 + 1;
        capacity = Math.min(capacity, 64);
        long[] refs = new long[capacity];
        MetricMetadata[] metadata = new MetricMetadata[capacity];
        @Nullable
        String[] families = new String[capacity];
        int size = 0;
        while (in.hasMore()) {
            if (size == capacity) {
                capacity *= 2;
                refs = Arrays.copyOf(refs, capacity);
                metadata = Arrays.copyOf(metadata, capacity);
                families = Arrays.copyOf(families, capacity);
            }
            refs[size] = in.readUvarint();
            var type = MetricMetadata.Type.of(in.readByte());
            String unit = "";
            String help = "";
            for (int fields = in.readCount(2); fields > 0; fields--) {
                String name = new String(in.readText(), UTF_8);
                String value = new String(in.readText(), UTF_8);
                switch (name) {
                    case "UNIT" -> unit = value;
                    case "HELP" -> help = value;
                    case "FAMILY" -> families[size] = value;
                    default -> {
                        // Fields that somebody else has added.
                    }
                }
            }
            metadata[size++] = new MetricMetadata(type, unit, help);
        }
        return new WalRecord.Metadata(size, refs, metadata, families);
    }

    private static WalRecord histograms(BodyReader in, boolean integer) {
        var columns = new HistogramColumns();
        if (in.hasMore()) {
            long baseRef = in.readLong();
            long baseTime = in.readLong();
            while (in.hasMore()) {
                long ref = baseRef + in.readVarint();
                long time = baseTime + in.readVarint();
                columns.add(ref, time, histogram(in, integer));
            }
        }
        return columns.toRecord();
    }

    private static Histogram histogram(BodyReader in, boolean integer) {
        return integer ? HistogramCodec.decodeInteger(in) : HistogramCodec.decodeFloat(in);
    }

    private static WalRecord samplesWithStart(BodyReader in) {
        int capacity = in.remaining() / (BASE_ITEM + 9) + 1;
        long[] refs = new long[capacity];
        long[] times = new long[capacity];
        long[] values = new long[capacity];
        int size = 0;
        for (var item = new StartTimeItem(); in.hasMore(); size++) {
            item.read(in);
            refs[size] = item.ref;
            times[size] = item.time;
            values[size] = in.readLong();
        }
        return new WalRecord.Samples(size, refs, times, values);
    }

    private static WalRecord histogramsWithStart(BodyReader in, boolean integer) {
        var columns = new HistogramColumns();
        for (var item = new StartTimeItem(); in.hasMore();) {
            item.read(in);
            columns.add(item.ref, item.time, histogram(in, integer));
        }
        return columns.toRecord();
    }

    /// The head of an item in start-time form. The start time itself is read over: nothing here stores it.
    private static final class StartTimeItem {

        private boolean first = true;
        private long firstTime;
        private long ref;
        private long time;

        void read(BodyReader in) {
            if (first) {
                first = false;
                ref = in.readVarint();
                time = in.readVarint();
                firstTime = time;
                in.readVarint();
                return;
            }
            ref += in.readVarint();
            time = firstTime + in.readVarint();
            if (in.readByte() >= 2) {
                in.readVarint();
            }
        }
    }

    private static final class HistogramColumns {

        private int size;
        private long[] refs = new long[16];
        private long[] times = new long[16];
        private Histogram[] histograms = new Histogram[16];

        void add(long ref, long time, Histogram histogram) {
            if (size == refs.length) {
                refs = Arrays.copyOf(refs, size * 2);
                times = Arrays.copyOf(times, size * 2);
                histograms = Arrays.copyOf(histograms, size * 2);
            }
            refs[size] = ref;
            times[size] = time;
            histograms[size++] = histogram;
        }

        WalRecord toRecord() {
            return new WalRecord.Histograms(size, refs, times, histograms);
        }
    }
}
