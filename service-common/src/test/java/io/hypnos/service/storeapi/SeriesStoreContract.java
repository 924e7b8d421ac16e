package io.hypnos.service.storeapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.hypnos.series.ChunkSeries;
import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.QueryAbortedException;
import io.hypnos.series.QueryContext;
import io.hypnos.series.Samples;
import io.hypnos.series.SelectHints;
import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkDecoder;
import io.hypnos.series.chunk.SeriesChunk;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.MatchType;
import io.hypnos.series.labels.Matcher;

/// What every [SeriesStore] must do, whatever stands behind it. A subclass makes a store out of given series; everything it opens it closes
/// itself after each test.
public abstract class SeriesStoreContract {

    private static final Labels EXTERNAL = Labels.of("replica", "r1", "tenant_id", "team-a");
    private static final long HOUR = 3_600_000L;

    private static final List<SeriesData> DATA = List.of(
            SeriesData.every(15_000, 0, HOUR, "__name__", "up", "job", "api", "instance", "a:80"),
            SeriesData.every(15_000, 0, HOUR, "__name__", "up", "job", "api", "instance", "b:80"),
            SeriesData.every(15_000, 0, HOUR, "__name__", "up", "job", "db", "instance", "a:80"),
            SeriesData.every(15_000, HOUR / 2, HOUR, "__name__", "late", "job", "api"),
            SeriesData.every(15_000, 0, HOUR, "__name__", "requests", "job", "api", "tenant_id", "pretended"),
            SeriesData.every(15_000, 0, HOUR, "__name__", "requests", "job", "ü", "z", "1"),
            SeriesData.every(15_000, 0, HOUR, "__name__", "requests", "job", "ü", "z", "2"));

    /// A store that has these series under these external labels.
    protected abstract SeriesStore storeOf(Labels external, List<SeriesData> data) throws Exception;

    private SeriesStore store() throws Exception {
        return storeOf(EXTERNAL, DATA);
    }

    private static SeriesRequest request(TimeRange range, List<String> without, @Nullable Shard shard, int limit,
            boolean skipChunks,
            Matcher... matchers) {
        var chunks = skipChunks ? SeriesRequest.ChunkRequest.LABELS_ONLY : SeriesRequest.ChunkRequest.RAW;
        return new SeriesRequest(new Selection(range, List.of(matchers), without), chunks, SelectHints.of(range), shard,
                PartialResponse.WARN,
                limit);
    }

    private static SeriesRequest all(Matcher... matchers) {
        return request(TimeRange.closed(0, HOUR), List.of(), null, 0, false, matchers);
    }

    private static LabelsRequest labels(TimeRange range, List<String> without, int limit, Matcher... matchers) {
        return new LabelsRequest(new Selection(range, List.of(matchers), without), PartialResponse.WARN, limit);
    }

    /// The series, those of one label set put together as a consumer does it; checks the order on the way.
    private static Map<Labels, List<SeriesChunk>> read(SeriesStore store, SeriesRequest request) {
        var found = new LinkedHashMap<Labels, List<SeriesChunk>>();
        Labels last = null;
        try (ChunkSeriesSet set = store.series(request, QueryContext.UNLIMITED)) {
            while (set.next()) {
                ChunkSeries series = set.series();
                assertThat(last == null || last.compareTo(series.labels()) <= 0)
                        .as("%s after %s", series.labels(), last).isTrue();
                last = series.labels();
                found.computeIfAbsent(last, key -> new ArrayList<>()).addAll(series.chunks());
            }
        }
        return found;
    }

    private static List<Labels> expected(Function<Labels, Boolean> wanted, List<String> without) {
        return DATA.stream().map(SeriesData::labels).filter(wanted::apply)
                .map(labels -> labels.mergedWith(EXTERNAL).without(without)).distinct()
                .sorted().toList();
    }

    @Test
    void answersSortedWithExternalLabelsThatWin() throws Exception {
        var found = read(store(), all(Matcher.of(MatchType.REGEX, "job", ".+")));
        assertThat(found.keySet()).containsExactlyElementsOf(expected(labels -> true, List.of()));
        assertThat(found.keySet()).allMatch(labels -> labels.get("tenant_id").equals("team-a"));
    }

    @Test
    void givesEverySampleExactly() throws Exception {
        var found = read(store(), all(Matcher.equal("__name__", "up")));
        assertThat(found).hasSize(3);
        found.values().forEach(chunks -> assertThat(samples(chunks)).isEqualTo(samplesOf(DATA.getFirst())));
        assertThat(samples(read(store(), all(Matcher.equal("__name__", "late"))).values().iterator().next()))
                .isEqualTo(samplesOf(DATA.get(3)));
    }

