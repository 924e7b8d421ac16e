package io.hypnos.tsdb.wal;

import java.util.Arrays;

import io.hypnos.series.histogram.CounterResetHint;
import io.hypnos.series.histogram.FloatHistogram;
import io.hypnos.series.histogram.Histogram;
import io.hypnos.series.histogram.HistogramLayout;
import io.hypnos.series.histogram.IntegerHistogram;
import io.hypnos.series.histogram.Spans;

/// Native histograms as records have them.
///
///     hint (1) · schema varint · zero threshold (8) · zero count · count · sum (8) · positive spans · negative spans · positive buckets ·
///     negative buckets · custom values, only with the schema for these
///     spans   = count uvarint · { offset varint · length uvarint }*
///     buckets = count uvarint · { difference from the bucket before varint }*, or { count (8) }* for float histograms
///     custom values = count uvarint · { value (8) }*
///
/// Counts are uvarint in integer histograms and 8 bytes of a double in float histograms.
final class HistogramCodec {

    private static final CounterResetHint[] HINTS = CounterResetHint.values();

    private HistogramCodec() {}

    static void encode(IntegerHistogram h, RecordBuffer out) {
        head(h.hint(), h.layout(), out);
        out.putUvarint(h.zeroCount());
        out.putUvarint(h.count());
        out.putLong(Double.doubleToRawLongBits(h.sum()));
        spans(h.layout().positive(), out);
        spans(h.layout().negative(), out);
        int positive = h.layout().positive().bucketCount();
        out.putUvarint(positive);
        for (int i = 0; i < positive; i++) {
            out.putVarint(h.delta(i));
        }
        out.putUvarint(h.buckets().length - positive);
        for (int i = positive; i < h.buckets().length; i++) {
            out.putVarint(h.delta(i));
        }
        customValues(h.layout(), out);
    }

    static void encode(FloatHistogram h, RecordBuffer out) {
        head(h.hint(), h.layout(), out);
        out.putLong(Double.doubleToRawLongBits(h.zeroCount()));
        out.putLong(Double.doubleToRawLongBits(h.count()));
        out.putLong(Double.doubleToRawLongBits(h.sum()));
        spans(h.layout().positive(), out);
        spans(h.layout().negative(), out);
        int positive = h.layout().positive().bucketCount();
        doubles(h.buckets(), 0, positive, out);
        doubles(h.buckets(), positive, h.buckets().length, out);
        customValues(h.layout(), out);
    }

    private static void head(CounterResetHint hint, HistogramLayout layout, RecordBuffer out) {
        out.putByte(hint.ordinal());
        out.putVarint(layout.schema());
        out.putLong(Double.doubleToRawLongBits(layout.zeroThreshold()));
    }

    private static void spans(Spans spans, RecordBuffer out) {
        out.putUvarint(spans.size());
        for (int i = 0; i < spans.size(); i++) {
            out.putVarint(spans.offset(i));
            out.putUvarint(spans.length(i));
        }
    }

    private static void customValues(HistogramLayout layout, RecordBuffer out) {
        if (layout.usesCustomBuckets()) {
            doubles(layout.customValues(), 0, layout.customValues().length, out);
        }
    }

    private static void doubles(double[] values, int from, int to, RecordBuffer out) {
        out.putUvarint(to - from);
        for (int i = from; i < to; i++) {
            out.putLong(Double.doubleToRawLongBits(values[i]));
        }
    }

    static Histogram decodeInteger(BodyReader in) {
        CounterResetHint hint = hint(in);
        int schema = schema(in);
        double zeroThreshold = Double.longBitsToDouble(in.readLong());
        long zeroCount = in.readUvarint();
        long count = in.readUvarint();
        double sum = Double.longBitsToDouble(in.readLong());
        Spans positive = readSpans(in);
        Spans negative = readSpans(in);
        long[] buckets = new long[in.readCount(1)];
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = in.readVarint();
        }
        int split = buckets.length;
        int more = in.readCount(1);
        buckets = Arrays.copyOf(buckets, split + more);
        for (int i = split; i < buckets.length; i++) {
            buckets[i] = in.readVarint();
        }
        var layout = new HistogramLayout(schema, zeroThreshold, positive, negative, readCustomValues(schema, in));
        checkBuckets(layout, split, more);
        return new IntegerHistogram(hint, layout, count, zeroCount, sum,
                IntegerHistogram.countsFromDeltas(buckets, split));
    }

    static Histogram decodeFloat(BodyReader in) {
        CounterResetHint hint = hint(in);
        int schema = schema(in);
        double zeroThreshold = Double.longBitsToDouble(in.readLong());
        double zeroCount = Double.longBitsToDouble(in.readLong());
        double count = Double.longBitsToDouble(in.readLong());
        double sum = Double.longBitsToDouble(in.readLong());
        Spans positive = readSpans(in);
        Spans negative = readSpans(in);
        double[] first = readDoubles(in);
        double[] second = readDoubles(in);
        double[] buckets = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, buckets, first.length, second.length);
        var layout = new HistogramLayout(schema, zeroThreshold, positive, negative, readCustomValues(schema, in));
        checkBuckets(layout, first.length, second.length);
        return new FloatHistogram(hint, layout, count, zeroCount, sum, buckets);
    }

    private static CounterResetHint hint(BodyReader in) {
        int number = in.readByte();
        if (number >= HINTS.length) {
            throw new InvalidRecordException("counter reset hint " + number);
        }
        return HINTS[number];
    }

    private static int schema(BodyReader in) {
        long schema = in.readVarint();
        if (schema < Byte.MIN_VALUE || schema > Byte.MAX_VALUE) {
            throw new InvalidRecordException("histogram schema " + schema);
        }
        return (int) schema;
    }

    private static Spans readSpans(BodyReader in) {
        int count = in.readCount(2);
        if (count == 0) {
            return Spans.NONE;
        }
        int[] offsets = new int[count];
        int[] lengths = new int[count];
        long buckets = 0;
        for (int i = 0; i < count; i++) {
            long offset = in.readVarint();
            long length = in.readUvarint();
            buckets += length;
            if (offset != (int) offset || length < 0 || buckets < 0 || buckets > in.remaining()) {
                throw new InvalidRecordException("a span of " + length + " buckets at " + offset);
            }
            offsets[i] = (int) offset;
            lengths[i] = (int) length;
        }
        return new Spans(offsets, lengths);
    }

    private static double[] readDoubles(BodyReader in) {
        double[] values = new double[in.readCount(8)];
        for (int i = 0; i < values.length; i++) {
            values[i] = Double.longBitsToDouble(in.readLong());
        }
        return values;
    }

    private static double[] readCustomValues(int schema, BodyReader in) {
        return schema == HistogramLayout.CUSTOM_BUCKETS ? readDoubles(in) : HistogramLayout.EMPTY.customValues();
    }

    private static void checkBuckets(HistogramLayout layout, int positive, int negative) {
        if (layout.positive().bucketCount() != positive || layout.negative().bucketCount() != negative) {
            throw new InvalidRecordException("spans of " + layout.positive().bucketCount() + " and "
                    + layout.negative().bucketCount() + " buckets with " + positive + " and " + negative + " counts");
        }
    }
}
