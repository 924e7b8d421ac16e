package io.hypnos.series.chunk;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.histogram.FloatHistogram;
import io.hypnos.series.histogram.HistogramLayout;
import io.hypnos.series.histogram.LayoutReduction;

/// Makes objects of the samples that a decoder stands on; they share one layout.
final class FloatHistogramRows {

    private final FloatHistogramDecoder decoder;
    private final @Nullable LayoutReduction reduction;

    FloatHistogramRows(FloatHistogramDecoder decoder) {
        this.decoder = decoder;
        reduction = ChunkDecoder.reduction(decoder.layout());
    }

    FloatHistogram current() {
        if (decoder.isStale()) {
            return FloatHistogram.STALE;
        }
        HistogramLayout layout = decoder.layout();
        double[] counts = new double[layout.bucketCount()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = decoder.bucket(i);
        }
        if (reduction != null) {
            layout = reduction.layout();
            counts = reduction.apply(counts, 0);
        }
        return new FloatHistogram(decoder.header().reset().hint(decoder.index()), layout, decoder.count(),
                decoder.zeroCount(), decoder.sum(), counts);
    }
}
