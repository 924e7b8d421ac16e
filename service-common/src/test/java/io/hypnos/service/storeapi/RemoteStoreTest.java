package io.hypnos.service.storeapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.hypnos.series.ChunkSeries;
import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.QueryAbortedException;
import io.hypnos.series.QueryContext;
import io.hypnos.series.SelectHints;
import io.hypnos.series.TimeRange;
import io.hypnos.series.chunk.Chunk;
import io.hypnos.series.chunk.ChunkEncoding;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.MatchType;
import io.hypnos.series.labels.Matcher;
import io.hypnos.service.tenancy.TenantContext;
import io.hypnos.service.tenancy.TenantId;

/// A store over a real connection is a store like any other, and ends when it should.
class RemoteStoreTest extends SeriesStoreContract {

    private final List<StoreServer> servers = new ArrayList<>();

    @Override
    protected SeriesStore storeOf(Labels external, List<SeriesData> data) throws Exception {
        return serve(new InMemorySeriesStore(external, data), StoreLimits.NONE);
    }

    private RemoteStore serve(SeriesStore store, StoreLimits limits) throws Exception {
        var server = new StoreServer("store", store, limits);
        servers.add(server);
        PeerInfo info = RemoteStore.fetchInfo(server.address(), server.channel(), Duration.ofSeconds(10));
        return new RemoteStore(server.address(), server.channel(), info, Duration.ZERO);
    }

    @AfterEach
    void stop() throws Exception {
        for (StoreServer server : servers) {
            server.close();
        }
    }

    private static final Matcher ANY = Matcher.of(MatchType.REGEX, "__name__", ".+");
    private static final TimeRange RANGE = TimeRange.closed(0, 1_000_000);

    private static SeriesRequest request(PartialResponse partialResponse, List<String> without) {
        return new SeriesRequest(new Selection(RANGE, List.of(ANY), without), SeriesRequest.ChunkRequest.RAW,
                SelectHints.of(RANGE), null,
                partialResponse, 0);
    }

    /// A store that answers whatever a test says.
    private abstract static class Scripted implements SeriesStore {
        @Override
        public StoreInfo info() {
            return new StoreInfo(TimeRange.ALL, List.of());
        }

        @Override
        public LabelsResult labelNames(LabelsRequest request, QueryContext context) {
            return LabelsResult.EMPTY;
        }

        @Override
        public LabelsResult labelValues(String label, LabelsRequest request, QueryContext context) {
            return LabelsResult.EMPTY;
        }
    }

    private static ChunkSeries series(int i, int chunks, int bytes) {
        var list = new ArrayList<Chunk>();
        for (int c = 0; c < chunks; c++) {
            byte[] data = new byte[bytes];
            data[1] = 1;
            data[bytes - 1] = (byte) (i + c);
            list.add(Chunk.of(c * 100L, c * 100L + 99, ChunkEncoding.FLOAT_HISTOGRAM, data));
        }
        return new ChunkSeries(Labels.of("__name__", "m", "i", String.format("%07d", i)), List.copyOf(list));
    }

    @Test
    void tellsWhatItIs() throws Exception {
        RemoteStore store = serve(
                new InMemorySeriesStore(Labels.of("a", "b"), List.of(SeriesData.every(10, 0, 100, "x", "y"))),
                StoreLimits.NONE);
        assertThat(store.peer().component()).isEqualTo("store");
        assertThat(store.peer().apis()).containsExactly(PeerApi.STORE);
        assertThat(store.info()).isEqualTo(
                new StoreInfo(TimeRange.closed(0, 100),
                        List.of(new StoreInfo.TsdbInfo(Labels.of("a", "b"), TimeRange.closed(0, 100)))));
    }

