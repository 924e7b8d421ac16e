package io.hypnos.series.chunk;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.StaleMarker;
import io.hypnos.series.histogram.CounterResetHint;
import io.hypnos.series.histogram.HistogramLayout;
import io.hypnos.series.histogram.IntegerHistogram;
import io.hypnos.series.histogram.LayoutUnion;

/// Writes one chunk of integer histograms, sample by sample; see [IntegerHistogramDecoder] for the format. The first sample fixes schema,
/// zero threshold and custom bounds, and says whether the chunk has gauges or counters. A later one may bring new buckets; the chunk is then
/// written anew with the buckets of both. In a chunk of counters no sample is lower than the one before in any bucket.
///
/// Not safe for use by several threads.
public final class IntegerHistogramAppender {

    private BitWriter out = new BitWriter(256);
    private CounterResetHeader header = CounterResetHeader.UNKNOWN;
    private HistogramLayout layout = HistogramLayout.EMPTY;
    private int samples;
    private long firstTime;
    private long time;
    private long timeStep;
    private long count;
    private long countStep;
    private long zeroCount;
    private long zeroCountStep;
    private double sum;
    private XorFields sums = new XorFields(1);
    private long[] buckets = new long[0];
    private long[] deltaSteps = new long[0];

    private IntegerHistogramAppender() {}

    /// Opens a chunk with its first sample, of which nothing is known but what it says itself.
    public static IntegerHistogramAppender open(long t, IntegerHistogram first) {
        return open(t, first, CounterResetHeader.UNKNOWN.unlessSaid(first.hint()));
    }

    /// Opens a chunk with its first sample and the header that [HistogramAppend] gave when it did not fit elsewhere.
    public static IntegerHistogramAppender open(long t, IntegerHistogram first, CounterResetHeader header) {
        var appender = new IntegerHistogramAppender();
        appender.header = header;
        appender.writeHeader();
        appender.write(t, first);
        return appender;
    }

    /// Opens a chunk that follows another of the same series, which may be missing or of another kind (null).
    public static IntegerHistogramAppender openAfter(@Nullable IntegerHistogramAppender previous, long t,
            IntegerHistogram first) {
        CounterResetHeader header = previous == null ? CounterResetHeader.UNKNOWN : previous.compare(first).verdict;
        return open(t, first, header.unlessSaid(first.hint()));
    }

    /// Goes on where a chunk of encoding HISTOGRAM ends.
    ///
    /// @throws InvalidChunkException when the chunk is damaged or empty
    public static IntegerHistogramAppender reopen(Chunk chunk) {
        if (chunk.encoding() != ChunkEncoding.HISTOGRAM) {
            throw new IllegalArgumentException("not a chunk of integer histograms: " + chunk);
        }
        var decoder = new IntegerHistogramDecoder(chunk);
        var appender = new IntegerHistogramAppender();
        if (!decoder.next()) {
            throw new InvalidChunkException("histogram chunk without samples");
        }
        appender.firstTime = decoder.time();
        while (decoder.next()) {
            // The state after the last sample is what is wanted.
        }
        IntegerHistogramState state = decoder.state();
        appender.out = new BitWriter(chunk.data(), chunk.offset(), state.position() - ((long) chunk.offset() << 3));
        appender.header = decoder.header().reset();
        appender.layout = decoder.layout();
        appender.samples = decoder.header().count();
        appender.time = decoder.time();
        appender.timeStep = state.timeStep();
        appender.count = decoder.count();
        appender.countStep = state.countStep();
        appender.zeroCount = decoder.zeroCount();
        appender.zeroCountStep = state.zeroCountStep();
        appender.sum = decoder.sum();
        appender.sums = state.sum();
        appender.buckets = IntegerHistogram.countsFromDeltas(decoder.deltas().clone(),
                decoder.layout().positive().bucketCount());
        appender.deltaSteps = state.deltaSteps();
        return appender;
    }

    /// Appends a histogram if it can follow in this chunk. Its time should be after the last one's.
    ///
    /// @throws IllegalStateException when the chunk has [XorAppender#MAX_SAMPLES]
    public HistogramAppend append(long t, IntegerHistogram histogram) {
        if (samples == XorAppender.MAX_SAMPLES) {
            throw new IllegalStateException("a chunk holds no more than " + XorAppender.MAX_SAMPLES + " samples");
        }
        boolean gauge = histogram.hint() == CounterResetHint.GAUGE;
        Comparison comparison = gauge ? compareGauge(histogram) : compare(histogram);
        if (!comparison.fits) {
            return gauge ? HistogramAppend.NEW_CHUNK_OF_GAUGES : switch (comparison.verdict) {
                case UNKNOWN -> HistogramAppend.NEW_CHUNK;
                case RESET -> HistogramAppend.NEW_CHUNK_AFTER_RESET;
                case NOT_RESET, GAUGE -> HistogramAppend.NEW_CHUNK_OF_COUNTERS;
            };
        }
        LayoutUnion union = comparison.union;
        if (union == null) {
            write(t, histogram);
            return HistogramAppend.APPENDED;
        }
        if (union.widensFirst()) {
            recode(union);
        }
        write(t, new IntegerHistogram(histogram.hint(), union.layout(), histogram.count(), histogram.zeroCount(),
                histogram.sum(), union.widenSecond(histogram.buckets())));
        return union.widensFirst() ? HistogramAppend.RECODED : HistogramAppend.APPENDED;
    }

    /// Whether a histogram can follow, and with which buckets when they differ.
    private record Comparison(boolean fits, CounterResetHeader verdict, @Nullable LayoutUnion union) {

        static final Comparison FITS = new Comparison(true, CounterResetHeader.NOT_RESET, null);

        static Comparison refused(CounterResetHeader verdict) {
            return new Comparison(false, verdict, null);
        }
    }

