package io.hypnos.receive.wire;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.histogram.CounterResetHint;
import io.hypnos.series.histogram.FloatHistogram;
import io.hypnos.series.histogram.Histogram;
import io.hypnos.series.histogram.HistogramLayout;
import io.hypnos.series.histogram.IntegerHistogram;
import io.hypnos.series.histogram.Spans;

/// Reads one `Histogram` message, which is the same in remote write 1.0 and 2.0 (fields 1 to 16; 17 is a start time, passed over). Its size
/// bounds what is allocated. Used by one thread.
final class HistogramScan {

    private static final double[] NO_BOUNDS = {};

    private final ProtoScan scan = new ProtoScan();
    private final SpanList negativeSpans = new SpanList();
    private final SpanList positiveSpans = new SpanList();
    private final NumberList deltas = new NumberList();
    private final NumberList negativeDeltas = new NumberList();
    private final NumberList counts = new NumberList();
    private final NumberList negativeCounts = new NumberList();
    private final NumberList bounds = new NumberList();

    private long count;
    private boolean isFloat;
    private long zeroCount;
    private double sum;
    private long schema;
    private double zeroThreshold;
    private int hint;
    private long time;

    /// The time of the histogram read last, in epoch milliseconds.
    long time() {
        return time;
    }

    /// The histogram; null when it contradicts itself.
    ///
    /// @throws MalformedWriteException when the bytes are no such message
    @Nullable
    Histogram read(byte[] bytes, int offset, int length) {
        clear();
        scan.over(bytes, offset, length);
        while (scan.hasMore()) {
            field(scan.tag());
        }
        Histogram histogram = isFloat ? floats() : integers();
        return histogram == null || histogram.validate() != null ? null : histogram;
    }

    private void clear() {
        negativeSpans.clear();
        positiveSpans.clear();
        deltas.clear();
        negativeDeltas.clear();
        counts.clear();
        negativeCounts.clear();
        bounds.clear();
        count = 0;
        isFloat = false;
        zeroCount = 0;
        sum = 0;
        schema = 0;
        zeroThreshold = 0;
        hint = 0;
        time = 0;
    }

    private void field(int tag) {
        switch (tag >>> 3) {
            case 1 -> {
                count = varint(tag);
                isFloat = false;
            }
            case 2 -> {
                count = Double.doubleToRawLongBits(fixed(tag));
                isFloat = true;
            }
            case 3 -> sum = fixed(tag);
            case 4 -> schema = ProtoScan.zigzag(varint(tag));
            case 5 -> zeroThreshold = fixed(tag);
            case 6 -> zeroCount = varint(tag);
            case 7 -> zeroCount = Double.doubleToRawLongBits(fixed(tag));
            case 8 -> span(tag, negativeSpans);
            case 9 -> integers(tag, negativeDeltas);
            case 10 -> doubles(tag, negativeCounts);
            case 11 -> span(tag, positiveSpans);
            case 12 -> integers(tag, deltas);
            case 13 -> doubles(tag, counts);
            case 14 -> hint = (int) varint(tag);
            case 15 -> time = varint(tag);
            case 16 -> doubles(tag, bounds);
            default -> scan.skip(tag);
        }
    }

    private long varint(int tag) {
        ProtoScan.expect(tag, ProtoScan.VARINT);
        return scan.varint();
    }

    private double fixed(int tag) {
        ProtoScan.expect(tag, ProtoScan.FIXED64);
        return scan.fixed64();
    }

    private void span(int tag, SpanList into) {
        ProtoScan.expect(tag, ProtoScan.DELIMITED);
        int length = scan.length();
        int limit = scan.end;
        scan.end = scan.position + length;
        long offset = 0;
        long buckets = 0;
        while (scan.hasMore()) {
            int inner = scan.tag();
            switch (inner) {
                case 1 << 3 | ProtoScan.VARINT -> offset = ProtoScan.zigzag(scan.varint());
                case 2 << 3 | ProtoScan.VARINT -> buckets = scan.varint();
                default -> scan.skip(inner);
            }
        }
        scan.end = limit;
        into.add(offset, buckets);
    }

