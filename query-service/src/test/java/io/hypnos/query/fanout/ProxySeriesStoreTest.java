package io.hypnos.query.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.junit.jupiter.api.Test;

import io.hypnos.series.ChunkSeries;
import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.QueryContext;
import io.hypnos.series.SelectHints;
import io.hypnos.series.TimeRange;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.MatchType;
import io.hypnos.series.labels.Matcher;
import io.hypnos.service.storeapi.InMemorySeriesStore;
import io.hypnos.service.storeapi.LabelsRequest;
import io.hypnos.service.storeapi.LabelsResult;
import io.hypnos.service.storeapi.PartialResponse;
import io.hypnos.service.storeapi.Selection;
import io.hypnos.service.storeapi.SeriesData;
import io.hypnos.service.storeapi.SeriesRequest;
import io.hypnos.service.storeapi.SeriesStore;
import io.hypnos.service.storeapi.SeriesStoreContract;
import io.hypnos.service.storeapi.StoreException;
import io.hypnos.service.storeapi.StoreInfo;

/// Several stores as one: the contract of a store, and what happens when one of them fails.
class ProxySeriesStoreTest extends SeriesStoreContract {

    private static final TimeRange RANGE = TimeRange.closed(0, 100_000);
    private static final SeriesData UP_A = SeriesData.every(10_000, 0, 100_000, "__name__", "up", "instance", "a");
    private static final SeriesData UP_B = SeriesData.every(10_000, 0, 100_000, "__name__", "up", "instance", "b");

    /// The data dealt out to three stores, one of which has all of it again.
    @Override
    protected SeriesStore storeOf(Labels external, List<SeriesData> data) {
        var even = new ArrayList<SeriesData>();
        var odd = new ArrayList<SeriesData>();
        for (int i = 0; i < data.size(); i++) {
            (i % 2 == 0 ? even : odd).add(data.get(i));
        }
        return proxy(new InMemorySeriesStore(external, even), new InMemorySeriesStore(external, odd),
                new InMemorySeriesStore(external, data));
    }

    @Test
    void announcesWhatAllStoresHaveWithSelectorLabelsAdded() {
        var proxy = new ProxySeriesStore(() -> peers(store("a", UP_A), store("b", UP_B)), Labels.of("querier", "q"),
                metrics());
        assertThat(proxy.info().labelSets()).containsExactly(Labels.of("replica", "a", "querier", "q"),
                Labels.of("replica", "b", "querier", "q"));
        assertThat(proxy.info().range()).isEqualTo(RANGE);
    }

    @Test
    void asksOnlyStoresWhoseLabelsAndTimeFit() {
        var asked = new ArrayList<String>();
        ProxySeriesStore proxy = proxy(new Recording("a", store("a", UP_A), asked),
                new Recording("b", store("b", UP_B), asked));
        drain(proxy, request(PartialResponse.WARN, Matcher.equal("__name__", "up"), Matcher.equal("replica", "a")));
        assertThat(asked).containsExactly("a");
        asked.clear();
        var later = new SeriesRequest(
                new Selection(TimeRange.closed(200_000, 300_000), List.of(Matcher.equal("__name__", "up")), List.of()),
                SeriesRequest.ChunkRequest.RAW, SelectHints.of(RANGE), null, PartialResponse.WARN, 0);
        drain(proxy, later);
        assertThat(asked).isEmpty();
    }

    @Test
    void asksOnlyStoresWithAWantedAddress() {
        ProxySeriesStore proxy = proxy(store("a", UP_A), store("b", UP_B))
                .with(new StoreFilter(List.of(List.of(Matcher.of(MatchType.REGEX, "__address__", "store-1.*")))));
        assertThat(drain(proxy, request(PartialResponse.WARN, Matcher.equal("__name__", "up"))).labels())
                .containsExactly(Labels.of("__name__", "up", "instance", "b", "replica", "b"));
    }

    @Test
    void answersWithTheOthersAndAWarningWhenAStoreFails() {
        var answer = drain(proxy(new Failing(0), store("b", UP_B)),
                request(PartialResponse.WARN, Matcher.equal("__name__", "up")));
        assertThat(answer.labels()).hasSize(1);
        assertThat(answer.warnings()).containsExactly("fetch series from store-0: the disk is on fire");
    }

    @Test
    void answersWithTheOthersAndAWarningWhenAStoreFailsHalfway() {
        var answer = drain(proxy(new Failing(1), store("b", UP_B)),
                request(PartialResponse.WARN, Matcher.equal("__name__", "up")));
        assertThat(answer.labels()).hasSize(2);
        assertThat(answer.warnings()).containsExactly("receive series from store-0: the disk is on fire");
    }

    @Test
    void failsAsAWholeWhereAPartialAnswerIsNoAnswer() {
        for (int good : List.of(0, 1)) {
            ProxySeriesStore proxy = proxy(new Failing(good), store("b", UP_B));
            assertThatThrownBy(() -> drain(proxy, request(PartialResponse.ABORT, Matcher.equal("__name__", "up"))))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("store-0: the disk is on fire");
        }
    }

