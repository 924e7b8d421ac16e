package io.hypnos.tsdb.compact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.series.chunk.StoredSamples;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.testing.RandomSamples;
import io.hypnos.tsdb.block.BlockContents;
import io.hypnos.tsdb.block.BlockDraft;
import io.hypnos.tsdb.block.LabelledBlockWriter;
import io.hypnos.tsdb.block.UlidGenerator;
import io.hypnos.tsdb.testing.Promtool;
import io.hypnos.tsdb.testing.SeriesData;

/// What we merge is to promtool what was in the parts.
class PrometheusReadsMergedBlocksTest {

    private static final long RANGE = 7_200_000;

    @TempDir
    Path directory;

    @Test
    void promtoolDumpsTheSameBeforeAndAfter() throws IOException {
        var promtool = new Promtool();
        var ulids = new UlidGenerator(Clock.systemUTC());
        Path parts = Files.createDirectories(directory.resolve("parts"));
        Path whole = Files.createDirectories(directory.resolve("whole"));
        var random = new Random(1);
        var inputs = new ArrayList<BlockContents>();
        for (int i = 0; i < 4; i++) {
            // The last two have the same time, and every second millisecond each.
            long from = Math.min(i, 2) * RANGE;
            var data = new SeriesData();
            for (int s = random.nextInt(20); s < 200; s += 1 + random.nextInt(2)) {
                data.add(Labels.of("__name__", "m" + s % 5, "s", "" + s), samples(random, from, i));
            }
            var ulid = ulids.next();
            try (var writer = LabelledBlockWriter.create(parts, ulid)) {
                for (Labels labels : data.labels()) {
                    writer.add(labels, data.chunks(labels));
                }
                writer.finish(BlockDraft.original(ulid, from, from + RANGE)).orElseThrow();
            }
            inputs.add(BlockContents.open(parts.resolve(ulid.toString())));
        }
        var result = new BlockCompactor(ulids).compact(inputs, whole, CompactionOptions.LOCAL);
        inputs.forEach(BlockContents::close);
        assertThat(result).isInstanceOf(CompactionResult.Compacted.class);
        assertThat(promtool.dump(whole)).isEqualTo(promtool.dump(parts)).isNotEmpty();
        assertThat(promtool.tsdb("analyze", whole.toString())).contains("Block ID");
    }

    private static StoredSamples samples(Random random, long from, int parity) {
        long[] times = random.longs(1 + random.nextInt(400), from / 2, (from + RANGE) / 2).map(t -> 2 * t + parity % 2)
                .distinct().sorted().toArray();
        double[] values = RandomSamples.values(random, times.length);
        var samples = new StoredSamples();
        for (int i = 0; i < times.length; i++) {
            samples.add(times[i], values[i]);
        }
        return samples;
    }
}