    /// The samples of chunks, which may overlap, by time.
    private static Map<Long, Double> samples(List<SeriesChunk> chunks) {
        var all = new TreeMap<Long, Double>();
        var decoded = new Samples();
        for (SeriesChunk chunk : chunks) {
            decoded.clear();
            ChunkDecoder.decode((Chunk) chunk, decoded);
            assertThat(chunk.minTime()).isLessThanOrEqualTo(decoded.time(0));
            assertThat(chunk.maxTime()).isGreaterThanOrEqualTo(decoded.time(decoded.size() - 1));
            for (int i = 0; i < decoded.size(); i++) {
                all.put(decoded.time(i), decoded.value(i));
            }
        }
        return all;
    }

    private static Map<Long, Double> samplesOf(SeriesData data) {
        var all = new TreeMap<Long, Double>();
        for (int i = 0; i < data.times().length; i++) {
            all.put(data.times()[i], (double) i);
        }
        return all;
    }

    @Test
    void leavesOutSeriesAndChunksOutsideOfTheRange() throws Exception {
        var range = TimeRange.closed(0, 10 * 60_000);
        var found = read(store(), request(range, List.of(), null, 0, false, Matcher.equal("job", "api")));
        assertThat(found.keySet()).noneMatch(labels -> labels.metricName().equals("late")).hasSize(3);
        assertThat(found.values()).allSatisfy(
                chunks -> assertThat(chunks).allMatch(chunk -> range.overlaps(chunk.minTime(), chunk.maxTime())));
        assertThat(read(store(),
                request(TimeRange.closed(2 * HOUR, 3 * HOUR), List.of(), null, 0, false, Matcher.equal("job", "api"))))
                .isEmpty();
    }

    @Test
    void answersLabelsOnlyForSeriesWithDataInTheRange() throws Exception {
        var found = read(store(),
                request(TimeRange.closed(0, 10 * 60_000), List.of(), null, 0, true, Matcher.equal("job", "api")));
        assertThat(found.keySet()).noneMatch(labels -> labels.metricName().equals("late")).hasSize(3);
        assertThat(found.values()).allMatch(List::isEmpty);
    }

    @Test
    void matchesEveryKindOfMatcher() throws Exception {
        SeriesStore store = store();
        assertThat(read(store, all(Matcher.equal("job", "api"), Matcher.of(MatchType.NOT_EQUAL, "instance", "a:80")))
                .keySet())
                .containsExactlyElementsOf(
                        expected(l -> l.get("job").equals("api") && !l.get("instance").equals("a:80"), List.of()));
        assertThat(read(store, all(Matcher.equal("job", "api"), Matcher.of(MatchType.NOT_REGEX, "instance", "a.*|b.*")))
                .keySet())
                .containsExactlyElementsOf(
                        expected(l -> l.get("job").equals("api") && l.get("instance").isEmpty(), List.of()));
        assertThat(read(store, all(Matcher.equal("job", "api"), Matcher.equal("instance", ""))).keySet())
                .containsExactlyElementsOf(
                        expected(l -> l.get("job").equals("api") && l.get("instance").isEmpty(), List.of()));
        assertThat(read(store, all(Matcher.of(MatchType.REGEX, "job", "a")))).isEmpty();
    }

    @Test
    void matchesExternalLabels() throws Exception {
        SeriesStore store = store();
        assertThat(read(store, all(Matcher.equal("__name__", "up"), Matcher.equal("replica", "r1")))).hasSize(3);
        assertThat(read(store, all(Matcher.equal("__name__", "up"), Matcher.equal("replica", "r2")))).isEmpty();
        assertThat(read(store, all(Matcher.equal("__name__", "requests"), Matcher.equal("tenant_id", "pretended"))))
                .isEmpty();
    }

    @Test
    void removesUnwantedLabelsBeforeItSorts() throws Exception {
        var without = List.of("replica", "instance");
        var found = read(store(),
                request(TimeRange.closed(0, HOUR), without, null, 0, false, Matcher.of(MatchType.REGEX, "job", ".+")));
        assertThat(found.keySet()).containsExactlyElementsOf(expected(labels -> true, without));
    }

    @Test
    void splitsIntoShardsThatAddUp() throws Exception {
        SeriesStore store = store();
        var seen = new HashSet<Labels>();
        for (int i = 0; i < 3; i++) {
            var shard = new Shard(i, 3, false, List.of("instance", "replica"));
            Set<Labels> part = read(store, request(TimeRange.closed(0, HOUR), List.of(), shard, 0, true,
                    Matcher.of(MatchType.REGEX, "job", ".+"))).keySet();
            assertThat(part).allMatch(labels -> new ShardFilter(shard).accepts(labels));
            assertThat(seen).doesNotContainAnyElementsOf(part);
            seen.addAll(part);
        }
        assertThat(seen).hasSize(DATA.size());
    }

