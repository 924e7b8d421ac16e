package io.hypnos.allinone.demo.history;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

import io.hypnos.allinone.demo.model.DemoFleet;
import io.hypnos.allinone.demo.model.DemoInstance;
import io.hypnos.allinone.demo.model.DemoSeries;
import io.hypnos.allinone.demo.model.InstanceState;
import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkWriter;
import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.block.BlockDraft;
import io.hypnos.tsdb.block.BlockLineage;
import io.hypnos.tsdb.block.BlockMeta;
import io.hypnos.tsdb.block.LabelledBlockWriter;
import io.hypnos.tsdb.block.ThanosMeta;
import io.hypnos.tsdb.block.Ulid;

/// Writes the blocks of one stream into a directory. The same block always has the same name and content.
final class HistoryBlocks {

    /// Time between two samples of a series.
    static final long STEP_MILLIS = 60_000;

    private final HistoryStream stream;
    private final List<Entry> entries = new ArrayList<>();

    /// A series, under the labels that it has in the block, and whose it is.
    private record Entry(Labels labels, DemoInstance instance, DemoSeries series) {}

    HistoryBlocks(HistoryStream stream, DemoFleet fleet) {
        this.stream = stream;
        for (DemoInstance instance : fleet.instances(stream.tenant())) {
            // What the external labels say must not be in the series too.
            instance.series().forEach(series -> entries.add(
                    new Entry(series.labels().without(stream.labels().toMap().keySet()), instance, series)));
        }
        entries.sort(Comparator.comparing(Entry::labels));
    }

    /// Writes the block of a half-open range; empty when there is nothing in it.
    Optional<BlockMeta> write(Path directory, TimeRange range) throws IOException {
        Ulid ulid = ulid(range);
        long[] times = times(range);
        Map<DemoInstance, InstanceState[]> states = new HashMap<>();
        var chunks = new ChunkWriter();
        try (var writer = LabelledBlockWriter.create(directory, ulid)) {
            for (Entry entry : entries) {
                InstanceState[] passed = states.computeIfAbsent(entry.instance(), instance -> states(instance, times));
                writer.add(entry.labels(), encode(entry.series(), passed, chunks));
            }
            var lineage = new BlockLineage(level(range), List.of(ulid), List.of(), false, false, List.of());
            return writer.finish(new BlockDraft(range.min(), range.max() + 1, lineage,
                    ThanosMeta.of(stream.labels(), "receive")));
        }
    }

    private long[] times(TimeRange range) {
        long first = Math.ceilDiv(range.min() - stream.offsetMillis(), STEP_MILLIS) * STEP_MILLIS
                + stream.offsetMillis();
        long[] times = new long[(int) ((range.max() - first) / STEP_MILLIS + 1)];
        int size = 0;
        for (long t = first; t <= range.max(); t += STEP_MILLIS) {
            if (stream.has(t)) {
                times[size++] = t;
            }
        }
        return Arrays.copyOf(times, size);
    }

    private static InstanceState[] states(DemoInstance instance, long[] times) {
        var states = new InstanceState[times.length];
        for (int i = 0; i < times.length; i++) {
            states[i] = instance.at(times[i]);
        }
        return states;
    }

    private static List<Chunk> encode(DemoSeries series, InstanceState[] states, ChunkWriter into) {
        switch (series) {
            case DemoSeries.Floats(var labels, var value) -> {
                for (InstanceState state : states) {
                    into.append(state.millis(), value.at(state));
                }
            }
            case DemoSeries.Histograms(var labels, var value) -> {
                for (InstanceState state : states) {
                    into.append(state.millis(), value.at(state));
                }
            }
        }
        return into.finish();
    }

    /// The level that a compactor would have brought a block of this length to.
    private static int level(TimeRange range) {
        long hours = (range.max() - range.min()) / 3_600_000;
        return hours >= 9 ? 3 : hours >= 3 ? 2 : 1;
    }

    private Ulid ulid(TimeRange range) {
        var random = new SplittableRandom(stream.labels().hashCode() * 31L + range.min());
        return new Ulid(range.max() << 16 | random.nextInt(1 << 16), random.nextLong());
    }
}
