package io.hypnos.series.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.hypnos.series.ChunkSeries;
import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.Samples;
import io.hypnos.series.StaleMarker;
import io.hypnos.series.StorageException;
import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.Aggregate;
import io.hypnos.series.chunk.AggregateChunk;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkEncoding;
import io.hypnos.series.chunk.FloatHistogramAppender;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.series.chunk.XorAppender;
import io.hypnos.series.histogram.CounterResetHint;
import io.hypnos.series.histogram.FloatHistogram;
import io.hypnos.series.histogram.HistogramLayout;
import io.hypnos.series.labels.Labels;

class DedupSeriesSetTest {

    private static final Labels LABELS = Labels.of("__name__", "up");

    @Test
    void fillsGapsOfTheFirstReplicaAndStaysWithTheSecond() {
        Chunk a = chunk(10_000, 1, 20_000, 1, 30_000, 1, 60_000, 1, 70_000, 1);
        Chunk b = chunk(10_100, 2, 20_100, 2, 30_100, 2, 40_100, 2, 50_100, 2, 60_100, 2);
        assertThat(penalty("", a, b)).containsExactly("10000:1", "20000:1", "30000:1", "50100:2", "60100:2");
    }

    @Test
    void followsWhomeverBegins() {
        Chunk a = chunk(10_100, 1, 20_100, 1, 30_100, 1);
        Chunk b = chunk(10_000, 2, 20_000, 2, 30_000, 2);
        assertThat(penalty("", a, b)).containsExactly("10000:2", "20000:2", "30000:2");
    }

    @Test
    void staysOverAGapThatIsShorterThanThePenalty() {
        Chunk a = chunk(10_000, 1, 20_000, 1, 40_000, 1);
        Chunk b = chunk(10_000, 2, 20_000, 2, 30_000, 2, 40_000, 2);
        assertThat(penalty("", a, b)).containsExactly("10000:1", "20000:1", "40000:1");
    }

    @Test
    void chunksOfReplicasUnderOneLabelSetAreToldApart() {
        List<SeriesChunk> chunks = List.of(empty(0, 20), empty(0, 30), empty(21, 50), empty(31, 60), empty(100, 160));
        assertThat(OverlapSplit.split(chunks)).containsExactly(List.of(chunks.get(0), chunks.get(2), chunks.get(4)),
                List.of(chunks.get(1), chunks.get(3)));
        assertThat(OverlapSplit.split(List.of(empty(0, 20), empty(20, 30)))).hasSize(2);
        Chunk a = chunk(10_000, 1, 20_000, 1);
        Chunk b = chunk(10_100, 2, 20_100, 2, 80_000, 2);
        assertThat(read(DedupMode.PENALTY, "", TimeRange.ALL, new ChunkSeries(LABELS, List.of(a, b))))
                .containsExactly("10000:1", "20000:1", "80000:2");
    }

    @Test
    void withoutDedupTheEarlierOfOverlappingChunksWins() {
        Chunk a = chunk(10, 1, 20, 1, 40, 1);
        Chunk b = chunk(15, 2, 30, 2, 50, 2);
        assertThat(read(DedupMode.OFF, "", TimeRange.ALL, new ChunkSeries(LABELS, List.of(a)),
                new ChunkSeries(LABELS, List.of(b)))).containsExactly("10:1", "20:1", "40:1", "50:2");
    }

    @Test
    void chainJoinsCopies() {
        Chunk a = chunk(10, 1, 20, 1, 40, 1);
        Chunk b = chunk(10, 2, 20, 2, 30, 2, 40, 2);
        assertThat(read(DedupMode.CHAIN, "", TimeRange.ALL, new ChunkSeries(LABELS, List.of(a)),
                new ChunkSeries(LABELS, List.of(b)))).containsExactly("10:1", "20:1", "30:2", "40:2");
    }

    @Test
    void countersDoNotGoDownWhenTheReplicaChanges() {
        Chunk a = chunk(0, 100, 15_000, 110, 30_000, 120);
        Chunk b = chunk(1_000, 50, 16_000, 60, 31_000, 70, 76_000, 80, 91_000, 95);
        assertThat(penalty("rate", a, b)).containsExactly("0:100", "15000:110", "30000:120", "76000:120", "91000:135");
        assertThat(read(DedupMode.PENALTY, "rate", TimeRange.ALL, new ChunkSeries(LABELS, List.of(counter(a))),
                new ChunkSeries(LABELS, List.of(counter(b)))))
                .containsExactly("0:100", "15000:110", "30000:120", "76000:120", "91000:135");
        assertThat(penalty("xrate", a, b)).containsExactly("0:100", "15000:110", "30000:120", "76000:80", "91000:95");
        assertThat(penalty("avg_over_time", a, b)).containsExactly("0:100", "15000:110", "30000:120", "76000:80",
                "91000:95");
    }

