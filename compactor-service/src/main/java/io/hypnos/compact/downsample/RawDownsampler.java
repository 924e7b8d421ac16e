package io.hypnos.compact.downsample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.hypnos.series.StaleMarker;
import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.AggregateChunk;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkDecoder;
import io.hypnos.series.chunk.StoredSamples;
import io.hypnos.series.histogram.Histogram;

/// Downsamples the raw samples of one series: give it all chunks, then take the result.
///
/// Stale markers, and samples that go back in time, are passed over. The samples are cut into runs of one kind (floats, histograms), the runs
/// into batches that make chunks of about 140 windows, and no batch ends within a window unless its run does. NaN counts for the size of a batch
/// and is not aggregated. Reused from series to series.
final class RawDownsampler {

    /// The distance that raw samples are supposed to have when sizes of chunks are guessed.
    private static final long RAW_STEP = 60_000;

    private final Resolution resolution;
    private final StoredSamples decoded = new StoredSamples();
    private final List<AggregateChunk> finished = new ArrayList<>();
    private long[] times = new long[4096];
    private double[] values = new double[4096];
    private int floats;
    private final List<TimedHistogram> histograms = new ArrayList<>();
    private long lastTime = Long.MIN_VALUE;

    RawDownsampler(Resolution resolution) {
        this.resolution = resolution;
    }

    /// Goes on with the next chunk of the series.
    ///
    /// @throws io.hypnos.series.chunk.InvalidChunkException when it cannot be decoded
    void add(Chunk chunk) {
        decoded.clear();
        ChunkDecoder.decode(chunk, decoded);
        for (int i = 0; i < decoded.size(); i++) {
            long time = decoded.time(i);
            if (time < lastTime) {
                continue;
            }
            Histogram histogram = decoded.histogram(i);
            if (histogram == null) {
                addFloat(time, decoded.value(i));
            } else if (!histogram.isStale()) {
                addHistogram(new TimedHistogram(time, histogram.toFloat()));
            }
        }
    }

    /// The downsampled chunks. Afterwards another series may begin.
    List<AggregateChunk> finish() {
        endFloats();
        endHistograms();
        lastTime = Long.MIN_VALUE;
        List<AggregateChunk> result = List.copyOf(finished);
        finished.clear();
        return result;
    }

    private void addFloat(long time, double value) {
        if (StaleMarker.is(value)) {
            return;
        }
        endHistograms();
        if (floats == times.length) {
            times = Arrays.copyOf(times, floats * 2);
            values = Arrays.copyOf(values, floats * 2);
        }
        times[floats] = time;
        values[floats++] = value;
        lastTime = time;
    }

    private void addHistogram(TimedHistogram sample) {
        endFloats();
        if (!histograms.isEmpty() && histograms.getLast().kind() != sample.kind()) {
            endHistograms();
        }
        histograms.add(sample);
        lastTime = sample.time();
    }

    private void endFloats() {
        if (floats == 0) {
            return;
        }
        int batch = batchSize(times[0], times[floats - 1], floats);
        for (int from = 0; from < floats;) {
            int to = Math.min(from + batch, floats);
            long windowEnd = resolution.windowEnd(times[to - 1]);
            while (to < floats && times[to] <= windowEnd) {
                to++;
            }
            int kept = dropNaN(from, to);
            if (kept > from) {
                finished.add(new FloatWindows(resolution).all(times, values, from, kept));
            }
            from = to;
        }
        floats = 0;
    }

    /// Moves what is a number to the front of the batch; returns its end.
    private int dropNaN(int from, int to) {
        int kept = from;
        for (int i = from; i < to; i++) {
            if (!Double.isNaN(values[i])) {
                times[kept] = times[i];
                values[kept++] = values[i];
            }
        }
        return kept;
    }

    private void endHistograms() {
        if (histograms.isEmpty()) {
            return;
        }
        int batch = batchSize(histograms.getFirst().time(), histograms.getLast().time(), histograms.size());
        for (int from = 0; from < histograms.size();) {
            int to = Math.min(from + batch, histograms.size());
            long windowEnd = resolution.windowEnd(histograms.get(to - 1).time());
            while (to < histograms.size() && histograms.get(to).time() <= windowEnd) {
                to++;
            }
            List<TimedHistogram> run = histograms.subList(from, to).stream()
                    .filter(sample -> !Double.isNaN(sample.histogram().sum())).toList();
            if (!run.isEmpty()) {
                finished.add(new HistogramWindows(resolution).all(run));
            }
            from = to;
        }
        histograms.clear();
    }

    private int batchSize(long first, long last, int samples) {
        return samples / resolution.chunkCount(TimeRange.closed(first, last), RAW_STEP, samples) + 1;
    }
}