    private void integers(int tag, NumberList into) {
        if ((tag & 7) == ProtoScan.VARINT) {
            into.add(ProtoScan.zigzag(scan.varint()));
            return;
        }
        ProtoScan.expect(tag, ProtoScan.DELIMITED);
        int length = scan.length();
        int limit = scan.end;
        scan.end = scan.position + length;
        while (scan.hasMore()) {
            into.add(ProtoScan.zigzag(scan.varint()));
        }
        scan.end = limit;
    }

    private void doubles(int tag, NumberList into) {
        if ((tag & 7) == ProtoScan.FIXED64) {
            into.add(Double.doubleToRawLongBits(scan.fixed64()));
            return;
        }
        ProtoScan.expect(tag, ProtoScan.DELIMITED);
        int length = scan.length();
        int limit = scan.end;
        scan.end = scan.position + length;
        while (scan.hasMore()) {
            into.add(Double.doubleToRawLongBits(scan.fixed64()));
        }
        scan.end = limit;
    }

    private @Nullable Histogram integers() {
        HistogramLayout layout = layout(deltas.size, negativeDeltas.size);
        if (layout == null) {
            return null;
        }
        long[] buckets = deltas.followedBy(negativeDeltas);
        return new IntegerHistogram(hint(), layout, count, zeroCount, sum,
                IntegerHistogram.countsFromDeltas(buckets, deltas.size));
    }

    private @Nullable Histogram floats() {
        HistogramLayout layout = layout(counts.size, negativeCounts.size);
        if (layout == null) {
            return null;
        }
        double[] buckets = Arrays.stream(counts.followedBy(negativeCounts)).mapToDouble(Double::longBitsToDouble)
                .toArray();
        return new FloatHistogram(hint(), layout, Double.longBitsToDouble(count), Double.longBitsToDouble(zeroCount),
                sum, buckets);
    }

    /// Null when the spans do not tell of as many buckets as there are.
    private @Nullable HistogramLayout layout(int positive, int negative) {
        if (positiveSpans.buckets != positive || negativeSpans.buckets != negative || schema != (int) schema
                || positiveSpans.broken
                || negativeSpans.broken) {
            return null;
        }
        double[] custom = bounds.size == 0
                ? NO_BOUNDS
                : Arrays.stream(bounds.values, 0, bounds.size).mapToDouble(Double::longBitsToDouble).toArray();
        return new HistogramLayout((int) schema, zeroThreshold, positiveSpans.toSpans(), negativeSpans.toSpans(),
                custom);
    }

    private CounterResetHint hint() {
        CounterResetHint[] all = CounterResetHint.values();
        return hint >= 0 && hint < all.length ? all[hint] : CounterResetHint.UNKNOWN;
    }

    /// Spans as they come.
    private static final class SpanList {
        private int[] offsets = new int[8];
        private int[] lengths = new int[8];
        private int size;
        private long buckets;
        private boolean broken;

        void clear() {
            size = 0;
            buckets = 0;
            broken = false;
        }

        void add(long offset, long length) {
            if (size == offsets.length) {
                offsets = Arrays.copyOf(offsets, size * 2);
                lengths = Arrays.copyOf(lengths, size * 2);
            }
            broken |= offset != (int) offset || length < 0 || length > Integer.MAX_VALUE || buckets > Integer.MAX_VALUE;
            offsets[size] = (int) offset;
            lengths[size++] = (int) length;
            buckets += broken ? 0 : length;
        }

        Spans toSpans() {
            return size == 0 ? Spans.NONE : new Spans(Arrays.copyOf(offsets, size), Arrays.copyOf(lengths, size));
        }
    }

    /// Numbers as they come; doubles as their bits.
    private static final class NumberList {
        private long[] values = new long[32];
        private int size;

        void clear() {
            size = 0;
        }

        void add(long value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = value;
        }

        long[] followedBy(NumberList other) {
            long[] all = Arrays.copyOf(values, size + other.size);
            System.arraycopy(other.values, 0, all, size, other.size);
            return all;
        }
    }
}