    @Test
    void resetsOfCountersStay() {
        double stale = StaleMarker.VALUE;
        for (String function : List.of("increase", "rate", "irate", "resets", "xrate", "delta")) {
            assertThat(penalty(function, chunk(0, 5, 10, 8, 20, 2, 30, stale, 40, 3)))
                    .containsExactly("0:5", "10:8", "20:2", "30:NaN", "40:3");
        }
    }

    @Test
    void resetsCanBeCountedInReplicas() {
        Chunk a = chunk(0, 5, 10, 8, 20, 2, 30, 3);
        assertThat(penalty("resets", a, a)).containsExactly("0:5", "10:8", "20:2", "30:3");
    }

    @Test
    void resetsAreTakenOutBesideDownsampledCounters() {
        double stale = StaleMarker.VALUE;
        Chunk raw = chunk(100, 5, 110, 8, 120, 2, 130, stale, 140, 3);
        assertThat(read(DedupMode.PENALTY, "increase", TimeRange.ALL,
                new ChunkSeries(LABELS, List.of(counter(0, 10, 50, 20, 50, 4), raw))))
                .containsExactly("0:10", "50:20", "100:21", "110:24", "120:26", "140:27");
    }

    @Test
    void aResetThatTheNextReplicaHasSeenStaysAtTheChange() {
        Chunk a = chunk(0, 100, 15_000, 110, 30_000, 120);
        Chunk b = chunk(1_000, 101, 16_000, 111, 31_000, 121, 46_000, 3, 61_000, 9, 76_000, 12);
        assertThat(penalty("rate", a, b)).containsExactly("0:100", "15000:110", "30000:120", "61000:9", "76000:12");
    }

    @Test
    void aStaleMarkerAtTheChangeHidesNothing() {
        Chunk a = chunk(0, 100, 15_000, 110, 30_000, 120);
        Chunk b = chunk(1_000, 90, 16_000, 100, 31_000, 110, 61_000, StaleMarker.VALUE, 76_000, 112);
        assertThat(penalty("rate", a, b)).containsExactly("0:100", "15000:110", "30000:120", "61000:NaN", "76000:120");
    }

    @Test
    void aReplicaThatCountsLessIsRaisedUntilItsOwnReset() {
        Chunk a = chunk(0, 100, 15_000, 110, 30_000, 120, 45_000, StaleMarker.VALUE);
        Chunk b = chunk(1_000, 90, 16_000, 100, 31_000, 110, 46_000, 113, 76_000, 116, 91_000, 125, 106_000, 2, 121_000,
                5);
        assertThat(penalty("rate", a, b)).containsExactly("0:100", "15000:110", "30000:120", "45000:NaN", "76000:120",
                "91000:129", "106000:2", "121000:5");
    }

    @Test
    void whatAReplicaCountedInChunksThatWerePassedOverTellsResets() {
        Chunk a = chunk(0, 100, 15_000, 110, 30_000, 120);
        var b = new ChunkSeries(LABELS, List.of(chunk(1_000, 90, 16_000, 100), chunk(31_000, 110), chunk(46_000, 113),
                chunk(91_000, 116)));
        assertThat(read(DedupMode.PENALTY, "rate", TimeRange.ALL, new ChunkSeries(LABELS, List.of(a)), b))
                .containsExactly("0:100", "15000:110", "30000:120", "91000:120");
    }

    @Test
    void roundingMakesNoReset() {
        Chunk a = chunk(0, 0.3, 15_000, 0.3, 30_000, 1.1);
        Chunk b = chunk(1_000, 0.1, 16_000, 0.2, 31_000, 0.2, 76_000, 0.7);
        List<String> merged = penalty("rate", a, b);
        assertThat(Double.parseDouble(values(merged).getLast())).isGreaterThanOrEqualTo(1.1);
    }

