package io.hypnos.series.chunk;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.StaleMarker;
import io.hypnos.series.histogram.CounterResetHint;
import io.hypnos.series.histogram.FloatHistogram;
import io.hypnos.series.histogram.HistogramLayout;
import io.hypnos.series.histogram.LayoutUnion;

/// Writes one chunk of float histograms, sample by sample; see [FloatHistogramDecoder] for the format and [IntegerHistogramAppender] for the
/// rules, which are the same but for the header of a chunk that follows another: it knows only reset and no reset.
///
/// Not safe for use by several threads.
public final class FloatHistogramAppender {

    private static final int COUNT = FloatHistogramDecoder.COUNT;
    private static final int ZERO_COUNT = FloatHistogramDecoder.ZERO_COUNT;
    private static final int SUM = FloatHistogramDecoder.SUM;
    private static final int BUCKETS = FloatHistogramDecoder.BUCKETS;

    private BitWriter out = new BitWriter(256);
    private CounterResetHeader header = CounterResetHeader.UNKNOWN;
    private HistogramLayout layout = HistogramLayout.EMPTY;
    private int samples;
    private long firstTime;
    private long time;
    private long timeStep;
    private XorFields fields = new XorFields(BUCKETS);

    private FloatHistogramAppender() {}

    /// Opens a chunk with its first sample, of which nothing is known but what it says itself.
    public static FloatHistogramAppender open(long t, FloatHistogram first) {
        return open(t, first, CounterResetHeader.UNKNOWN.unlessSaid(first.hint()));
    }

    /// Opens a chunk with its first sample and the header that [HistogramAppend] gave when it did not fit elsewhere.
    public static FloatHistogramAppender open(long t, FloatHistogram first, CounterResetHeader header) {
        var appender = new FloatHistogramAppender();
        appender.header = header;
        appender.writeHeader();
        appender.write(t, first);
        return appender;
    }

    /// Opens a chunk that follows another of the same series, which may be missing or of another kind (null).
    public static FloatHistogramAppender openAfter(@Nullable FloatHistogramAppender previous, long t,
            FloatHistogram first) {
        CounterResetHeader header = CounterResetHeader.UNKNOWN;
        if (previous != null) {
            header = previous.compare(first).reset ? CounterResetHeader.RESET : CounterResetHeader.NOT_RESET;
        }
        return open(t, first, header.unlessSaid(first.hint()));
    }

    /// Goes on where a chunk of encoding FLOAT_HISTOGRAM ends.
    ///
    /// @throws InvalidChunkException when the chunk is damaged or empty
    public static FloatHistogramAppender reopen(Chunk chunk) {
        if (chunk.encoding() != ChunkEncoding.FLOAT_HISTOGRAM) {
            throw new IllegalArgumentException("not a chunk of float histograms: " + chunk);
        }
        var decoder = new FloatHistogramDecoder(chunk);
        var appender = new FloatHistogramAppender();
        if (!decoder.next()) {
            throw new InvalidChunkException("histogram chunk without samples");
        }
        appender.firstTime = decoder.time();
        while (decoder.next()) {
            // The state after the last sample is what is wanted.
        }
        appender.out = new BitWriter(chunk.data(), chunk.offset(), decoder.position() - ((long) chunk.offset() << 3));
        appender.header = decoder.header().reset();
        appender.layout = decoder.layout();
        appender.samples = decoder.header().count();
        appender.time = decoder.time();
        appender.timeStep = decoder.timeStep();
        appender.fields = decoder.fields();
        return appender;
    }

    /// Appends a histogram if it can follow in this chunk. Its time should be after the last one's.
    ///
    /// @throws IllegalStateException when the chunk has [XorAppender#MAX_SAMPLES]
    public HistogramAppend append(long t, FloatHistogram histogram) {
        if (samples == XorAppender.MAX_SAMPLES) {
            throw new IllegalStateException("a chunk holds no more than " + XorAppender.MAX_SAMPLES + " samples");
        }
        boolean gauge = histogram.hint() == CounterResetHint.GAUGE;
        Comparison comparison = gauge ? compareGauge(histogram) : compare(histogram);
        if (!comparison.fits) {
            return gauge
                    ? HistogramAppend.NEW_CHUNK_OF_GAUGES
                    : comparison.reset ? HistogramAppend.NEW_CHUNK_AFTER_RESET : HistogramAppend.NEW_CHUNK;
        }
        LayoutUnion union = comparison.union;
        if (union == null) {
            write(t, histogram);
            return HistogramAppend.APPENDED;
        }
        if (union.widensFirst()) {
            recode(union);
        }
        write(t, new FloatHistogram(histogram.hint(), union.layout(), histogram.count(), histogram.zeroCount(),
                histogram.sum(), union.widenSecond(histogram.buckets())));
        return union.widensFirst() ? HistogramAppend.RECODED : HistogramAppend.APPENDED;
    }

    /// Whether a histogram can follow, and with which buckets when they differ.
    private record Comparison(boolean fits, boolean reset, @Nullable LayoutUnion union) {

