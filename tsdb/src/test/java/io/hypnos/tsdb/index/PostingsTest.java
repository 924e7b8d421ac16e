package io.hypnos.tsdb.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

import io.hypnos.tsdb.testing.Seeds;

class PostingsTest {

    private static final int ROUNDS = Seeds.rounds("hypnos.postings.rounds", 4000);

    @Test
    void setOperationsAgreeWithTreeSets() {
        Seeds.forEach(ROUNDS, random -> {
            var a = someRefs(random);
            var b = someRefs(random);
            if (random.nextInt(3) == 0) {
                b = overlapping(random, a);
            }
            var common = new TreeSet<>(a);
            common.retainAll(b);
            assertThat(postings(a).and(postings(b))).isEqualTo(postings(common));
            assertThat(postings(b).and(postings(a))).isEqualTo(postings(common));
            assertThat(postings(a).intersects(postings(b))).isEqualTo(!common.isEmpty());
            var either = new TreeSet<>(a);
            either.addAll(b);
            assertThat(postings(a).or(postings(b))).isEqualTo(postings(either));
            var rest = new TreeSet<>(a);
            rest.removeAll(b);
            assertThat(postings(a).without(postings(b))).isEqualTo(postings(rest));
        });
    }

    @Test
    void mergesAndIntersectsManySets() {
        Seeds.forEach(ROUNDS / 4, random -> {
            var sets = new ArrayList<Postings>();
            var union = new TreeSet<Long>();
            TreeSet<Long> common = null;
            for (int i = 1 + random.nextInt(8); i > 0; i--) {
                var refs = common == null || random.nextBoolean() ? someRefs(random) : overlapping(random, common);
                sets.add(postings(refs));
                union.addAll(refs);
                if (common == null) {
                    common = new TreeSet<>(refs);
                } else {
                    common.retainAll(refs);
                }
            }
            assertThat(Postings.merge(sets)).isEqualTo(postings(union));
            assertThat(Postings.intersect(sets)).isEqualTo(postings(common));
        });
        assertThat(Postings.merge(List.of())).isEqualTo(Postings.empty());
    }

    @Test
    void cursorSeeksForwardOnly() {
        Seeds.forEach(ROUNDS, random -> {
            var refs = someRefs(random);
            var cursor = postings(refs).cursor();
            long current = -1;
            for (int step = 0; step < 20; step++) {
                Long expected;
                boolean found;
                if (random.nextBoolean()) {
                    expected = refs.higher(current);
                    found = cursor.next();
                } else {
                    long target = random.nextBoolean() || refs.isEmpty()
                            ? random.nextLong(1L << 32)
                            : refs.first() + random.nextLong(refs.last() - refs.first() + 1);
                    expected = refs.ceiling(Math.max(target, current));
                    found = cursor.seek((int) target);
                }
                assertThat(found).isEqualTo(expected != null);
                if (expected == null) {
                    assertThat(cursor.next()).isFalse();
                    assertThat(cursor.seek(0)).isFalse();
                    break;
                }
                assertThat(Integer.toUnsignedLong(cursor.at())).isEqualTo(expected);
                current = expected;
            }
        });
    }

    /// Dense and sparse, short and long, on either side of the sign bit.
    private static TreeSet<Long> someRefs(Random random) {
        var refs = new TreeSet<Long>();
        int size = random.nextInt(4) == 0 ? random.nextInt(3) : random.nextInt(1 << random.nextInt(12));
        long range = Math.max(size + 1L, 1L << random.nextInt(33));
        long start = range >= 1L << 32 ? 0 : switch (random.nextInt(3)) {
            case 0 -> 0;
            case 1 -> Math.max(0, (1L << 31) - range / 2);
            default -> (1L << 32) - range;
        };
        for (int i = 0; i < size; i++) {
            refs.add(start + random.nextLong(range));
        }
        return refs;
    }

    private static TreeSet<Long> overlapping(Random random, TreeSet<Long> base) {
        var refs = someRefs(random);
        int keepOneIn = 1 + random.nextInt(100);
        for (long ref : base) {
            if (random.nextInt(keepOneIn) == 0) {
                refs.add(ref);
            }
        }
        return refs;
    }

    private static Postings postings(TreeSet<Long> refs) {
        int[] array = refs.stream().mapToInt(Long::intValue).toArray();
        return Postings.of(array);
    }
}