    @Test
    void mayStopAtTheLimitButNotBefore() throws Exception {
        var found = read(store(),
                request(TimeRange.closed(0, HOUR), List.of(), null, 2, true, Matcher.of(MatchType.REGEX, "job", ".+")));
        assertThat(found).hasSizeGreaterThanOrEqualTo(2);
        assertThat(found.keySet().stream().limit(2).toList())
                .isEqualTo(expected(labels -> true, List.of()).subList(0, 2));
    }

    @Test
    void listsLabelNames() throws Exception {
        SeriesStore store = store();
        TimeRange range = TimeRange.closed(0, HOUR);
        assertThat(store.labelNames(labels(range, List.of(), 0), QueryContext.UNLIMITED).texts()).containsExactly(
                "__name__", "instance", "job",
                "replica", "tenant_id", "z");
        assertThat(store.labelNames(labels(range, List.of(), 0, Matcher.equal("job", "ü")), QueryContext.UNLIMITED)
                .texts())
                .containsExactly("__name__", "job", "replica", "tenant_id", "z");
        assertThat(store.labelNames(labels(range, List.of(), 0, Matcher.equal("replica", "r2")), QueryContext.UNLIMITED)
                .texts()).isEmpty();
        assertThat(store
                .labelNames(labels(range, List.of("replica"), 0, Matcher.equal("job", "ü")), QueryContext.UNLIMITED)
                .texts())
                .doesNotContain("replica");
    }

    @Test
    void listsLabelValues() throws Exception {
        SeriesStore store = store();
        TimeRange range = TimeRange.closed(0, HOUR);
        assertThat(values(store, "job", range)).containsExactly("api", "db", "ü");
        assertThat(values(store, "job", range, Matcher.equal("__name__", "up"))).containsExactly("api", "db");
        assertThat(values(store, "replica", range)).containsExactly("r1");
        assertThat(values(store, "replica", range, Matcher.equal("__name__", "absent"))).isEmpty();
        assertThat(values(store, "tenant_id", range)).containsExactly("team-a");
        assertThat(values(store, "absent", range)).isEmpty();
        assertThat(store.labelValues("replica", labels(range, List.of("replica"), 0), QueryContext.UNLIMITED).texts())
                .isEmpty();
    }

    private static List<String> values(SeriesStore store, String label, TimeRange range, Matcher... matchers) {
        return store.labelValues(label, labels(range, List.of(), 0, matchers), QueryContext.UNLIMITED).texts();
    }

    @Test
    void announcesItsExternalLabelsAndTime() throws Exception {
        StoreInfo info = store().info();
        assertThat(info.labelSets()).containsExactly(EXTERNAL);
        assertThat(info.range().covers(0, HOUR)).isTrue();
    }

    @Test
    void endsWithItsContext() throws Exception {
        SeriesStore store = store();
        QueryContext over = new QueryContext() {
            @Override
            public void check() {
                throw new QueryAbortedException(QueryAbortedException.Reason.CANCELED, "gone");
            }

            @Override
            public long deadlineNanos() {
                return Long.MAX_VALUE;
            }

            @Override
            public void reserve(long bytes) {}

            @Override
            public void release(long bytes) {}
        };
        if (looksAtContext()) {
            assertThatThrownBy(() -> {
                try (var set = store.series(all(Matcher.equal("__name__", "up")), over)) {
                    while (set.next()) {
                        set.series();
                    }
                }
            }).isInstanceOf(QueryAbortedException.class);
        }
    }

    /// Whether a store may take long enough to have to look at the context.
    protected boolean looksAtContext() {
        return true;
    }

    @Test
    void allowsToLeaveASetUnread() throws Exception {
        SeriesStore store = store();
        for (int i = 0; i < 10; i++) {
            try (var set = store.series(all(Matcher.of(MatchType.REGEX, "job", ".+")), QueryContext.UNLIMITED)) {
                assertThat(set.next()).isTrue();
            }
        }
        assertThat(read(store, all(Matcher.equal("__name__", "up")))).hasSize(3);
    }

    @Test
    void takesLabelsInByteOrder() throws Exception {
        var data = List.of(SeriesData.every(1000, 0, 1000, "a", "\uD83D\uDE00"),
                SeriesData.every(1000, 0, 1000, "a", "\uFF5E"),
                SeriesData.every(1000, 0, 1000, "a", "z"), SeriesData.every(1000, 0, 1000, "a", "z", "b", "c"));
        var found = read(storeOf(EXTERNAL, data), all(Matcher.of(MatchType.REGEX, "a", ".+")));
        assertThat(List.copyOf(found.keySet())).isSortedAccordingTo(Comparator.naturalOrder()).hasSize(4);
    }
}
