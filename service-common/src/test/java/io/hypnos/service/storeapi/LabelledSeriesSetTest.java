package io.hypnos.service.storeapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.hypnos.series.ChunkSeries;
import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.QueryContext;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.LabelsBuilder;

class LabelledSeriesSetTest {

    private static final long SEED = Long.getLong("hypnos.seed", 20_261_120);

    private final Random random = new Random(SEED);

    private Labels randomLabels(String names) {
        var builder = new LabelsBuilder();
        for (int i = random.nextInt(5); i >= 0; i--) {
            builder.set(String.valueOf(names.charAt(random.nextInt(names.length()))), "" + random.nextInt(2));
        }
        return builder.build();
    }

    private static List<Labels> read(ChunkSeriesSet set) {
        var labels = new ArrayList<Labels>();
        try (set) {
            while (set.next()) {
                labels.add(set.series().labels());
            }
        }
        return labels;
    }

    @Test
    void keepsTheOrderWhateverIsAddedOrRemoved() {
        for (int round = 0; round < 3000; round++) {
            var stored = new HashSet<Labels>();
            String names = random.nextBoolean() ? "abcdef" : "abcdefmx";
            for (int i = random.nextInt(60); i >= 0; i--) {
                stored.add(randomLabels(names));
            }
            List<Labels> sorted = stored.stream().sorted().toList();
            Labels external = Labels.of("m", "e", "x", "e");
            List<String> without = switch (random.nextInt(4)) {
                case 0 -> List.of("x");
                case 1 -> List.of("b", "c");
                default -> List.of();
            };
            Set<String> present = new HashSet<>();
            sorted.forEach(labels -> present.addAll(labels.toMap().keySet()));
            var source = ChunkSeriesSet.of(sorted.stream().map(labels -> new ChunkSeries(labels, List.of())).toList());
            List<Labels> expected = sorted.stream().map(labels -> labels.mergedWith(external).without(without)).sorted()
                    .toList();
            assertThat(read(LabelledSeriesSet.of(source, external, without, present::contains, QueryContext.UNLIMITED)))
                    .as("seed %d", SEED)
                    .isEqualTo(expected);
        }
    }

    @Test
    void holdsBackNoMoreThanItMust() {
        var read = new int[1];
        var source = new ListedSeriesSet(
                List.of(series("a", "1"), series("a", "1", "b", "1"), series("a", "2"), series("a", "3")), List.of());
        var counting = new ChunkSeriesSet() {
            @Override
            public boolean next() {
                read[0]++;
                return source.next();
            }

            @Override
            public ChunkSeries series() {
                return source.series();
            }

            @Override
            public List<String> warnings() {
                return List.of();
            }

            @Override
            public void close() {}
        };
        try (var set = LabelledSeriesSet.of(counting, Labels.of("x", "e"), List.of(), name -> false,
                QueryContext.UNLIMITED)) {
            assertThat(set.next()).isTrue();
            assertThat(set.series().labels()).isEqualTo(Labels.of("a", "1", "b", "1", "x", "e"));
            assertThat(read[0]).isEqualTo(3);
        }
    }

    private static ChunkSeries series(String... labels) {
        return new ChunkSeries(Labels.of(labels), List.of());
    }
}
