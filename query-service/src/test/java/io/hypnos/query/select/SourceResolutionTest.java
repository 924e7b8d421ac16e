package io.hypnos.query.select;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.hypnos.series.SelectHints;
import io.hypnos.series.TimeRange;

class SourceResolutionTest {

    private static final long MINUTE = 60_000;

    private static SelectHints hints(String function, long rangeMillis) {
        return new SelectHints(TimeRange.ALL, MINUTE, function, rangeMillis, SelectHints.Grouping.NONE, 0);
    }

    @Test
    void autoTakesAFifthOfTheStep() {
        assertThat(SourceResolution.autoFor(25 * MINUTE).maxMillis()).isEqualTo(SourceResolution.FIVE_MINUTES);
    }

    @Test
    void functionsOfTwoSamplesNeedTwoInTheirWindow() {
        var hour = new SourceResolution(SourceResolution.ONE_HOUR);
        for (String function : List.of("rate", "increase", "deriv", "predict_linear")) {
            assertThat(hour.forSelector(hints(function, 10 * MINUTE))).isEqualTo(5 * MINUTE);
        }
        assertThat(hour.forSelector(hints("max_over_time", 10 * MINUTE))).isEqualTo(SourceResolution.ONE_HOUR);
        assertThat(hour.forSelector(hints("rate", 0))).isEqualTo(SourceResolution.ONE_HOUR);
    }

    @ParameterizedTest
    @CsvSource({"0,5,5", "1,5,5", "6,5,60", "300,5,60", "4,1,5", "0,1,1", "61,120,120"})
    void lookbackReachesOverTheDistanceOfTheCoarsestSamples(long maxMinutes, long lookbackMinutes,
            long expectedMinutes) {
        assertThat(new SourceResolution(maxMinutes * MINUTE).lookbackMillis(lookbackMinutes * MINUTE))
                .isEqualTo(expectedMinutes * MINUTE);
    }
}
