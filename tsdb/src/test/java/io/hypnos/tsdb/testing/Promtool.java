package io.hypnos.tsdb.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

import io.hypnos.series.labels.LabelText;
import io.hypnos.series.labels.Labels;

/// The real `promtool tsdb`.
public final class Promtool {

    private final Path binary = Binaries.require("promtool");

    /// Runs a subcommand of `tsdb` and returns what it printed; fails unless it ended with 0 and without complaints.
    public String tsdb(String... arguments) {
        var command = new ArrayList<>(List.of(binary.toString(), "tsdb"));
        command.addAll(List.of(arguments));
        try {
            Path out = Files.createTempFile("promtool", ".out");
            Path err = Files.createTempFile("promtool", ".err");
            var process = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
            int exit = process.waitFor();
            String complaints = Files.readString(err);
            String output = Files.readString(out, UTF_8);
            Files.delete(out);
            Files.delete(err);
            if (exit != 0 || complaints.contains("rror")) {
                throw new AssertionError(command + " ended with " + exit + ": " + complaints);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// The floats that `promtool tsdb dump` finds in a data directory, as the bits of a double (of all NaNs the same) by time, by printed labels.
    public TreeMap<String, TreeMap<Long, Long>> dump(Path dataDirectory) {
        try {
            Files.createDirectories(dataDirectory.resolve("wal"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var found = new TreeMap<String, TreeMap<Long, Long>>();
        for (String line : tsdb("dump", dataDirectory.toString()).split("\n")) {
            int time = line.lastIndexOf(' ');
            int value = line.lastIndexOf(' ', time - 1);
            if (value > 0 && line.charAt(value - 1) == '}') {
                found.computeIfAbsent(line.substring(0, value), labels -> new TreeMap<>())
                        .put(Long.parseLong(line.substring(time + 1)), bits(line.substring(value + 1, time)));
            }
        }
        return found;
    }

    /// The floats of a data set in the form of [#dump(Path)].
    public static TreeMap<String, TreeMap<Long, Long>> floats(SeriesData data) {
        var floats = new TreeMap<String, TreeMap<Long, Long>>();
        for (Labels labels : data.labels()) {
            var samples = data.stored(labels);
            for (int i = 0; i < samples.size(); i++) {
                if (samples.histogram(i) == null) {
                    floats.computeIfAbsent(print(labels), text -> new TreeMap<>()).put(samples.time(i),
                            Double.doubleToLongBits(samples.value(i)));
                }
            }
        }
        return floats;
    }

    private static String print(Labels labels) {
        var text = new StringBuilder("{");
        labels.forEach((name, value) -> {
            text.append(text.length() == 1 ? "" : ", ").append(name).append('=');
            LabelText.appendQuoted(text, value);
        });
        return text.append('}').toString();
    }

    /// The bits of a number as Go prints it; of every NaN the same.
    public static long bits(String text) {
        return Double.doubleToLongBits(switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        });
    }
}
