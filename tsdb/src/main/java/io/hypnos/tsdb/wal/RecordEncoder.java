package io.hypnos.tsdb.wal;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.histogram.FloatHistogram;
import io.hypnos.series.histogram.Histogram;
import io.hypnos.series.histogram.IntegerHistogram;
import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.write.MetricMetadata;

/// Writes record bodies (see [WalRecord]) into a buffer. One record at a time: `begin…`, its items, then the buffer has the body; a record
/// without items is its lone type byte, which is legal.
public final class RecordEncoder {

    private static final byte[] UNIT = "UNIT".getBytes(UTF_8);
    private static final byte[] HELP = "HELP".getBytes(UTF_8);
    /// A field of our own: the name that metadata was sent for, where it is not that of the series. Others skip it.
    private static final byte[] FAMILY = "FAMILY".getBytes(UTF_8);

    private final RecordBuffer out;
    private boolean first;
    private long baseRef;
    private long baseTime;

    public RecordEncoder(RecordBuffer out) {
        this.out = out;
    }

    public RecordBuffer buffer() {
        return out;
    }

    /// Begins a record; forgets what is in the buffer.
    ///
    /// @param type one of the numbers of [WalRecord], 11 to 13 excepted
    public RecordEncoder begin(int type) {
        out.clear();
        out.putByte(type);
        first = true;
        return this;
    }

    /// Whether nothing was added since [#begin(int)].
    public boolean isEmpty() {
        return out.length() <= 1;
    }

    public void series(long ref, byte[] packedLabels, int labelCount) {
        out.putLong(ref);
        out.putUvarint(labelCount);
        out.putBytes(packedLabels, 0, packedLabels.length);
    }

    public void tombstone(long ref, long mint, long maxt) {
        out.putLong(ref);
        out.putVarint(mint);
        out.putVarint(maxt);
    }

    public void marker(long ref, long chunk) {
        out.putLong(ref);
        out.putLong(chunk);
    }

    public void sample(long ref, long time, long valueBits) {
        item(ref, time);
        out.putLong(valueBits);
    }

    public void exemplar(long ref, long time, double value, Labels labels) {
        item(ref, time);
        out.putLong(Double.doubleToRawLongBits(value));
        out.putUvarint(labels.size());
        out.putBytes(labels.packed(), 0, labels.packed().length);
    }

    public void histogram(long ref, long time, Histogram histogram) {
        item(ref, time);
        switch (histogram) {
            case IntegerHistogram h -> HistogramCodec.encode(h, out);
            case FloatHistogram h -> HistogramCodec.encode(h, out);
        }
    }

    /// @param family the name that the metadata was sent for, null where that is the name of the series itself
    public void metadata(long ref, MetricMetadata metadata, @Nullable String family) {
        out.putUvarint(ref);
        out.putByte(metadata.type().ordinal());
        out.putUvarint(family == null ? 2 : 3);
        field(UNIT, metadata.unit());
        field(HELP, metadata.help());
        if (family != null) {
            field(FAMILY, family);
        }
    }

    private void field(byte[] name, String value) {
        text(name);
        text(value.getBytes(UTF_8));
    }

    private void text(byte[] bytes) {
        out.putUvarint(bytes.length);
        out.putBytes(bytes, 0, bytes.length);
    }

    private void item(long ref, long time) {
        if (first) {
            first = false;
            baseRef = ref;
            baseTime = time;
            out.putLong(ref);
            out.putLong(time);
        }
        out.putVarint(ref - baseRef);
        out.putVarint(time - baseTime);
    }

    /// Adds samples `from` to `to` of columns: [#sample] in a loop of its own, because this is what every write does.
    public void samples(long[] refs, long[] times, long[] values, int from, int to) {
        if (from == to) {
            return;
        }
        if (first) {
            sample(refs[from], times[from], values[from]);
            from++;
        }
        out.ensure((to - from) * (2 * RecordBuffer.MAX_VARINT + 8));
        byte[] bytes = out.bytes();
        int at = out.length();
        for (int i = from; i < to; i++) {
            long ref = refs[i] - baseRef;
            long time = times[i] - baseTime;
            at = RecordBuffer.uvarint(bytes, at, ref << 1 ^ ref >> 63);
            at = RecordBuffer.uvarint(bytes, at, time << 1 ^ time >> 63);
            RecordBuffer.LONGS.set(bytes, at, values[i]);
            at += 8;
        }
        out.setLength(at);
    }
}
