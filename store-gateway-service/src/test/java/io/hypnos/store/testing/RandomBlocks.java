package io.hypnos.store.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.ChunkSeries;
import io.hypnos.series.chunk.Aggregate;
import io.hypnos.series.chunk.AggregateChunk;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.series.chunk.XorAppender;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.LabelsBuilder;
import io.hypnos.series.labels.MatchType;
import io.hypnos.series.labels.Matcher;

/// Random series, few of which are alike in all labels but many in most, and random matchers on them.
public final class RandomBlocks {

    /// The length of the smallest block.
    public static final long UNIT = 100_000;

    private static final List<String> NAMES = List.of("__name__", "a", "instance", "job", "pod", "replica", "zone");
    private static final List<String> VALUES = List.of("1", "2", "a", "aa", "b", "up", "ü", "\uD83D\uDE00");

    private final Random random;

    public RandomBlocks(Random random) {
        this.random = random;
    }

    /// Series in ascending order of their labels, with chunks inside of a range.
    public List<ChunkSeries> series(int count, long min, long max, long resolution) {
        var labels = new TreeSet<Labels>();
        for (int i = 0; i < count; i++) {
            labels.add(labels());
        }
        var series = new ArrayList<ChunkSeries>();
        for (Labels one : labels) {
            List<SeriesChunk> chunks = chunks(min, max, resolution);
            if (!chunks.isEmpty()) {
                series.add(new ChunkSeries(one, chunks));
            }
        }
        return series;
    }

    private Labels labels() {
        var builder = new LabelsBuilder();
        builder.set("__name__", value());
        for (String name : NAMES) {
            if (random.nextInt(3) == 0) {
                builder.set(name, value());
            }
        }
        return builder.build();
    }

    private String value() {
        return VALUES.get(random.nextInt(VALUES.size()));
    }

    private List<SeriesChunk> chunks(long min, long max, long resolution) {
        var chunks = new ArrayList<SeriesChunk>();
        long time = min + random.nextInt(1000);
        int count = random.nextInt(6);
        for (int i = 0; i < count && time < max - 1; i++) {
            int samples = 1 + random.nextInt(random.nextInt(10) == 0 ? 3000 : 40);
            long step = 1 + random.nextInt((int) Math.max(1, (max - time) / samples / 2));
            long first = time;
            int n = (int) Math.max(1, Math.min(samples, (max - 1 - first) / step));
            chunks.add(resolution == 0 ? chunk(first, step, n) : aggregates(first, step, n));
            time = first + n * step + random.nextInt(5000);
        }
        return chunks;
    }

    private Chunk chunk(long first, long step, int samples) {
        var appender = new XorAppender();
        for (int i = 0; i < samples; i++) {
            appender.append(first + i * step, random.nextInt(4) == 0 ? random.nextDouble() : i);
        }
        return appender.toChunk();
    }

    private AggregateChunk aggregates(long first, long step, int samples) {
        @Nullable
        Chunk[] parts = new @Nullable Chunk[Aggregate.values().length];
        boolean histogram = random.nextInt(4) == 0;
        for (Aggregate aggregate : Aggregate.values()) {
            boolean absent = histogram && (aggregate == Aggregate.MIN || aggregate == Aggregate.MAX);
            parts[aggregate.ordinal()] = absent ? null : chunk(first, step, samples);
        }
        return new AggregateChunk(first, first + (samples - 1) * step, parts);
    }

    /// Up to three conditions.
    public List<Matcher> matchers(List<String> moreNames) {
        var matchers = new ArrayList<Matcher>();
        var names = new ArrayList<>(NAMES);
        names.addAll(moreNames);
        names.add("absent");
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            String name = names.get(random.nextInt(names.size()));
            MatchType type = MatchType.values()[random.nextInt(MatchType.values().length)];
            matchers.add(Matcher.of(type, name, type == MatchType.REGEX || type == MatchType.NOT_REGEX
                    ? regex()
                    : random.nextInt(5) == 0 ? "" : value()));
        }
        return matchers;
    }

    private String regex() {
        return switch (random.nextInt(7)) {
            case 0 -> ".*";
            case 1 -> ".+";
            case 2 -> "a.*";
            case 3 -> value() + "|" + value();
            case 4 -> "|" + value();
            case 5 -> ".*[a1]";
            default -> value();
        };
    }
}