    @Test
    void downsampledCountersGoOnFromTheLastRawValue() {
        List<SeriesChunk> chunks = List.of(counter(10, 1, 30, 5, 30, 5), counter(50, 1, 70, 10, 70, 10),
                counter(120, 1, 140, 20, 140, 20), counter(160, 21, 180, 40, 180, 40));
        assertThat(values(read(DedupMode.PENALTY, "rate", TimeRange.ALL, new ChunkSeries(LABELS, chunks))))
                .containsExactly("1", "5", "6", "15", "16", "35", "36", "55");
        chunks = List.of(counter(100, 10, 200, 20, 300, 10, 400, 20, 400, 5),
                counter(500, 10, 600, 20, 700, 30, 800, 40, 800, 10), counter(900, 5));
        assertThat(values(read(DedupMode.PENALTY, "rate", TimeRange.ALL, new ChunkSeries(LABELS, chunks))))
                .containsExactly("10", "20", "30", "40", "45", "55", "65", "75", "80");
    }

    @Test
    void totalsCountFromBeforeTheRange() {
        List<SeriesChunk> chunks = List.of(counter(100, 10, 200, 20, 200, 3), chunk(300, 5, 400, 6));
        assertThat(read(DedupMode.PENALTY, "rate", TimeRange.closed(200, 300), new ChunkSeries(LABELS, chunks)))
                .containsExactly("200:20", "300:22");
    }

    @Test
    void eachFunctionSeesItsAggregate() {
        SeriesChunk chunk = aggregates(chunk(99, 4, 199, 3), chunk(99, 8, 199, 18), chunk(99, 1, 199, 2),
                chunk(99, 3, 199, 10), null);
        assertThat(one("count_over_time", chunk)).containsExactly("99:4", "199:3");
        assertThat(one("count", chunk)).containsExactly("99:4", "199:3");
        assertThat(one("sum_over_time", chunk)).containsExactly("99:8", "199:18");
        assertThat(one("min_over_time", chunk)).containsExactly("99:1", "199:2");
        assertThat(one("min", chunk)).containsExactly("99:1", "199:2");
        assertThat(one("max", chunk)).containsExactly("99:3", "199:10");
        assertThat(one("sum", chunk)).containsExactly("99:2", "199:6");
        assertThat(one("", chunk)).containsExactly("99:2", "199:6");
        assertThatThrownBy(() -> one("rate", chunk)).isInstanceOf(StorageException.class)
                .hasMessageContaining("COUNTER");
    }

    @Test
    void plainChunksStandInForAggregates() {
        for (String function : List.of("count", "sum_over_time", "min", "max", "", "deriv")) {
            assertThat(one(function, chunk(10, 7, 20, 8))).containsExactly("10:7", "20:8");
        }
    }

    @Test
    void averagesNeedTheSameWindows() {
        assertThatThrownBy(() -> one("", aggregates(chunk(99, 4), chunk(98, 8), null, null, null)))
                .isInstanceOf(StorageException.class).hasMessageContaining("aligned");
        assertThatThrownBy(() -> one("", aggregates(chunk(99, 4), chunk(99, 8, 199, 9), null, null, null)))
                .isInstanceOf(StorageException.class).hasMessageContaining("aligned");
    }

    @Test
    void averagesOfHistogramsAreHistograms() {
        var sum = new FloatHistogram(CounterResetHint.GAUGE, HistogramLayout.EMPTY, 8, 0, 20, new double[0]);
        Chunk sums = FloatHistogramAppender.open(99, sum).toChunk();
        var samples = new Samples();
        var series = new ChunkSeries(LABELS, List.of(aggregates(chunk(99, 4), sums, null, null, null)));
        try (var set = new DedupSeriesSet(ChunkSeriesSet.of(List.of(series)),
                new DedupOptions(DedupMode.PENALTY, TimeRange.ALL, ""))) {
            set.next();
            set.series().readInto(samples);
        }
        assertThat(samples.histograms().get(samples.histogramRow(0))).isEqualTo(sum.dividedBy(4));
    }

    @Test
    void eachLabelSetComesOnceAndStaysReadable() {
        Labels other = Labels.of("__name__", "up", "x", "y");
        var set = new DedupSeriesSet(
                ChunkSeriesSet.of(List.of(new ChunkSeries(LABELS, List.of(chunk(1, 1))),
                        new ChunkSeries(LABELS, List.of(chunk(2, 2))), new ChunkSeries(other, List.of()))),
                new DedupOptions(DedupMode.PENALTY, TimeRange.ALL, ""));
        assertThat(set.next()).isTrue();
        var first = set.series();
        assertThat(set.next()).isTrue();
        assertThat(set.series().labels()).isEqualTo(other);
        var samples = new Samples();
        samples.addFloat(99, 99);
        set.series().readInto(samples);
        assertThat(samples.size()).isZero();
        assertThat(set.next()).isFalse();
        first.readInto(samples);
        assertThat(first.labels()).isEqualTo(LABELS);
        assertThat(samples.size()).isEqualTo(1);
    }

