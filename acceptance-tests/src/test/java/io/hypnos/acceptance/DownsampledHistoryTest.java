package io.hypnos.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import io.hypnos.acceptance.testbed.Await;
import io.hypnos.acceptance.testbed.HistoryBucket;
import io.hypnos.acceptance.testbed.PrometheusApi;
import io.hypnos.acceptance.testbed.Suite;
import io.hypnos.compact.CompactRole;
import io.hypnos.query.QueryRole;
import io.hypnos.service.boot.RunningRole;
import io.hypnos.store.StoreRole;

/// Thirty days in a bucket, one pass of the compactor over them, and what queries then find at each resolution.
class DownsampledHistoryTest {

    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;

    @TempDir
    private Path directory;

    @Test
    void queriesAreAnsweredFromTheResolutionThatTheyAllow() throws Exception {
        Path objects = Files.createDirectory(directory.resolve("bucket"));
        var history = HistoryBucket.fill(objects, directory.resolve("scratch"));
        String bucket = "--objstore.config=type: FILESYSTEM\nconfig: {directory: " + objects + "}\n";
        try (var suite = new Suite()) {
            compactOnce(suite, bucket);
            PrometheusApi query = startReaders(suite, bucket, "all");
            // In the middle of the first block of two weeks, which is old enough to have been downsampled twice, and at the end of an hour.
            long middle = history.start() + 10 * DAY - 1;
            assertSpacing(query, middle, "0s", HistoryBucket.STEP_MILLIS);
            assertSpacing(query, middle, "5m", 5 * 60_000);
            assertSpacing(query, middle, "1h", HOUR);
            assertAggregates(query, middle);

            compactOnce(suite, bucket, "--retention.resolution-raw=2d", "--retention.resolution-5m=11d",
                    "--delete-delay=0s");
            PrometheusApi later = startReaders(suite, bucket, "hourly");
            assertThat(later.value("count(history_total)", middle, "max_source_resolution", "0s")).isNaN();
            assertSpacing(later, middle, "1h", HOUR);
            assertAggregates(later, middle);
        }
    }

    private void compactOnce(Suite suite, String bucket, String... flags) {
        var all = new String[flags.length + 3];
        System.arraycopy(flags, 0, all, 3, flags.length);
        all[0] = "--data-dir=" + directory.resolve("compact");
        all[1] = bucket;
        all[2] = "--consistency-delay=0s";
        RunningRole compactor = suite.start(new CompactRole(), all);
        compactor.awaitStop();
        assertThat(compactor.stop()).as("the pass went well").isTrue();
    }

    private PrometheusApi startReaders(Suite suite, String bucket, String name) throws Exception {
        RunningRole store = suite.startReady(new StoreRole(), "--data-dir=" + directory.resolve("store-" + name),
                bucket);
        PrometheusApi query = suite.api(suite.startReady(new QueryRole(), "--endpoint=" + Suite.grpc(store)));
        Await.until("the querier knows the bucket",
                () -> query.get("/api/v1/stores").at("/store/0/labelSets").size() > 0);
        return query;
    }

    /// As many samples in two days as the resolution has windows.
    private static void assertSpacing(PrometheusApi query, long millis, String resolution, long spacing)
            throws Exception {
        JsonNode values = query.get("/api/v1/query", "query", "history_celsius{n=\"0\"}[2d]", "time",
                PrometheusApi.seconds(millis), "max_source_resolution", resolution).at("/result/0/values");
        assertThat((long) values.size()).as("samples at %s", resolution).isBetween(2 * DAY / spacing - 1,
                2 * DAY / spacing + 1);
    }

    /// Aggregates of hours say the same of whole days as the samples do.
    private static void assertAggregates(PrometheusApi query, long millis) throws Exception {
        String day = "(history_celsius{n=\"1\"}[1d])";
        assertHourly(query, millis, "sum_over_time" + day, HistoryBucket.sumOver(1, millis - DAY, millis));
        assertHourly(query, millis, "max_over_time" + day, HistoryBucket.maxOver(1, millis - DAY, millis));
        assertHourly(query, millis, "avg_over_time" + day,
                HistoryBucket.sumOver(1, millis - DAY, millis) / (DAY / HistoryBucket.STEP_MILLIS));
        // What a counter gained between its last sample and a restart nobody knows.
        assertThat(query.value("rate(history_total{n=\"1\"}[1d])", millis, "max_source_resolution", "1h"))
                .isCloseTo(HistoryBucket.RATE, within(HistoryBucket.RATE / 100));
    }

    private static void assertHourly(PrometheusApi query, long millis, String expression, double expected)
            throws Exception {
        double found = query.value(expression, millis, "max_source_resolution", "1h");
        assertThat(Math.abs(found - expected)).as("%s: %s, not %s", expression, found, expected)
                .isLessThanOrEqualTo(Math.abs(expected) * 1e-9);
    }
}
