package io.hypnos.service.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlagValuesTest {

    @ParameterizedTest
    @CsvSource({"0, PT0S", "15d, PT360H", "1w, PT168H", "1h30m, PT1H30M", "250ms, PT0.25S", "1.5h, PT1H30M",
        "-2w, PT-336H", "1y, PT8760H",
        "10us, PT0.00001S"})
    void readsDurations(String text, Duration expected) {
        assertThat(FlagDuration.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "d", "1h30", "1 h", "1x", "--1h", "999999999y"})
    void refusesWhatIsNoDuration(String text) {
        assertThatThrownBy(() -> FlagDuration.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"PT360H, 15d", "PT168H, 1w", "PT1H30M, 1h30m", "PT0S, 0s", "PT-336H, -2w", "PT25H, 25h", "PT2M, 2m",
        "PT0.25S, 250ms"})
    void writesDurationsAsPrometheusDoes(Duration duration, String expected) {
        assertThat(FlagDuration.format(duration)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"250MB, 262144000", "1MiB, 1048576", "1kb, 1024", "0, 0", "2GB, 2147483648", "1.5KB, 1536", "64B, 64"})
    void readsSizesInPowersOf1024(String text, long bytes) {
        assertThat(ByteSize.parse(text).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MB", "-1MB", "1XB", "9EB9", "99EB"})
    void refusesWhatIsNoSize(String text) {
        assertThatThrownBy(() -> ByteSize.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void writesSizesInTheLargestExactUnit() {
        assertThat(new ByteSize(262_144_000)).hasToString("250MiB");
        assertThat(new ByteSize(0)).hasToString("0B");
        assertThat(new ByteSize(1025)).hasToString("1025B");
    }

    @Test
    void readsTimesFixedAndRelative() {
        Instant now = Instant.parse("2026-01-15T00:00:00Z");
        assertThat(TimeBound.parse("-2w").millisAt(now))
                .isEqualTo(Instant.parse("2026-01-01T00:00:00Z").toEpochMilli());
        assertThat(TimeBound.parse("2026-01-02T03:04:05+01:00").millisAt(now))
                .isEqualTo(Instant.parse("2026-01-02T02:04:05Z").toEpochMilli());
        assertThatThrownBy(() -> TimeBound.parse("yesterday")).hasMessageContaining("-2w");
    }

    @Test
    void readsLabelsWithAndWithoutQuotes() {
        assertThat(LabelPair.parse("a=\"b\\\"c\"")).isEqualTo(new LabelPair("a", "b\"c"));
        assertThat(LabelPair.parse("a=b")).isEqualTo(new LabelPair("a", "b")).hasToString("a=\"b\"");
        assertThatThrownBy(() -> LabelPair.parse("a-b=\"c\"")).hasMessageContaining("a-b");
        assertThatThrownBy(() -> LabelPair.parse("a=\"c")).hasMessageContaining("no closing quote");
    }

    @Test
    void readsAddresses() {
        assertThat(HostPort.parse("[::1]:90")).isEqualTo(new HostPort("::1", 90)).hasToString("[::1]:90");
        assertThat(HostPort.parse("a.b:1")).isEqualTo(new HostPort("a.b", 1));
        assertThatThrownBy(() -> HostPort.parse("a")).hasMessageContaining("has no port");
        assertThatThrownBy(() -> HostPort.parse("a:b")).hasMessageContaining("\"b\" is no port");
        assertThatThrownBy(() -> HostPort.parse("http://a:1")).hasMessageContaining("is not host:port");
        assertThatThrownBy(() -> HostPort.parse("a:70000")).hasMessageContaining("70000");
    }

    @Test
    void findsTheNearestName() {
        assertThat(NearestName.distance("lable", "label")).isEqualTo(1);
        assertThat(NearestName.of("serie_limit", java.util.List.of("series_limit", "samples_limit")))
                .contains("series_limit");
        assertThat(NearestName.of("x", java.util.List.of("series_limit"))).isEmpty();
    }
}