    private Comparison compare(IntegerHistogram next) {
        if (header == CounterResetHeader.GAUGE) {
            return Comparison.refused(CounterResetHeader.NOT_RESET);
        }
        if (next.hint() == CounterResetHint.RESET) {
            return Comparison.refused(CounterResetHeader.RESET);
        }
        if (next.isStale()) {
            return Comparison.FITS;
        }
        if (StaleMarker.is(sum)) {
            return Comparison.refused(CounterResetHeader.UNKNOWN);
        }
        if (Long.compareUnsigned(next.count(), count) < 0) {
            return Comparison.refused(CounterResetHeader.RESET);
        }
        if (!layout.hasScaleOf(next.layout())) {
            // Told apart from a reset by nothing but a full comparison in the lower resolution, which is left to the reader.
            return Comparison.refused(CounterResetHeader.UNKNOWN);
        }
        if (!layout.hasBoundsOf(next.layout())
                || Long.compareUnsigned(next.zeroCount(), zeroCount) < 0) {
            return Comparison.refused(CounterResetHeader.RESET);
        }
        return compareBuckets(next);
    }

    private Comparison compareBuckets(IntegerHistogram next) {
        if (layout.hasBucketsOf(next.layout())) {
            for (int i = 0; i < buckets.length; i++) {
                if (buckets[i] > next.buckets()[i]) {
                    return Comparison.refused(CounterResetHeader.RESET);
                }
            }
            return Comparison.FITS;
        }
        LayoutUnion union = LayoutUnion.ofCounters(layout, next.layout());
        long[] before = union.widenFirst(buckets);
        long[] after = union.widenSecond(next.buckets());
        for (int i = 0; i < before.length; i++) {
            if (before[i] > after[i]) {
                return Comparison.refused(CounterResetHeader.RESET);
            }
        }
        return new Comparison(true, CounterResetHeader.NOT_RESET, union);
    }

    private Comparison compareGauge(IntegerHistogram next) {
        if (header != CounterResetHeader.GAUGE) {
            return Comparison.refused(CounterResetHeader.GAUGE);
        }
        if (next.isStale()) {
            return Comparison.FITS;
        }
        if (StaleMarker.is(sum) || !layout.hasScaleOf(next.layout())
                || !layout.hasBoundsOf(next.layout())) {
            return Comparison.refused(CounterResetHeader.GAUGE);
        }
        return layout.hasBucketsOf(next.layout())
                ? Comparison.FITS
                : new Comparison(true, CounterResetHeader.NOT_RESET, LayoutUnion.ofGauges(layout, next.layout()));
    }

    /// Writes all samples anew with the buckets of the union.
    private void recode(LayoutUnion union) {
        var decoder = new IntegerHistogramDecoder(toChunk());
        int split = layout.positive().bucketCount();
        out = new BitWriter(out.size() * 2);
        samples = 0;
        sums = new XorFields(1);
        writeHeader();
        while (decoder.next()) {
            long[] counts = IntegerHistogram.countsFromDeltas(decoder.deltas().clone(), split);
            write(decoder.time(), new IntegerHistogram(CounterResetHint.UNKNOWN, union.layout(), decoder.count(),
                    decoder.zeroCount(), decoder.sum(), union.widenFirst(counts)));
        }
    }

    private void writeHeader() {
        out.writeBits(0, 16);
        out.writeBits((long) header.ordinal() << 6, 8);
    }

    private void write(long t, IntegerHistogram histogram) {
        IntegerHistogram h = histogram.isStale()
                ? new IntegerHistogram(histogram.hint(), HistogramLayout.EMPTY, 0, 0, histogram.sum(), new long[0])
                : histogram;
        if (samples == 0) {
            writeFirst(t, h);
        } else {
            writeNext(t, h);
        }
        samples++;
        time = t;
        count = h.count();
        zeroCount = h.zeroCount();
        sum = h.sum();
    }

    private void writeFirst(long t, IntegerHistogram h) {
        layout = h.layout();
        firstTime = t;
        timeStep = 0;
        countStep = 0;
        zeroCountStep = 0;
        HistogramLayoutCodec.write(out, layout);
        out.writeVarbitInt(t);
        out.writeVarbitUint(h.count());
        out.writeVarbitUint(h.zeroCount());
        sums.writeFirst(out, 0, h.sum());
        for (int i = 0; i < h.buckets().length; i++) {
            out.writeVarbitInt(h.delta(i));
        }
        buckets = h.buckets().clone();
        deltaSteps = new long[buckets.length];
    }

    private void writeNext(long t, IntegerHistogram h) {
        long step = t - time;
        out.writeVarbitInt(step - timeStep);
        timeStep = step;
        boolean stale = h.isStale();
        step = h.count() - count;
        out.writeVarbitInt(stale ? 0 : step - countStep);
        countStep = step;
        step = h.zeroCount() - zeroCount;
        out.writeVarbitInt(stale ? 0 : step - zeroCountStep);
        zeroCountStep = step;
        sums.writeNext(out, 0, h.sum());
        if (!stale) {
            writeBuckets(h);
        }
    }

    private void writeBuckets(IntegerHistogram h) {
        int split = layout.positive().bucketCount();
        long before = 0;
        long previous = 0;
        for (int i = 0; i < buckets.length; i++) {
            if (i == split) {
                before = 0;
                previous = 0;
            }
            long next = h.buckets()[i];
            long step = next - previous - (buckets[i] - before);
            out.writeVarbitInt(step - deltaSteps[i]);
            deltaSteps[i] = step;
            before = buckets[i];
            previous = next;
            buckets[i] = next;
        }
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
        return Chunk.of(firstTime, time, ChunkEncoding.HISTOGRAM, toByteArray());
    }
}
