package io.hypnos.receive.wire;

import java.util.Arrays;
import java.util.StringJoiner;

import org.jspecify.annotations.Nullable;

/// The series of one request that were refused: how many for which reason, and the first of each for the sender to find.
public final class SeriesFaults {

    private static final SeriesFault[] KINDS = SeriesFault.values();

    private final int[] counts = new int[KINDS.length];
    private final @Nullable String[] examples = new String[KINDS.length];

    /// @param series how to call the series, or where it stands in the request
    void note(SeriesFault fault, String series) {
        if (counts[fault.ordinal()]++ == 0) {
            examples[fault.ordinal()] = series;
        }
    }

    boolean isFirst(SeriesFault fault) {
        return counts[fault.ordinal()] == 0;
    }

    void count(SeriesFault fault) {
        counts[fault.ordinal()]++;
    }

    public int count() {
        return Arrays.stream(counts).sum();
    }

    public boolean isEmpty() {
        return count() == 0;
    }

    /// One line for the answer.
    public String describe() {
        var text = new StringJoiner("; ");
        for (SeriesFault fault : KINDS) {
            int count = counts[fault.ordinal()];
            if (count > 0) {
                text.add("series " + examples[fault.ordinal()] + " " + fault.text()
                        + (count > 1 ? " (and " + (count - 1) + " more)" : ""));
            }
        }
        return text.toString();
    }

    void addAll(SeriesFaults other) {
        for (int i = 0; i < KINDS.length; i++) {
            if (counts[i] == 0) {
                examples[i] = other.examples[i];
            }
            counts[i] += other.counts[i];
        }
    }

    void clear() {
        Arrays.fill(counts, 0);
        Arrays.fill(examples, null);
    }
}
