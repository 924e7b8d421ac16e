package io.hypnos.series.labels;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import io.hypnos.series.testing.Seeded;

@Seeded
class LabelsTest {

    /// U+E000 is above the surrogates in UTF-16 and below the supplementary characters in UTF-8.
    private static final String PRIVATE_USE = "\uE000";
    private static final String SUPPLEMENTARY = "😀";

    @Test
    void areOrderedByUtf8BytesNotByUtf16Units() {
        assertThat(PRIVATE_USE.compareTo(SUPPLEMENTARY)).isPositive();
        assertThat(Labels.of("a", PRIVATE_USE)).isLessThan(Labels.of("a", SUPPLEMENTARY));
        assertThat(Labels.of(PRIVATE_USE, "x", SUPPLEMENTARY, "y").toMap().keySet())
                .containsExactly(PRIVATE_USE, SUPPLEMENTARY);
        assertThat(Labels.of("B", "1", "_", "2", "a", "3").toMap().keySet()).containsExactly("B", "_", "a");
    }

    @Test
    void aPrefixIsSmaller() {
        Labels one = Labels.of("a", "1");
        assertThat(one).isLessThan(Labels.of("a", "1", "b", "1")).isLessThan(Labels.of("a", "10"))
                .isLessThan(Labels.of("aa", "0")).isEqualByComparingTo(Labels.of("a", "1"));
        assertThat(Labels.EMPTY).isLessThan(one).isEqualByComparingTo(Labels.of());
    }

    @Test
    void longTextsAreOrderedByTheirBytesNotByTheirLength() {
        String longer = "x".repeat(200);
        assertThat(Labels.of("a", longer)).isLessThan(Labels.of("a", "y"));
        assertThat(Labels.of("a", "x".repeat(127))).isLessThan(Labels.of("a", "x".repeat(128)));
        assertThat(Labels.of("a", "x".repeat(128))).isLessThan(Labels.of("a", "x".repeat(127) + "y"));
        assertThat(Labels.of("a", "x".repeat(20_000)).get("a")).hasSize(20_000);
    }

    @Test
    void areOrderedLikeSortedListsOfPairs(Random random) {
        for (int round = 0; round < 20_000; round++) {
            TreeMap<String, String> left = pairs(random);
            TreeMap<String, String> right = random.nextInt(4) == 0 ? left : pairs(random);
            assertThat(Integer.signum(Labels.of(left).compareTo(Labels.of(right)))).as("%s and %s", left, right)
                    .isEqualTo(Integer.signum(compare(left, right)));
            assertThat(Labels.of(left).equals(Labels.of(right))).isEqualTo(left.equals(right));
        }
    }

    @Test
    void codesOrderWhatIsGreaterThanTheirBase(Random random) {
        for (int round = 0; round < 50_000; round++) {
            Labels[] sorted = {Labels.of(pairs(random)), Labels.of(pairs(random)), Labels.of(pairs(random))};
            Arrays.sort(sorted);
            long middle = sorted[1].codeAgainst(sorted[0]);
            long last = sorted[2].codeAgainst(sorted[0]);
            assertThat(middle == Labels.SAME_CODE).isEqualTo(sorted[0].equals(sorted[1]));
            assertThat(Long.compareUnsigned(middle, last)).isLessThanOrEqualTo(0);
            if (middle != last) {
                assertThat(sorted[2].codeAgainst(sorted[1])).isEqualTo(last);
            }
            assertThat(last).isNotEqualTo(Labels.LESS_CODE);
            assertThat(sorted[0].codeAgainst(sorted[2]) == Labels.LESS_CODE)
                    .isEqualTo(!sorted[0].equals(sorted[2]));
        }
        Labels far = Labels.of("a", "x".repeat(10_000) + "b");
        assertThat(far.codeAgainst(Labels.of("a", "x".repeat(10_000) + "a")))
                .isEqualTo(Labels.of("a", "x".repeat(9_000) + "y").codeAgainst(Labels.of("a", "x".repeat(9_000))));
    }

