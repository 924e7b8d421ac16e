package io.hypnos.series.dedup;

import io.hypnos.series.Samples;
import io.hypnos.series.StorageException;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkDecoder;

/// Averages of a downsampled stretch: each sum divided by the count of its window.
final class AverageDecoder {

    private AverageDecoder() {}

    /// Appends the averages.
    ///
    /// @throws StorageException when the two have not the same windows
    static void decode(Chunk sum, Chunk count, Samples into) {
        var sums = new Samples();
        var counts = new Samples();
        ChunkDecoder.decode(sum, sums);
        ChunkDecoder.decode(count, counts);
        if (sums.size() != counts.size()) {
            throw new StorageException("sum and count iterator not aligned");
        }
        for (int i = 0; i < sums.size(); i++) {
            if (sums.time(i) != counts.time(i)) {
                throw new StorageException("sum and count timestamps not aligned");
            }
            double divisor = counts.value(i);
            int row = sums.histogramRow(i);
            if (row < 0) {
                into.addFloat(sums.time(i), sums.value(i) / divisor);
            } else {
                into.addHistogram(sums.time(i), into.histograms().add(sums.histograms().get(row).dividedBy(divisor)));
            }
        }
    }
}
