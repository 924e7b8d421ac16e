package io.hypnos.tsdb.head;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.hypnos.series.labels.LabelCursor;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.LabelsBuilder;
import io.hypnos.series.testing.Seeded;

@Seeded
class PairResolverTest {

    private final SlabAllocator blocks = new SlabAllocator(new MemoryAccount());
    private final LabelPairs pairs = new LabelPairs(blocks);
    private final PairResolver resolver = new PairResolver(pairs);

    @AfterEach
    void close() {
        blocks.close();
    }

    /// Sets that have much in common with the one before, some of them known, some created, some left out.
    @Test
    void findsWhatAPlainLookupFinds(Random random) {
        Labels labels = Labels.EMPTY;
        for (int round = 0; round < 20_000; round++) {
            labels = next(labels, random);
            byte[] packed = labels.packed();
            int offset = random.nextInt(20);
            byte[] body = new byte[offset + packed.length + random.nextInt(20)];
            random.nextBytes(body);
            System.arraycopy(packed, 0, body, offset, packed.length);
            int[] expected = plain(labels);
            int missing = resolver.resolve(body, offset, offset + packed.length);
            assertThat(found()).isEqualTo(expected);
            assertThat(missing).isEqualTo((int) Arrays.stream(expected).filter(pair -> pair == 0).count());
            assertThat(resolver.isOrdered()).isTrue();
            if (random.nextInt(4) > 0) {
                resolver.createMissing();
                assertThat(found()).isEqualTo(plain(labels)).doesNotContain(0);
                resolver.keep();
            }
        }
    }

    @Test
    void tellsSetsThatAreOutOfOrder() {
        createAll(packed("a", "1", "b", "2", "c", "3"));
        assertThat(isOrdered("a", "1", "c", "3")).isTrue();
        assertThat(isOrdered("a", "1", "c", "3", "b", "2")).isFalse();
        assertThat(isOrdered("b", "2", "a", "1")).isFalse();
        assertThat(isOrdered("a", "1", "a", "1")).isFalse();
        assertThat(isOrdered("a", "1", "a", "9")).isFalse();
        assertThat(isOrdered("x", "1", "b", "2")).isFalse();
        assertThat(isOrdered("a", "1", "b", "")).isFalse();
        assertThat(isOrdered("a", "", "b", "2")).isFalse();
        assertThat(isOrdered("a", "1", "b", "2", "c", "3", "d", "4")).isTrue();
    }

    @Test
    void forgetsPairsThatWereRemoved() {
        byte[] set = packed("a", "1", "b", "2");
        createAll(set);
        int[] old = found(set);
        var removed = new IntQueue();
        pairs.removeUnused(old, 0, old.length, removed);
        for (int pair : removed.take(Integer.MAX_VALUE)) {
            pairs.free(pair);
        }
        assertThat(resolver.resolve(set, 0, set.length)).isEqualTo(2);
    }

    private void createAll(byte[] set) {
        resolver.resolve(set, 0, set.length);
        resolver.createMissing();
        resolver.keep();
    }

    private int[] found(byte[] set) {
        assertThat(resolver.resolve(set, 0, set.length)).isZero();
        return found();
    }

    private boolean isOrdered(String... texts) {
        byte[] set = packed(texts);
        resolver.resolve(set, 0, set.length);
        return resolver.isOrdered();
    }

    private int[] found() {
        return Arrays.copyOf(resolver.pairs(), resolver.count());
    }

    private int[] plain(Labels labels) {
        int[] found = new int[labels.size()];
        LabelCursor cursor = labels.cursor();
        for (int i = 0; cursor.next(); i++) {
            LabelName name = pairs.name(cursor.name().getBytes(UTF_8));
            byte[] value = cursor.value().getBytes(UTF_8);
            found[i] = name == null ? 0 : pairs.find(name, value, 0, value.length);
        }
        return found;
    }

    private static byte[] packed(String... texts) {
        byte[] packed = new byte[0];
        for (String text : texts) {
            byte[] bytes = text.getBytes(UTF_8);
            int at = packed.length;
            packed = Arrays.copyOf(packed, at + 1 + bytes.length);
            packed[at] = (byte) bytes.length;
            System.arraycopy(bytes, 0, packed, at + 1, bytes.length);
        }
        return packed;
    }

    private static Labels next(Labels before, Random random) {
        var builder = new LabelsBuilder(random.nextInt(20) == 0 ? Labels.EMPTY : before);
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            String name = "n".repeat(1 + random.nextInt(3)) + random.nextInt(12);
            switch (random.nextInt(3)) {
                case 0 -> builder.remove(name);
                case 1 -> builder.set(name, "v" + random.nextInt(1000));
                default -> builder.set(name, "long-value-".repeat(random.nextInt(20) + 1) + random.nextInt(3));
            }
        }
        return builder.build();
    }
}