    @Test
    void splitsLongSeriesAndKeepsTheirBytes() throws Exception {
        List<ChunkSeries> sent = List.of(series(1, 300, 10_000), series(2, 1, 100), series(3, 2, 3_000_000),
                series(4, 0, 10));
        RemoteStore store = serve(new Scripted() {
            @Override
            public ChunkSeriesSet series(SeriesRequest request, QueryContext context) {
                return ChunkSeriesSet.of(sent);
            }
        }, StoreLimits.NONE);
        var got = new ArrayList<ChunkSeries>();
        int frames = 0;
        try (var set = store.series(request(PartialResponse.WARN, List.of()), QueryContext.UNLIMITED)) {
            while (set.next()) {
                ChunkSeries series = set.series();
                frames++;
                if (!got.isEmpty() && got.getLast().labels().equals(series.labels())) {
                    var chunks = new ArrayList<>(got.removeLast().chunks());
                    chunks.addAll(series.chunks());
                    got.add(new ChunkSeries(series.labels(), chunks));
                } else {
                    got.add(series);
                }
            }
        }
        assertThat(got).isEqualTo(sent);
        assertThat(frames).isGreaterThan(sent.size());
    }

    @Test
    void waitsForSlowReadersInsteadOfCollecting() throws Exception {
        var produced = new AtomicInteger();
        var ended = new CountDownLatch(1);
        RemoteStore store = serve(new Scripted() {
            @Override
            public ChunkSeriesSet series(SeriesRequest request, QueryContext context) {
                return endless(context, ended, produced);
            }
        }, StoreLimits.NONE);
        try (var set = store.series(request(PartialResponse.WARN, List.of()), QueryContext.UNLIMITED)) {
            assertThat(set.next()).isTrue();
            int before = -1;
            while (before != produced.get()) {
                before = produced.get();
                // Long enough for a producer that is not held up to go on.
                TimeUnit.MILLISECONDS.sleep(200);
            }
            // Far below what the heap could take: a window of messages, and the buffers of the connection.
            assertThat(produced.get() * 100_000L).isLessThan(64L << 20);
        }
        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void cancelsTheCallWhenTheSetIsClosed() throws Exception {
        var canceled = new CountDownLatch(1);
        RemoteStore store = serve(new Scripted() {
            @Override
            public ChunkSeriesSet series(SeriesRequest request, QueryContext context) {
                return endless(context, canceled, new AtomicInteger());
            }
        }, StoreLimits.NONE);
        try (var set = store.series(request(PartialResponse.WARN, List.of()), QueryContext.UNLIMITED)) {
            assertThat(set.next()).isTrue();
        }
        assertThat(canceled.await(30, TimeUnit.SECONDS)).isTrue();
    }

    private static ChunkSeriesSet endless(QueryContext context, CountDownLatch ended, AtomicInteger produced) {
        return new ChunkSeriesSet() {

            @Override
            public boolean next() {
                context.check();
                produced.incrementAndGet();
                return true;
            }

            @Override
            public ChunkSeries series() {
                return RemoteStoreTest.series(produced.get(), 1, 100_000);
            }

            @Override
            public List<String> warnings() {
                return List.of();
            }

            @Override
            public void close() {
                ended.countDown();
            }
        };
    }

    @Test
    void passesTheDeadlineAndTheTenantOn() throws Exception {
        var seen = new java.util.concurrent.CompletableFuture<TenantContext>();
        RemoteStore store = serve(new Scripted() {
            @Override
            public ChunkSeriesSet series(SeriesRequest request, QueryContext context) {
                seen.complete((TenantContext) context);
                return endless(context, new CountDownLatch(1), new AtomicInteger());
            }
        }, StoreLimits.NONE);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300);
        var context = new TenantContext() {
            @Override
            public TenantId tenant() {
                return new TenantId("team-b");
            }

            @Override
            public void check() {
                if (System.nanoTime() > deadline) {
                    throw new QueryAbortedException(QueryAbortedException.Reason.TIMEOUT, "late");
                }
            }

            @Override
            public long deadlineNanos() {
                return deadline;
            }

            @Override
            public void reserve(long bytes) {}

            @Override
            public void release(long bytes) {}
        };
        assertThatThrownBy(() -> {
            try (var set = store.series(request(PartialResponse.WARN, List.of()), context)) {
                while (set.next()) {
                    set.series();
                }
            }
        }).isInstanceOf(QueryAbortedException.class);
        assertThat(seen.get().tenant()).isEqualTo(new TenantId("team-b"));
        assertThat(seen.get().deadlineNanos()).isLessThan(Long.MAX_VALUE);
    }

