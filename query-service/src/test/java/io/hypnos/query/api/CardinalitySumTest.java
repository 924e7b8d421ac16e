package io.hypnos.query.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.hypnos.proto.status.HeadStatistics;
import io.hypnos.proto.status.Statistic;
import io.hypnos.proto.status.TSDBStatisticsEntry;

class CardinalitySumTest {

    private static TSDBStatisticsEntry head(long series, long min, long max, long up, long down, long values) {
        return TSDBStatisticsEntry.newBuilder()
                .setHeadStatistics(
                        HeadStatistics.newBuilder().setNumSeries(series).setNumLabelPairs(2).setChunkCount(3)
                                .setMinTime(min).setMaxTime(max))
                .addSeriesCountByMetricName(Statistic.newBuilder().setName("up").setValue(up))
                .addSeriesCountByMetricName(Statistic.newBuilder().setName("down").setValue(down))
                .addLabelValueCountByLabelName(Statistic.newBuilder().setName("job").setValue(values)).build();
    }

    @Test
    void addsSeriesAndTakesTheMostValues() {
        var sum = new CardinalitySum();
        sum.add(head(5, 10, 20, 3, 2, 4));
        sum.add(head(7, 15, 30, 1, 6, 3));
        Map<String, Object> described = sum.describe(10);
        assertThat(described.get("headStats"))
                .isEqualTo(Map.of("numSeries", 12L, "numLabelPairs", 4L, "chunkCount", 6L, "minTime", 10L, "maxTime",
                        30L));
        assertThat(described.get("seriesCountByMetricName"))
                .isEqualTo(List.of(Map.of("name", "down", "value", 8L), Map.of("name", "up", "value", 4L)));
        assertThat(described.get("labelValueCountByLabelName"))
                .isEqualTo(List.of(Map.of("name", "job", "value", 4L)));
        assertThat(sum.describe(1).get("seriesCountByMetricName"))
                .isEqualTo(List.of(Map.of("name", "down", "value", 8L)));
    }

    @Test
    void headsWithoutSamplesHaveNoTimes() {
        var sum = new CardinalitySum();
        sum.add(head(0, Long.MAX_VALUE, Long.MIN_VALUE, 0, 0, 0));
        assertThat((Map<?, ?>) sum.describe(10).get("headStats")).extracting("minTime", "maxTime").containsExactly(0L,
                0L);
    }
}
