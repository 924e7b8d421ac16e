package io.hypnos.series.merge;

import java.util.List;

import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkDecoder;
import io.hypnos.series.chunk.StoredSamples;
import io.hypnos.series.histogram.CounterResetHint;
import io.hypnos.series.histogram.Histogram;

/// The samples of overlapping chunks of one series as one ascending sequence with one sample per time. Of several at one time the one of the
/// source that gave the sample before wins, else the first source.
///
/// A histogram that does not follow the one before it in its own source says nothing any more about resets, unless it is a gauge.
public final class SampleMerge {

    private final List<StoredSamples> sources;
    private final int[] positions;
    private final StoredSamples merged = new StoredSamples();

    private SampleMerge(List<StoredSamples> sources) {
        this.sources = sources;
        positions = new int[sources.size()];
    }

    /// @param sources each ascending
    public static StoredSamples merge(List<StoredSamples> sources) {
        var merge = new SampleMerge(sources);
        merge.run();
        return merge.merged;
    }

    /// @throws io.hypnos.series.chunk.InvalidChunkException when a chunk is damaged
    public static StoredSamples mergeChunks(List<Chunk> chunks) {
        return merge(chunks.stream().map(SampleMerge::decode).toList());
    }

    private static StoredSamples decode(Chunk chunk) {
        var samples = new StoredSamples();
        ChunkDecoder.decode(chunk, samples);
        return samples;
    }

    private void run() {
        int last = -1;
        for (int source = next(-1); source >= 0; source = next(source)) {
            StoredSamples from = sources.get(source);
            int position = positions[source]++;
            long time = from.time(position);
            Histogram histogram = from.histogram(position);
            if (histogram == null) {
                merged.add(time, from.value(position));
            } else {
                boolean follows = source == last || histogram.hint() == CounterResetHint.GAUGE;
                merged.add(time, follows ? histogram : histogram.withHint(CounterResetHint.UNKNOWN));
            }
            last = source;
            skipTo(time);
        }
    }

    /// The source whose next sample is the earliest; `preferred` if it is among them.
    private int next(int preferred) {
        int best = -1;
        for (int i = 0; i < positions.length; i++) {
            if (positions[i] == sources.get(i).size()) {
                continue;
            }
            if (best < 0 || time(i) < time(best) || i == preferred && time(i) == time(best)) {
                best = i;
            }
        }
        return best;
    }

    private long time(int source) {
        return sources.get(source).time(positions[source]);
    }

    private void skipTo(long time) {
        for (int i = 0; i < positions.length; i++) {
            while (positions[i] < sources.get(i).size() && time(i) <= time) {
                positions[i]++;
            }
        }
    }
}
