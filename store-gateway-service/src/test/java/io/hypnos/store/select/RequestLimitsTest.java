package io.hypnos.store.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.objstore.memory.MemoryBucket;
import io.hypnos.series.ChunkSeriesSet;
import io.hypnos.series.QueryAbortedException;
import io.hypnos.series.QueryContext;
import io.hypnos.series.SelectHints;
import io.hypnos.series.TimeRange;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.MatchType;
import io.hypnos.series.labels.Matcher;
import io.hypnos.service.storeapi.PartialResponse;
import io.hypnos.service.storeapi.Selection;
import io.hypnos.service.storeapi.SeriesRequest;
import io.hypnos.service.storeapi.StoreException;
import io.hypnos.store.fetch.FetchLimits;
import io.hypnos.store.testing.GatewayFixture;
import io.hypnos.store.testing.RandomBlocks;

class RequestLimitsTest {

    private static final SeriesRequest REQUEST = new SeriesRequest(
            new Selection(TimeRange.ALL, List.of(Matcher.of(MatchType.REGEX, "__name__", ".+")), List.of()),
            SeriesRequest.ChunkRequest.RAW, SelectHints.of(TimeRange.ALL), null, PartialResponse.WARN, 0);

    @TempDir
    private Path temp;

    private GatewayFixture gateway;

    @BeforeEach
    void fill() throws IOException {
        gateway = new GatewayFixture(new MemoryBucket(), temp);
        var blocks = new RandomBlocks(new Random(3));
        gateway.put(Labels.of("tenant_id", "t"), 0, blocks.series(100, 0, RandomBlocks.UNIT, 0));
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private int count(QueryContext context) {
        int count = 0;
        try (ChunkSeriesSet set = gateway.store().series(REQUEST, context)) {
            while (set.next()) {
                count++;
            }
            assertThat(set.warnings()).isEmpty();
        }
        return count;
    }

    private void start(GatewayFixture.Options options) throws IOException {
        gateway.restart(options);
        gateway.blocks().sync();
    }

    @Test
    void refusesMoreThanIsAllowed() throws Exception {
        start(GatewayFixture.Options.DEFAULT);
        int all = count(QueryContext.UNLIMITED);
        assertThat(all).isGreaterThan(20);

        start(GatewayFixture.Options.DEFAULT.with(new FetchLimits(all, 0, 0)));
        assertThat(count(QueryContext.UNLIMITED)).isEqualTo(all);
        start(GatewayFixture.Options.DEFAULT.with(new FetchLimits(all - 1, 0, 0)));
        refuses("exceeded series limit: limit " + (all - 1) + " violated");
        start(GatewayFixture.Options.DEFAULT.with(new FetchLimits(0, all, 0)));
        refuses("exceeded chunks limit: limit " + all + " violated");
        start(GatewayFixture.Options.DEFAULT.with(new FetchLimits(0, 0, 1000)));
        refuses("exceeded bytes limit while fetching");
        start(GatewayFixture.Options.DEFAULT.withChunkBytes(5000));
        refuses("pool exhausted");
    }

    private void refuses(String message) {
        assertThatThrownBy(() -> count(QueryContext.UNLIMITED)).isInstanceOfSatisfying(StoreException.class,
                refused -> assertThat(refused.reason()).isEqualTo(StoreException.Reason.LIMIT))
                .hasMessageContaining(message);
    }

    @Test
    void givesMemoryBackAfterEveryRequest() throws Exception {
        start(GatewayFixture.Options.DEFAULT.withChunkBytes(1 << 20));
        int all = count(QueryContext.UNLIMITED);
        for (int i = 0; i < 200; i++) {
            try (ChunkSeriesSet set = gateway.store().series(REQUEST, QueryContext.UNLIMITED)) {
                for (int read = 0; read < i % 5; read++) {
                    set.next();
                }
            }
        }

        assertThat(count(QueryContext.UNLIMITED)).isEqualTo(all);
    }

    @Test
    void letsCallsWaitForTheirTurn() throws Exception {
        start(GatewayFixture.Options.DEFAULT.withConcurrency(1));
        var done = new CountDownLatch(1);
        var second = Thread.ofVirtual().unstarted(() -> {
            count(QueryContext.UNLIMITED);
            done.countDown();
        });
        try (ChunkSeriesSet first = gateway.store().series(REQUEST, QueryContext.UNLIMITED)) {
            second.start();
            assertThat(first.next()).isTrue();
            assertThat(done.getCount()).isEqualTo(1);
        }

        done.await();
    }

    @Test
    void leavesTheQueueWhenTheClientDoes() throws Exception {
        start(GatewayFixture.Options.DEFAULT.withConcurrency(1));
        var gone = new AtomicBoolean();
        try (ChunkSeriesSet first = gateway.store().series(REQUEST, QueryContext.UNLIMITED)) {
            assertThat(first.next()).isTrue();
            gone.set(true);
            assertThatThrownBy(() -> count(new Leaving(gone))).isInstanceOf(QueryAbortedException.class);
        }

        assertThat(count(QueryContext.UNLIMITED)).isPositive();
    }

    /// A context that ends when it is told to.
    private record Leaving(AtomicBoolean gone) implements QueryContext {

        @Override
        public void check() {
            if (gone.get()) {
                throw new QueryAbortedException(QueryAbortedException.Reason.CANCELED, "gone");
            }
        }

        @Override
        public long deadlineNanos() {
            return Long.MAX_VALUE;
        }

        @Override
        public void reserve(long bytes) {}

        @Override
        public void release(long bytes) {}
    }
}