    @Test
    void warningsOfAStoreEndAnAnswerThatMustBeWhole() {
        ProxySeriesStore proxy = proxy(
                new InMemorySeriesStore(Labels.of("replica", "a"), List.of(UP_A), List.of("half of me is missing")));
        assertThat(drain(proxy, request(PartialResponse.WARN, Matcher.equal("__name__", "up"))).warnings())
                .containsExactly("half of me is missing");
        assertThatThrownBy(() -> drain(proxy, request(PartialResponse.ABORT, Matcher.equal("__name__", "up"))))
                .hasMessageContaining("half of me is missing");
    }

    @Test
    void labelsOfTheOthersComeWithAWarningWhenAStoreFails() {
        ProxySeriesStore proxy = proxy(new Failing(0), store("b", UP_B));
        var request = new LabelsRequest(new Selection(RANGE, List.of(), List.of()), PartialResponse.WARN, 0);
        LabelsResult names = proxy.labelNames(request, QueryContext.UNLIMITED);
        assertThat(names.texts()).containsExactly("__name__", "instance", "replica");
        assertThat(names.warnings()).containsExactly("fetch labels from store-0: the disk is on fire");
        var whole = new LabelsRequest(request.selection(), PartialResponse.ABORT, 0);
        assertThatThrownBy(() -> proxy.labelValues("instance", whole, QueryContext.UNLIMITED))
                .isInstanceOf(StoreException.class);
    }

    @Test
    void knowingNoStoreIsAnErrorOnlyWhereTheAnswerMustBeWhole() {
        ProxySeriesStore proxy = proxy();
        assertThat(drain(proxy, request(PartialResponse.WARN, Matcher.equal("__name__", "up"))).labels()).isEmpty();
        assertThatThrownBy(() -> drain(proxy, request(PartialResponse.ABORT, Matcher.equal("__name__", "up"))))
                .hasMessageContaining("No StoreAPIs available");
    }

    private record Answer(List<Labels> labels, List<String> warnings) {}

    private static Answer drain(SeriesStore store, SeriesRequest request) {
        var labels = new ArrayList<Labels>();
        try (ChunkSeriesSet set = store.series(request, QueryContext.UNLIMITED)) {
            while (set.next()) {
                labels.add(set.series().labels());
            }
            return new Answer(labels, set.warnings());
        }
    }

    private static SeriesRequest request(PartialResponse partialResponse, Matcher... matchers) {
        return new SeriesRequest(new Selection(RANGE, List.of(matchers), List.of()), SeriesRequest.ChunkRequest.RAW,
                SelectHints.of(RANGE), null,
                partialResponse, 0);
    }

    private static SeriesStore store(String replica, SeriesData... data) {
        return new InMemorySeriesStore(Labels.of("replica", replica), List.of(data));
    }

    private static StoreSetMetrics metrics() {
        return new StoreSetMetrics(new PrometheusRegistry());
    }

    private static ProxySeriesStore proxy(SeriesStore... stores) {
        return new ProxySeriesStore(() -> peers(stores), Labels.EMPTY, metrics());
    }

    private static List<ProxySeriesStore.Peer> peers(SeriesStore... stores) {
        var peers = new ArrayList<ProxySeriesStore.Peer>();
        for (int i = 0; i < stores.length; i++) {
            peers.add(new ProxySeriesStore.Peer("store-" + i, stores[i]));
        }
        return peers;
    }

    /// Gives some series and then fails.
    private record Failing(int good) implements SeriesStore {

        private static final InMemorySeriesStore DATA = new InMemorySeriesStore(Labels.of("replica", "f"),
                List.of(UP_A));

        private static StoreException failure() {
            return new StoreException(StoreException.Reason.INTERNAL, "the disk is on fire");
        }

        @Override
        public StoreInfo info() {
            return DATA.info();
        }

        @Override
        public ChunkSeriesSet series(SeriesRequest request, QueryContext context) {
            if (good == 0) {
                throw failure();
            }
            ChunkSeriesSet data = DATA.series(request, context);
            return new ChunkSeriesSet() {
                private int given;

                @Override
                public boolean next() {
                    if (given++ == good) {
                        throw failure();
                    }
                    return data.next();
                }

                @Override
                public ChunkSeries series() {
                    return data.series();
                }

                @Override
                public List<String> warnings() {
                    return List.of();
                }

                @Override
                public void close() {
                    data.close();
                }
            };
        }

        @Override
        public LabelsResult labelNames(LabelsRequest request, QueryContext context) {
            throw failure();
        }

        @Override
        public LabelsResult labelValues(String label, LabelsRequest request, QueryContext context) {
            throw failure();
        }
    }

    /// Writes down that it was asked.
    private record Recording(String name, SeriesStore store, List<String> asked) implements SeriesStore {

        @Override
        public StoreInfo info() {
            return store.info();
        }

        @Override
        public ChunkSeriesSet series(SeriesRequest request, QueryContext context) {
            asked.add(name);
            return store.series(request, context);
        }

        @Override
        public LabelsResult labelNames(LabelsRequest request, QueryContext context) {
            asked.add(name);
            return store.labelNames(request, context);
        }

        @Override
        public LabelsResult labelValues(String label, LabelsRequest request, QueryContext context) {
            asked.add(name);
            return store.labelValues(label, request, context);
        }
    }
}