    @Test
    void chunksOutsideOfTheRangeAreNotDecoded() {
        Chunk broken = Chunk.of(500, 600, ChunkEncoding.XOR, new byte[]{1});
        assertThat(read(DedupMode.PENALTY, "", TimeRange.closed(0, 100),
                new ChunkSeries(LABELS, List.of(chunk(50, 1), broken)))).containsExactly("50:1");
        assertThatThrownBy(() -> one("", broken)).isInstanceOf(StorageException.class);
    }

    @Test
    void chunksOfAReplicaThatIsNotFollowedAreNotDecoded() {
        Chunk a = chunk(0, 1, 15_000, 2, 30_000, 3, 45_000, 4, 60_000, 5);
        Chunk start = chunk(1_000, 1, 16_000, 2);
        Chunk broken = Chunk.of(31_000, 46_000, ChunkEncoding.XOR, new byte[]{1});
        assertThat(read(DedupMode.PENALTY, "", TimeRange.ALL, new ChunkSeries(LABELS, List.of(a)),
                new ChunkSeries(LABELS, List.of(start, broken)))).hasSize(5);
    }

    private static List<String> one(String function, SeriesChunk chunk) {
        return read(DedupMode.PENALTY, function, TimeRange.ALL, new ChunkSeries(LABELS, List.of(chunk)));
    }

    private static List<String> penalty(String function, Chunk... replicas) {
        ChunkSeries[] series = new ChunkSeries[replicas.length];
        for (int i = 0; i < replicas.length; i++) {
            series[i] = new ChunkSeries(LABELS, List.of(replicas[i]));
        }
        return read(DedupMode.PENALTY, function, TimeRange.ALL, series);
    }

    private static List<String> read(DedupMode mode, String function, TimeRange range, ChunkSeries... series) {
        List<String> samples = new ArrayList<>();
        try (var set = new DedupSeriesSet(ChunkSeriesSet.of(List.of(series)),
                new DedupOptions(mode, range, function))) {
            assertThat(set.next()).isTrue();
            var columns = new Samples();
            set.series().readInto(columns);
            for (int i = 0; i < columns.size(); i++) {
                samples.add(columns.time(i) + ":" + number(columns.value(i)));
            }
        }
        return samples;
    }

    private static String number(double value) {
        return value == (long) value ? Long.toString((long) value) : Double.toString(value);
    }

    private static List<String> values(List<String> samples) {
        return samples.stream().map(sample -> sample.substring(sample.indexOf(':') + 1)).toList();
    }

    private static Chunk chunk(double... timesAndValues) {
        var appender = new XorAppender();
        for (int i = 0; i < timesAndValues.length; i += 2) {
            appender.append((long) timesAndValues[i], timesAndValues[i + 1]);
        }
        return appender.toChunk();
    }

    private static Chunk empty(long min, long max) {
        return Chunk.of(min, max, ChunkEncoding.XOR, new byte[2]);
    }

    private static SeriesChunk counter(double... timesAndValues) {
        return counter(chunk(timesAndValues));
    }

    private static SeriesChunk counter(Chunk chunk) {
        return aggregates(null, null, null, null, chunk);
    }

    private static SeriesChunk aggregates(@Nullable Chunk count, @Nullable Chunk sum, @Nullable Chunk min,
            @Nullable Chunk max, @Nullable Chunk counter) {
        @Nullable
        Chunk[] parts = new @Nullable Chunk[Aggregate.values().length];
        parts[Aggregate.COUNT.ordinal()] = count;
        parts[Aggregate.SUM.ordinal()] = sum;
        parts[Aggregate.MIN.ordinal()] = min;
        parts[Aggregate.MAX.ordinal()] = max;
        parts[Aggregate.COUNTER.ordinal()] = counter;
        long from = Long.MAX_VALUE;
        long to = Long.MIN_VALUE;
        for (Chunk part : parts) {
            if (part != null) {
                from = Math.min(from, part.minTime());
                to = Math.max(to, part.maxTime());
            }
        }
        return new AggregateChunk(from, to, parts);
    }
}