        static final Comparison FITS = new Comparison(true, false, null);
        static final Comparison REFUSED = new Comparison(false, false, null);
        static final Comparison RESET = new Comparison(false, true, null);
    }

    private Comparison compare(FloatHistogram next) {
        if (header == CounterResetHeader.GAUGE) {
            return Comparison.REFUSED;
        }
        if (next.hint() == CounterResetHint.RESET) {
            return Comparison.RESET;
        }
        if (next.isStale()) {
            return Comparison.FITS;
        }
        if (isLastStale()) {
            return Comparison.REFUSED;
        }
        if (next.count() < fields.value(COUNT)) {
            return Comparison.RESET;
        }
        if (!layout.hasScaleOf(next.layout())) {
            return Comparison.REFUSED;
        }
        if (!layout.hasBoundsOf(next.layout()) || next.zeroCount() < fields.value(ZERO_COUNT)) {
            return Comparison.RESET;
        }
        return compareBuckets(next);
    }

    private Comparison compareBuckets(FloatHistogram next) {
        LayoutUnion union = layout.hasBucketsOf(next.layout())
                ? null
                : LayoutUnion.ofCounters(layout, next.layout());
        double[] before = union == null ? buckets(fields) : union.widenFirst(buckets(fields));
        double[] after = union == null ? next.buckets() : union.widenSecond(next.buckets());
        for (int i = 0; i < before.length; i++) {
            if (before[i] > after[i]) {
                return Comparison.RESET;
            }
        }
        return new Comparison(true, false, union);
    }

    private Comparison compareGauge(FloatHistogram next) {
        if (header != CounterResetHeader.GAUGE) {
            return Comparison.REFUSED;
        }
        if (next.isStale()) {
            return Comparison.FITS;
        }
        if (isLastStale() || !layout.hasScaleOf(next.layout())
                || !layout.hasBoundsOf(next.layout())) {
            return Comparison.REFUSED;
        }
        return layout.hasBucketsOf(next.layout())
                ? Comparison.FITS
                : new Comparison(true, false, LayoutUnion.ofGauges(layout, next.layout()));
    }

    private boolean isLastStale() {
        return fields.bits(SUM) == StaleMarker.BITS;
    }

    private double[] buckets(XorFields from) {
        double[] counts = new double[layout.bucketCount()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = from.value(BUCKETS + i);
        }
        return counts;
    }

    /// Writes all samples anew with the buckets of the union.
    private void recode(LayoutUnion union) {
        var decoder = new FloatHistogramDecoder(toChunk());
        HistogramLayout narrow = layout;
        out = new BitWriter(out.size() * 2);
        samples = 0;
        writeHeader();
        while (decoder.next()) {
            double[] counts = new double[narrow.bucketCount()];
            for (int i = 0; i < counts.length; i++) {
                counts[i] = decoder.bucket(i);
            }
            write(decoder.time(), new FloatHistogram(CounterResetHint.UNKNOWN, union.layout(), decoder.count(),
                    decoder.zeroCount(), decoder.sum(), union.widenFirst(counts)));
        }
    }

    private void writeHeader() {
        out.writeBits(0, 16);
        out.writeBits((long) header.ordinal() << 6, 8);
    }

    private void write(long t, FloatHistogram histogram) {
        FloatHistogram h = histogram.isStale()
                ? new FloatHistogram(histogram.hint(), HistogramLayout.EMPTY, 0, 0, histogram.sum(), new double[0])
                : histogram;
        if (samples == 0) {
            layout = h.layout();
            firstTime = t;
            timeStep = 0;
            fields = new XorFields(BUCKETS + layout.bucketCount());
            HistogramLayoutCodec.write(out, layout);
            out.writeVarbitInt(t);
            fields.writeFirst(out, COUNT, h.count());
            fields.writeFirst(out, ZERO_COUNT, h.zeroCount());
            fields.writeFirst(out, SUM, h.sum());
            for (int i = 0; i < h.buckets().length; i++) {
                fields.writeFirst(out, BUCKETS + i, h.buckets()[i]);
            }
        } else {
            long step = t - time;
            out.writeVarbitInt(step - timeStep);
            timeStep = step;
            fields.writeNext(out, COUNT, h.count());
            fields.writeNext(out, ZERO_COUNT, h.zeroCount());
            fields.writeNext(out, SUM, h.sum());
            for (int i = 0; i < h.buckets().length; i++) {
                fields.writeNext(out, BUCKETS + i, h.buckets()[i]);
            }
        }
        samples++;
        time = t;
    }

    public CounterResetHeader header() {
        return header;
    }

    public int count() {
        return samples;
    }

    /// Bytes that the chunk has now.
    public int size() {
        return out.size();
    }

    public long lastTime() {
        return time;
    }

    /// A copy of the bytes.
    public byte[] toByteArray() {
        out.setByte(0, samples >>> 8);
        out.setByte(1, samples);
        return out.toByteArray();
    }

    /// The chunk as it is now.
    public Chunk toChunk() {
        return Chunk.of(firstTime, time, ChunkEncoding.FLOAT_HISTOGRAM, toByteArray());
    }
}
