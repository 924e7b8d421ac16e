package io.hypnos.tsdb.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

import io.hypnos.series.chunk.StoredSamples;
import io.hypnos.series.histogram.Histogram;
import io.hypnos.series.labels.Labels;
import io.hypnos.tsdb.testing.SeriesData;

/// What a [VictimProcess] was about to write, and what of it was acknowledged.
final class Journal {

    private final Load load;
    private final Path file;
    private final TreeMap<Labels, TreeMap<Long, String>> intended = new TreeMap<>();
    private final TreeMap<Labels, TreeMap<Long, String>> acknowledged = new TreeMap<>();
    private long lastTime;
    private int lines;

    Journal(Load load, Path file, long start) {
        this.load = load;
        this.file = file;
        this.lastTime = start;
    }

    Path file() {
        return file;
    }

    long nextTime() {
        return lastTime + Load.STEP;
    }

    long acknowledgedSamples() {
        return acknowledged.values().stream().mapToLong(TreeMap::size).sum();
    }

    /// What was acknowledged of floats, as the bits of a double in decimal.
    TreeMap<Labels, TreeMap<Long, String>> acknowledgedFloats() {
        return floats(acknowledged);
    }

    TreeMap<Labels, TreeMap<Long, String>> intendedFloats() {
        return floats(intended);
    }

    private static TreeMap<Labels, TreeMap<Long, String>> floats(TreeMap<Labels, TreeMap<Long, String>> of) {
        var floats = new TreeMap<Labels, TreeMap<Long, String>>();
        of.forEach((labels, samples) -> samples.forEach((time, text) -> {
            if (!text.startsWith("integers")) {
                floats.computeIfAbsent(labels, l -> new TreeMap<>()).put(time,
                        "" + Long.parseUnsignedLong(text, 16));
            }
        }));
        return floats;
    }

    /// Takes in what was written since the last call. A line that the kill has cut off says nothing.
    void read() throws IOException {
        String text = Files.exists(file) ? Files.readString(file) : "";
        List<String> complete = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        for (; lines < complete.size(); lines++) {
            String[] words = complete.get(lines).split(" ");
            long time = Long.parseLong(words[2]);
            lastTime = Math.max(lastTime, time);
            var into = words[0].equals("!") ? acknowledged : intended;
            load.batch(Integer.parseInt(words[1]), time, (labels, t, value) -> into
                    .computeIfAbsent(labels, l -> new TreeMap<>()).put(t, text(value)));
        }
    }

    private static String text(Object value) {
        var one = new StoredSamples();
        if (value instanceof Double number) {
            one.add(0, number);
        } else {
            one.add(0, (Histogram) value);
        }
        return SeriesData.text(one, 0);
    }

    /// Fails unless everything acknowledged is there and nothing that was never written.
    void check(TreeMap<Labels, TreeMap<Long, String>> stored) {
        acknowledged.forEach((labels, samples) -> {
            assertThat(stored).containsKey(labels);
            var present = stored.get(labels);
            samples.forEach((time, text) -> assertThat(present.get(time)).as("acknowledged: %s at %d", labels, time)
                    .isEqualTo(text));
        });
        stored.forEach((labels, samples) -> {
            assertThat(intended).containsKey(labels);
            var written = intended.get(labels);
            samples.forEach((time, text) -> assertThat(written.get(time)).as("stored: %s at %d", labels, time)
                    .isEqualTo(text));
        });
    }
}