    @Test
    void givesWarningsOrAborts() throws Exception {
        RemoteStore store = serve(
                new InMemorySeriesStore(Labels.EMPTY, List.of(SeriesData.every(10, 0, 100, "__name__", "x")),
                        List.of("half of it is gone")),
                StoreLimits.NONE);
        try (var set = store.series(request(PartialResponse.WARN, List.of()), QueryContext.UNLIMITED)) {
            assertThat(set.next()).isTrue();
            assertThat(set.next()).isFalse();
            assertThat(set.warnings()).containsExactly("half of it is gone");
        }
        assertThatThrownBy(() -> {
            try (var set = store.series(request(PartialResponse.ABORT, List.of()), QueryContext.UNLIMITED)) {
                while (set.next()) {
                    set.series();
                }
            }
        }).isInstanceOfSatisfying(StoreException.class, e -> {
            assertThat(e.reason()).isEqualTo(StoreException.Reason.ABORTED);
            assertThat(e).hasMessageContaining("half of it is gone");
        });
    }

    @Test
    void refusesWhatBreaksALimit() throws Exception {
        var data = List.of(SeriesData.every(10, 0, 100, "__name__", "x"),
                SeriesData.every(10, 0, 100, "__name__", "y"));
        assertRefused(serve(new InMemorySeriesStore(Labels.EMPTY, data), new StoreLimits(1, 0)),
                "exceeded series limit");
        assertRefused(serve(new InMemorySeriesStore(Labels.EMPTY, data), new StoreLimits(0, 239)),
                "exceeded samples limit");
    }

    private static void assertRefused(RemoteStore store, String text) {
        assertThatThrownBy(() -> {
            try (var set = store.series(request(PartialResponse.WARN, List.of()), QueryContext.UNLIMITED)) {
                while (set.next()) {
                    set.series();
                }
            }
        }).isInstanceOfSatisfying(StoreException.class, e -> {
            assertThat(e.reason()).isEqualTo(StoreException.Reason.LIMIT);
            assertThat(e).hasMessageContaining(text);
        });
    }

    @Test
    void refusesRequestsWithoutMatchersAndWithBadRegexes() throws Exception {
        var server = new StoreServer("store", new InMemorySeriesStore(Labels.EMPTY, List.of()), StoreLimits.NONE);
        servers.add(server);
        var stub = io.hypnos.proto.store.StoreGrpc.newBlockingStub(server.channel());
        assertThatThrownBy(() -> stub.series(io.hypnos.proto.store.SeriesRequest.getDefaultInstance()).hasNext())
                .hasMessageContaining("INVALID_ARGUMENT").hasMessageContaining("no matchers");
        var bad = io.hypnos.proto.store.LabelMatcher.newBuilder().setType(io.hypnos.proto.store.LabelMatcher.Type.RE)
                .setName("a").setValue("(");
        assertThatThrownBy(
                () -> stub.series(io.hypnos.proto.store.SeriesRequest.newBuilder().addMatchers(bad).build()).hasNext())
                .hasMessageContaining("INVALID_ARGUMENT");
        assertThatThrownBy(() -> stub.labelValues(io.hypnos.proto.store.LabelValuesRequest.getDefaultInstance()))
                .hasMessageContaining("INVALID_ARGUMENT");
    }

