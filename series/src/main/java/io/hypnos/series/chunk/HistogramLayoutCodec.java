package io.hypnos.series.chunk;

import io.hypnos.series.histogram.HistogramLayout;
import io.hypnos.series.histogram.Spans;

/// The bucket layout that stands once, behind the header, in a histogram chunk.
///
///     zero threshold · schema varbit · positive spans · negative spans [· custom bounds, with schema -53]
///
///     zero threshold    byte 0: 0.0     byte 1..254: 2^(byte - 244)     byte 255: any, 64 bits follow
///     spans             number varbit · { length varbit · offset varbit }*
///     custom bounds     number varbit · { 1000 × bound + 1, varbit | 0 · 64 bits }*
///
/// A bound takes the short form when it is a multiple of 0.001 from 0 to 33554.43.
final class HistogramLayoutCodec {

    private static final int MIN_KNOWN_SCHEMA = -9;
    private static final int MAX_KNOWN_SCHEMA = 52;
    private static final double MAX_SHORT_BOUND = 33_554_430;

    private HistogramLayoutCodec() {}

    /// @throws InvalidChunkException for a schema that nobody knows and for buckets that cannot be
    static HistogramLayout read(BitReader in) {
        double zeroThreshold = readZeroThreshold(in);
        long schema = (int) in.readVarbitInt();
        if (schema != HistogramLayout.CUSTOM_BUCKETS && (schema < MIN_KNOWN_SCHEMA || schema > MAX_KNOWN_SCHEMA)) {
            throw new InvalidChunkException("histogram has an unknown schema, which must be between " + MIN_KNOWN_SCHEMA
                    + " and " + MAX_KNOWN_SCHEMA + " for exponential buckets, or " + HistogramLayout.CUSTOM_BUCKETS
                    + " for custom buckets, got schema " + schema);
        }
        Spans positive = readSpans(in);
        Spans negative = readSpans(in);
        double[] bounds = new double[0];
        if (schema == HistogramLayout.CUSTOM_BUCKETS) {
            bounds = readBounds(in);
            checkCustomIndices(positive, negative, bounds.length);
        }
        return new HistogramLayout((int) schema, zeroThreshold, positive, negative, bounds);
    }

    static void write(BitWriter out, HistogramLayout layout) {
        writeZeroThreshold(out, layout.zeroThreshold());
        out.writeVarbitInt(layout.schema());
        writeSpans(out, layout.positive());
        writeSpans(out, layout.negative());
        if (layout.usesCustomBuckets()) {
            out.writeVarbitUint(layout.customValues().length);
            for (double bound : layout.customValues()) {
                writeBound(out, bound);
            }
        }
    }

    private static double readZeroThreshold(BitReader in) {
        int b = (int) in.readBits(8);
        return switch (b) {
            case 0 -> 0;
            case 255 -> Double.longBitsToDouble(in.readBits(64));
            default -> Math.scalb(1.0, b - 244);
        };
    }

    private static void writeZeroThreshold(BitWriter out, double threshold) {
        int exponent = Math.getExponent(threshold);
        if (threshold == 0) {
            out.writeByte(0);
        } else if (exponent >= -243 && exponent <= 10 && threshold == Math.scalb(1.0, exponent)) {
            out.writeByte(exponent + 244);
        } else {
            out.writeByte(255);
            out.writeBits(Double.doubleToRawLongBits(threshold), 64);
        }
    }

    private static Spans readSpans(BitReader in) {
        long number = in.readVarbitUint();
        if (number == 0) {
            return Spans.NONE;
        }
        // A span takes two bits or more.
        if (number < 0 || number > in.remaining() / 2) {
            throw new InvalidChunkException("chunk cannot hold " + Long.toUnsignedString(number) + " spans");
        }
        int[] offsets = new int[(int) number];
        int[] lengths = new int[(int) number];
        long buckets = 0;
        long index = 0;
        for (int i = 0; i < number; i++) {
            long length = in.readVarbitUint();
            long offset = in.readVarbitInt();
            if (length < 0 || length > Integer.MAX_VALUE || offset != (int) offset || i > 0 && offset < 0) {
                throw new InvalidChunkException("histogram span " + (i + 1) + " has offset " + offset + " and length "
                        + Long.toUnsignedString(length));
            }
            lengths[i] = (int) length;
            offsets[i] = (int) offset;
            buckets += length;
            index += offset + length;
            // Each bucket takes a bit or more in the first sample.
            if (buckets > in.remaining() || index > Integer.MAX_VALUE) {
                throw new InvalidChunkException("chunk cannot hold " + buckets + " buckets up to index " + index);
            }
        }
        return new Spans(offsets, lengths);
    }

    private static void writeSpans(BitWriter out, Spans spans) {
        out.writeVarbitUint(spans.size());
        for (int i = 0; i < spans.size(); i++) {
            out.writeVarbitUint(spans.length(i));
            out.writeVarbitInt(spans.offset(i));
        }
    }

    private static double[] readBounds(BitReader in) {
        long number = in.readVarbitUint();
        // A bound takes five bits or more.
        if (number < 0 || number > in.remaining() / 5) {
            throw new InvalidChunkException("chunk cannot hold " + Long.toUnsignedString(number) + " custom bounds");
        }
        double[] bounds = new double[(int) number];
        for (int i = 0; i < bounds.length; i++) {
            long shortForm = in.readVarbitUint();
            bounds[i] = shortForm == 0 ? Double.longBitsToDouble(in.readBits(64)) : (shortForm - 1) / 1000.0;
        }
        return bounds;
    }

    private static void writeBound(BitWriter out, double bound) {
        double thousands = bound * 1000;
        if (thousands >= 0 && thousands <= MAX_SHORT_BOUND && Math.rint(thousands) / 1000 == bound) {
            out.writeVarbitUint((long) Math.rint(thousands) + 1);
        } else {
            out.writeBits(0, 1);
            out.writeBits(Double.doubleToRawLongBits(bound), 64);
        }
    }

    private static void checkCustomIndices(Spans positive, Spans negative, int bounds) {
        long end = 0;
        for (int i = 0; i < positive.size(); i++) {
            end += positive.offset(i) + (long) positive.length(i);
        }
        if (positive.size() > 0 && positive.offset(0) < 0 || end > bounds + 1L) {
            throw new InvalidChunkException(
                    "histogram has " + bounds + " custom bounds for buckets " + positive);
        }
        if (negative.bucketCount() > 0) {
            throw new InvalidChunkException("histogram has negative buckets beside custom ones");
        }
    }
}
