package io.hypnos.series;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XxHash64Test {

    @ParameterizedTest
    @CsvSource({"'', 17241709254077376921", "a, 15154266338359012955",
        "Nobody inspects the spammish repetition, 18144624926692707313",
        "node-1:1, 5403005102819186059"})
    void agreesWithPublishedValues(String text, String unsigned) {
        assertThat(Long.toUnsignedString(XxHash64.hash(text.getBytes(UTF_8)))).isEqualTo(unsigned);
    }

    @Test
    void dependsOnTheSliceAlone() {
        byte[] bytes = "0123456789".repeat(20).getBytes(UTF_8);
        for (int length = 0; length < 100; length++) {
            byte[] slice = java.util.Arrays.copyOfRange(bytes, 7, 7 + length);
            assertThat(XxHash64.hash(bytes, 7, length)).as("length %d", length).isEqualTo(XxHash64.hash(slice));
        }
    }
}
