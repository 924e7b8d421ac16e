package io.hypnos.series.chunk;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.histogram.HistogramLayout;
import io.hypnos.series.histogram.IntegerHistogram;
import io.hypnos.series.histogram.LayoutReduction;

/// Makes objects of the samples that a decoder stands on; they share one layout.
final class IntegerHistogramRows {

    private final IntegerHistogramDecoder decoder;
    private final @Nullable LayoutReduction reduction;

    IntegerHistogramRows(IntegerHistogramDecoder decoder) {
        this.decoder = decoder;
        reduction = ChunkDecoder.reduction(decoder.layout());
    }

    IntegerHistogram current() {
        if (decoder.isStale()) {
            return IntegerHistogram.STALE;
        }
        HistogramLayout layout = decoder.layout();
        long[] counts = IntegerHistogram.countsFromDeltas(decoder.deltas().clone(), layout.positive().bucketCount());
        if (reduction != null) {
            layout = reduction.layout();
            counts = reduction.apply(counts);
        }
        return new IntegerHistogram(decoder.header().reset().hint(decoder.index()), layout, decoder.count(),
                decoder.zeroCount(), decoder.sum(), counts);
    }
}
