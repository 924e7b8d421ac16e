package io.hypnos.compact.downsample;

import java.util.ArrayList;
import java.util.List;

import io.hypnos.series.chunk.Aggregate;
import io.hypnos.series.chunk.AggregateChunk;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkDecoder;
import io.hypnos.series.chunk.StoredSamples;
import io.hypnos.series.chunk.XorAppender;

/// Samples and chunks as tests write them down.
final class DownsampleFixture {

    private DownsampleFixture() {}

    /// A chunk of times and values, alternating.
    static Chunk floats(double... timesAndValues) {
        var appender = new XorAppender();
        for (int i = 0; i < timesAndValues.length; i += 2) {
            appender.append((long) timesAndValues[i], timesAndValues[i + 1]);
        }
        return appender.toChunk();
    }

    static StoredSamples decode(Chunk chunk) {
        var samples = new StoredSamples();
        ChunkDecoder.decode(chunk, samples);
        return samples;
    }

    /// The floats of an aggregate as `time:value`.
    static List<String> floats(AggregateChunk chunk, Aggregate aggregate) {
        StoredSamples samples = decode(chunk.part(aggregate));
        var text = new ArrayList<String>();
        for (int i = 0; i < samples.size(); i++) {
            double value = samples.value(i);
            text.add(samples.time(i) + ":" + (value == Math.rint(value) ? String.valueOf((long) value) : value));
        }
        return text;
    }
}