    @Test
    void doesItselfWhatAPeerCannot() throws Exception {
        var server = new StoreServer("store", new Scripted() {
            @Override
            public ChunkSeriesSet series(SeriesRequest request, QueryContext context) {
                // Knows neither unwanted labels nor shards.
                return ChunkSeriesSet.of(List.of(labelled("a", "1", "b", "z"), labelled("a", "2", "b", "y"),
                        labelled("a", "3", "b", "x")));
            }
        }, StoreLimits.NONE);
        servers.add(server);
        var peer = new PeerInfo("old", new StoreInfo(TimeRange.ALL, List.of()), Set.of(PeerApi.STORE), false, false);
        var store = new RemoteStore(server.address(), server.channel(), peer, Duration.ZERO);
        var shard = new Shard(0, 2, true, List.of("b"));
        var request = new SeriesRequest(new Selection(RANGE, List.of(ANY), List.of("a")),
                SeriesRequest.ChunkRequest.RAW, SelectHints.of(RANGE),
                null, PartialResponse.WARN, 0);
        var all = new ArrayList<Labels>();
        try (var set = store.series(request, QueryContext.UNLIMITED)) {
            while (set.next()) {
                all.add(set.series().labels());
            }
        }
        assertThat(all).containsExactly(Labels.of("b", "x"), Labels.of("b", "y"), Labels.of("b", "z"));
        var sharded = new SeriesRequest(request.selection(), request.chunks(), request.hints(), shard,
                PartialResponse.WARN, 0);
        var some = new ArrayList<Labels>();
        try (var set = store.series(sharded, QueryContext.UNLIMITED)) {
            while (set.next()) {
                some.add(set.series().labels());
            }
        }
        assertThat(some).isEqualTo(all.stream().filter(new ShardFilter(shard)::accepts).toList()).isNotEqualTo(all);
    }

    private static ChunkSeries labelled(String... labels) {
        return new ChunkSeries(Labels.of(labels), List.of());
    }

    @Test
    void doesNotBelieveAPeerThatBreaksTheOrder() throws Exception {
        RemoteStore store = serve(new Scripted() {
            @Override
            public ChunkSeriesSet series(SeriesRequest request, QueryContext context) {
                return ChunkSeriesSet.of(List.of(labelled("a", "2"), labelled("a", "1")));
            }
        }, StoreLimits.NONE);
        try (var set = store.series(request(PartialResponse.WARN, List.of()), QueryContext.UNLIMITED)) {
            assertThat(set.next()).isTrue();
            assertThatThrownBy(set::next).isInstanceOf(StoreException.class).hasMessageContaining("out of order");
        }
    }

    @Test
    void losesPatienceWithASilentPeer() throws Exception {
        var release = new CountDownLatch(1);
        var server = new StoreServer("store", new Scripted() {
            @Override
            public ChunkSeriesSet series(SeriesRequest request, QueryContext context) {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return ChunkSeriesSet.of(List.of());
            }
        }, StoreLimits.NONE);
        servers.add(server);
        var store = new RemoteStore(server.address(), server.channel(),
                PeerInfo.of("store", new StoreInfo(TimeRange.ALL, List.of())),
                Duration.ofMillis(120));
        try (var set = store.series(request(PartialResponse.WARN, List.of()), QueryContext.UNLIMITED)) {
            assertThatThrownBy(set::next).isInstanceOf(StoreException.class)
                    .hasMessageContaining("failed to receive any data in 120ms");
        } finally {
            release.countDown();
        }
    }

    @Test
    void saysWhoIsUnreachable() throws Exception {
        var server = new StoreServer("store", new InMemorySeriesStore(Labels.EMPTY, List.of()), StoreLimits.NONE);
        servers.add(server);
        var store = new RemoteStore("store-0:10901", server.channel(),
                PeerInfo.of("store", new StoreInfo(TimeRange.ALL, List.of())), Duration.ZERO);
        server.stopAnswering();
        try (var set = store.series(request(PartialResponse.WARN, List.of()), QueryContext.UNLIMITED)) {
            assertThatThrownBy(set::next).isInstanceOfSatisfying(StoreException.class, e -> {
                assertThat(e.reason()).isEqualTo(StoreException.Reason.UNAVAILABLE);
                assertThat(e).hasMessageContaining("receive series from store-0:10901");
            });
        }
    }
}
