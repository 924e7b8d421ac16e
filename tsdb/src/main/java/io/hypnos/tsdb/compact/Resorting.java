package io.hypnos.tsdb.compact;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.hypnos.tsdb.io.DurableFiles;

/// Takes labels away from series. What is left of them is in another order, so they are sorted anew: as many at once as memory allows, each such
/// run into a file, and the merge takes the runs for so many inputs.
final class Resorting implements Closeable {

    /// Ints in memory, as a rule: 64 MiB.
    static final int MAX_WEIGHT = 1 << 24;

    private final Set<Integer> dropped;
    private final Path directory;
    private final Findings findings;
    private final int maxWeight;
    private final List<SeriesRun> runs = new ArrayList<>();

    /// @param dropped   ranks of the names that are taken away
    /// @param directory for the runs; made when needed, and removed in the end
    /// @param maxWeight how many ints are sorted at once
    Resorting(Set<Integer> dropped, Path directory, Findings findings, int maxWeight) {
        this.dropped = dropped;
        this.directory = directory;
        this.findings = findings;
        this.maxWeight = maxWeight;
    }

    /// The series of one input without those labels, as one sorted stream or several.
    List<SeriesStream> apply(SeriesStream source) throws IOException {
        int before = runs.size();
        var buffer = new SeriesBuffer();
        int[] rest = new int[64];
        while (source.next()) {
            rest = source.length() > rest.length ? new int[2 * source.length()] : rest;
            int length = strip(source, rest);
            if (length == 0) {
                findings.add(FindingKind.SERIES_WITHOUT_LABELS, source.input().ulid(),
                        "series " + Integer.toUnsignedString(source.ref()) + " without the dropped labels");
            }
            buffer.add(source.ref(), rest, length);
            if (buffer.weight() > maxWeight) {
                spill(source.input(), buffer);
            }
        }
        if (buffer.size() > 0) {
            spill(source.input(), buffer);
        }
        return List.copyOf(runs.subList(before, runs.size()));
    }

    private int strip(SeriesStream source, int[] rest) {
        int[] labels = source.labels();
        int length = 0;
        for (int i = 0; i < source.length(); i += 2) {
            if (!dropped.contains(labels[i])) {
                rest[length++] = labels[i];
                rest[length++] = labels[i + 1];
            }
        }
        return length;
    }

    private void spill(CompactionInput input, SeriesBuffer buffer) throws IOException {
        buffer.sort();
        Files.createDirectories(directory);
        runs.add(SeriesRun.write(input, buffer, directory.resolve("run-" + runs.size())));
        buffer.clear();
    }

    @Override
    public void close() throws IOException {
        runs.forEach(SeriesRun::close);
        DurableFiles.deleteRecursively(directory);
    }
}
