package io.hypnos.series.labels;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

class TextOrderTest {

    private static final List<String> TEXTS = List.of("", "a", "ab", "b", "Z", "_", "é", "\u07FF", "\u0800", "\uD7FF",
            "\uE000", "\uFFFF", "\uD800\uDC00",
            "\uDBFF\uDFFF", "a\uFFFF", "a\uD83D\uDE00", "a\uD83D\uDE01");

    @Test
    void ordersAsTheUtf8BytesDo() {
        for (String a : TEXTS) {
            for (String b : TEXTS) {
                int bytes = Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));
                assertThat(Integer.signum(TextOrder.BY_BYTES.compare(a, b))).as("%s and %s", a, b)
                        .isEqualTo(Integer.signum(bytes));
            }
        }
    }

    @Test
    void sortsAndDropsDuplicates() {
        assertThat(TextOrder.sorted(List.of("b", "\uD83D\uDE00", "a", "\uFFFD", "b"))).containsExactly("a", "b",
                "\uFFFD", "\uD83D\uDE00");
    }
}