    private static TreeMap<String, String> pairs(Random random) {
        var pairs = new TreeMap<String, String>((a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8)));
        for (int i = random.nextInt(4); i > 0; i--) {
            pairs.put(text(random, 1), text(random, 1));
        }
        return pairs;
    }

    private static String text(Random random, int least) {
        String[] pieces = {"a", "b", "é", "\uE000", "😀", "\uFFFD", "x".repeat(126), "x".repeat(130), "0"};
        var text = new StringBuilder();
        for (int i = least + random.nextInt(2); i > 0; i--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }

    private static int compare(TreeMap<String, String> left, TreeMap<String, String> right) {
        List<Map.Entry<String, String>> a = List.copyOf(left.entrySet());
        List<Map.Entry<String, String>> b = List.copyOf(right.entrySet());
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int names = Arrays.compareUnsigned(a.get(i).getKey().getBytes(UTF_8), b.get(i).getKey().getBytes(UTF_8));
            int values = Arrays.compareUnsigned(a.get(i).getValue().getBytes(UTF_8),
                    b.get(i).getValue().getBytes(UTF_8));
            if (names != 0 || values != 0) {
                return names != 0 ? names : values;
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    @Test
    void emptyValuesAreNoLabels() {
        assertThat(Labels.of("a", "", "b", "1")).isEqualTo(Labels.of("b", "1"));
        assertThat(Labels.of("a", "1").with("a", "")).isSameAs(Labels.EMPTY);
        assertThat(Labels.of("a", "1").get("b")).isEmpty();
        assertThat(Labels.of("a", "1").has("b")).isFalse();
    }

    @Test
    void refusesDuplicatesAndNamelessOnes() {
        assertThatThrownBy(() -> Labels.of("a", "1", "a", "2")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Labels.of("", "1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Labels.of("a")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void builderSetsReplacesAndRemoves(Random random) {
        for (int round = 0; round < 2000; round++) {
            TreeMap<String, String> expected = pairs(random);
            LabelsBuilder builder = Labels.of(expected).toBuilder();
            for (int i = random.nextInt(6); i > 0; i--) {
                String name = text(random, 1);
                String value = random.nextInt(3) == 0 ? "" : text(random, 1);
                builder.set(name, value);
                if (value.isEmpty()) {
                    expected.remove(name);
                } else {
                    expected.put(name, value);
                }
                assertThat(builder.get(name)).isEqualTo(value);
            }
            assertThat(builder.build()).isEqualTo(Labels.of(expected));
            assertThat(builder.build().toMap()).isEqualTo(expected);
            assertThat(builder.build().size()).isEqualTo(expected.size());
        }
    }

    @Test
    void keepsAndDropsByName() {
        Labels labels = Labels.of("a", "1", "b", "2", "c", "3");
        assertThat(labels.without(List.of("b", "x"))).isEqualTo(Labels.of("a", "1", "c", "3"));
        assertThat(labels.without(List.of("x"))).isSameAs(labels);
        assertThat(labels.only(List.of("c", "b", "x"))).isEqualTo(Labels.of("b", "2", "c", "3"));
        assertThat(labels.mergedWith(Labels.of("b", "9", "d", "4")))
                .isEqualTo(Labels.of("a", "1", "b", "9", "c", "3", "d", "4"));
    }

    @Test
    void mergingIsSettingEachLabel(Random random) {
        for (int round = 0; round < 2000; round++) {
            TreeMap<String, String> mine = pairs(random);
            TreeMap<String, String> theirs = pairs(random);
            Labels merged = Labels.of(mine).mergedWith(Labels.of(theirs));
            mine.putAll(theirs);
            assertThat(merged).isEqualTo(Labels.of(mine));
            assertThat(merged.size()).isEqualTo(mine.size());
        }
    }

    @Test
    void cursorGivesSlicesWithoutStrings() {
        Labels labels = Labels.of("job", "a".repeat(300), "é", "ü");
        LabelCursor cursor = labels.cursor();
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.name()).isEqualTo("job");
        assertThat(cursor.valueLength()).isEqualTo(300);
        assertThat(cursor.valueEquals("a".repeat(300).getBytes(UTF_8))).isTrue();
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.compareName("é".getBytes(UTF_8))).isZero();
        assertThat(new String(labels.packed(), cursor.valueOffset(), cursor.valueLength(), UTF_8)).isEqualTo("ü");
        assertThat(cursor.next()).isFalse();
    }

    @Test
    void looksLikePromql() {
        assertThat(Labels.of("__name__", "up", "job", "a\"b", "x.y", "1"))
                .hasToString("{__name__=\"up\", job=\"a\\\"b\", \"x.y\"=\"1\"}");
    }

    @Test
    void bytesThatAreNoUtf8AreKept() {
        byte[] stray = {(byte) 0xFF, 'x'};
        Labels labels = new LabelsBuilder().set("a".getBytes(UTF_8), stray).build();
        LabelCursor cursor = labels.cursor();
        cursor.next();
        assertThat(cursor.valueEquals(stray)).isTrue();
        assertThat(labels.get("a")).isEqualTo("\uFFFDx");
    }
}
