package io.hypnos.compact.downsample;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.StaleMarker;
import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.Aggregate;
import io.hypnos.series.chunk.AggregateChunk;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkDecoder;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.series.chunk.StoredSamples;
import io.hypnos.series.histogram.Histogram;

/// Downsamples the aggregates of one series once more: give it all chunks, then take the result.
///
/// Chunks are put together whole, never divided: the first and the last sample of a chunk's counter are real values, which must survive. Chunks of
/// one kind make a run; floats and histograms, counters and gauges never share a chunk. A chunk of plain samples, which some writers leave in
/// downsampled blocks, is aggregated first. Reused from series to series.
final class AggregateDownsampler {

    private final Resolution source;
    private final Resolution target;
    private final RawDownsampler plain;
    private final StoredSamples decoded = new StoredSamples();
    private final CounterChain chain = new CounterChain();
    private final List<AggregateChunk> run = new ArrayList<>();
    private final List<AggregateChunk> finished = new ArrayList<>();

    AggregateDownsampler(Resolution source, Resolution target) {
        this.source = source;
        this.target = target;
        this.plain = new RawDownsampler(source);
    }

    /// Goes on with the next chunk of the series.
    ///
    /// @throws io.hypnos.series.chunk.InvalidChunkException when it cannot be decoded
    void add(SeriesChunk chunk) {
        switch (chunk) {
            case AggregateChunk aggregates -> addAggregates(aggregates);
            case Chunk samples -> {
                plain.add(samples);
                plain.finish().forEach(this::addAggregates);
            }
        }
    }

    /// The downsampled chunks. Afterwards another series may begin.
    List<AggregateChunk> finish() {
        endRun();
        List<AggregateChunk> result = List.copyOf(finished);
        finished.clear();
        return result;
    }

    private void addAggregates(AggregateChunk chunk) {
        if (chunk.part(Aggregate.COUNT) == null) {
            return;
        }
        if (!run.isEmpty() && isHistogram(run.getLast()) != isHistogram(chunk)) {
            endRun();
        }
        run.add(chunk);
    }

    private void endRun() {
        if (run.isEmpty()) {
            return;
        }
        long samples = run.stream().mapToLong(AggregateDownsampler::windows).sum();
        var range = TimeRange.closed(run.getFirst().minTime(), run.getLast().maxTime());
        int batch = Math.max(1, run.size() / target.chunkCount(range, source.millis(), samples));
        for (int from = 0; from < run.size(); from += batch) {
            List<AggregateChunk> part = run.subList(from, Math.min(from + batch, run.size()));
            if (isHistogram(part.getFirst())) {
                foldHistograms(part);
            } else {
                foldFloats(part);
            }
        }
        run.clear();
    }

    private void foldFloats(List<AggregateChunk> part) {
        var windows = new FloatWindows(target);
        @Nullable
        Chunk[] parts = new @Nullable Chunk[Aggregate.values().length];
        for (Aggregate aggregate : List.of(Aggregate.COUNT, Aggregate.SUM, Aggregate.MIN, Aggregate.MAX)) {
            decode(part, aggregate);
            if (decoded.size() > 0) {
                parts[aggregate.ordinal()] = windows.fold(aggregate, decoded.times(), decoded.values(), decoded.size());
            }
        }
        chain.clear();
        for (AggregateChunk chunk : part) {
            Chunk counter = chunk.part(Aggregate.COUNTER);
            if (counter != null) {
                decoded.clear();
                ChunkDecoder.decode(counter, decoded);
                chain.add(decoded.times(), decoded.values(), 0, decoded.size());
            }
        }
        if (chain.size() > 0) {
            parts[Aggregate.COUNTER.ordinal()] = windows.counter(chain);
        }
        finish(parts, windows.written());
    }

    /// Chunks whose histograms are of different kinds do not go together; the batch is divided between them.
    private void foldHistograms(List<AggregateChunk> part) {
        int from = 0;
        for (int to = 1; to <= part.size(); to++) {
            if (to == part.size() || kind(part.get(to)) != kind(part.get(from))) {
                foldKind(part.subList(from, to));
                from = to;
            }
        }
    }

    private void foldKind(List<AggregateChunk> part) {
        var windows = new HistogramWindows(target);
        var counts = new FloatWindows(target);
        @Nullable
        Chunk[] parts = new @Nullable Chunk[Aggregate.values().length];
        List<TimedHistogram> counters = histograms(part, Aggregate.COUNTER);
        if (!counters.isEmpty()) {
            parts[Aggregate.COUNTER.ordinal()] = windows.counter(counters);
        }
        List<TimedHistogram> sums = histograms(part, Aggregate.SUM);
        if (!sums.isEmpty()) {
            parts[Aggregate.SUM.ordinal()] = windows.sum(sums);
        }
        decode(part, Aggregate.COUNT);
        if (decoded.size() > 0) {
            parts[Aggregate.COUNT.ordinal()] = counts.fold(Aggregate.COUNT, decoded.times(), decoded.values(),
                    decoded.size());
        }
        finish(parts, new TimeRange(Math.min(windows.written().min(), counts.written().min()),
                Math.max(windows.written().max(), counts.written().max())));
    }

    private void finish(@Nullable Chunk[] parts, TimeRange written) {
        if (!written.isEmpty()) {
            finished.add(new AggregateChunk(written.min(), written.max(), parts));
        }
    }

    /// Puts the floats of one aggregate into [#decoded], without stale markers and without going back in time.
    private void decode(List<AggregateChunk> part, Aggregate aggregate) {
        decoded.clear();
        for (AggregateChunk chunk : part) {
            Chunk samples = chunk.part(aggregate);
            if (samples != null) {
                ChunkDecoder.decode(samples, decoded);
            }
        }
        long[] times = decoded.times();
        double[] values = decoded.values();
        long last = Long.MIN_VALUE;
        int kept = 0;
        for (int i = 0; i < decoded.size(); i++) {
            if (times[i] >= last && !StaleMarker.is(values[i])) {
                last = times[i];
                times[kept] = times[i];
                values[kept++] = values[i];
            }
        }
        decoded.truncate(kept);
    }

    private List<TimedHistogram> histograms(List<AggregateChunk> part, Aggregate aggregate) {
        var result = new ArrayList<TimedHistogram>();
        long last = Long.MIN_VALUE;
        for (AggregateChunk chunk : part) {
            Chunk samples = chunk.part(aggregate);
            if (samples == null) {
                continue;
            }
            decoded.clear();
            ChunkDecoder.decode(samples, decoded);
            for (int i = 0; i < decoded.size(); i++) {
                Histogram histogram = decoded.histogram(i);
                if (histogram != null && !histogram.isStale() && decoded.time(i) >= last) {
                    last = decoded.time(i);
                    result.add(new TimedHistogram(last, histogram.toFloat()));
                }
            }
        }
        return result;
    }

    private TimedHistogram.@Nullable Kind kind(AggregateChunk chunk) {
        List<TimedHistogram> counters = histograms(List.of(chunk), Aggregate.COUNTER);
        return counters.isEmpty() ? null : counters.getFirst().kind();
    }

    private static boolean isHistogram(AggregateChunk chunk) {
        Chunk counter = chunk.part(Aggregate.COUNTER);
        return counter != null && counter.encoding().isHistogram();
    }

    private static long windows(AggregateChunk chunk) {
        Chunk count = chunk.part(Aggregate.COUNT);
        return count == null ? 0 : count.sampleCount();
    }
}
