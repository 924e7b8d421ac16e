package io.hypnos.allinone.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.hypnos.allinone.bench.model.LoadModel;
import io.hypnos.allinone.bench.model.SeriesValues;
import io.hypnos.allinone.bench.model.TargetLayout;
import io.hypnos.allinone.bench.wire.PreparedRequest;
import io.hypnos.allinone.bench.wire.Protocol;
import io.hypnos.allinone.bench.wire.RequestBuffer;
import io.hypnos.allinone.bench.wire.RequestHead;
import io.hypnos.allinone.bench.wire.WriteResponse;
import io.hypnos.allinone.bench.wire.WriteTarget;

class SenderTest {

    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final Clock clock = new Clock();
    private final List<Long> latencies = new ArrayList<>();
    private final LoadStatistics statistics = new LoadStatistics((ok, nanos) -> latencies.add(ok ? nanos : -nanos));
    private final List<Long> acknowledged = new ArrayList<>();

    @Test
    void countsEveryRequestThatFellDueDuringAStall() throws Exception {
        // One request every 10 ms for 10 s; each takes 1 ms, but the hundredth stalls for 2 s.
        run(model(0, 1, 0), 10 * MILLI, 10_000 * MILLI, 0, request -> {
            clock.advance(request == 100 ? 2000 * MILLI : MILLI);
            return new WriteResponse(204, "", 0);
        });
        var latency = statistics.latency();
        assertThat(latency.getTotalCount()).isEqualTo(1000);
        assertThat(latency.getMaxValue() / (double) MILLI).isBetween(1999.0, 2002.0);
        // The 199 requests that fell due meanwhile wait up to 2 s, and it takes 222 requests to make up for it at 1 ms each.
        assertThat(latency.getCountBetweenValues(2 * MILLI, Long.MAX_VALUE >> 22)).isBetween(219L, 223L);
        assertThat(latency.getValueAtPercentile(90) / (double) MILLI).isGreaterThan(900);
        assertThat(latencies).hasSize(1000).allMatch(nanos -> nanos > 0);
        assertThat(latencies.stream().filter(nanos -> nanos > 2 * MILLI)).hasSizeBetween(219, 223);
    }

    @Test
    void sendsLateSamplesAfterNewerOnesAndLosesNone() throws Exception {
        run(model(0.5, 3, 0), 10 * MILLI, 1000 * MILLI, 0, request -> new WriteResponse(204, "", 0));
        assertThat(acknowledged).isNotEqualTo(acknowledged.stream().sorted().toList());
        assertThat(acknowledged).doesNotHaveDuplicates();
        assertThat(acknowledged.stream().filter(step -> step < 97)).hasSize(97);
    }

    @Test
    void triesAgainOnlyWhatMaySucceedLater() throws Exception {
        run(model(0, 1, 0), 1000 * MILLI, 5000 * MILLI, 2, request -> switch ((int) request) {
            case 0, 1 -> new WriteResponse(503, "not yet", 0);
            case 3 -> new WriteResponse(409, "out of order", 0);
            case 4, 5, 6 -> throw new IOException("reset");
            default -> new WriteResponse(200, "", 0);
        });
        assertThat(acknowledged).containsExactly(0L, 3L, 4L);
        assertThat(statistics.statuses()).isEqualTo(Map.of(0, 3L, 200, 3L, 409, 1L, 503, 2L));
        assertThat(statistics.messages()).containsEntry(503, "not yet").containsEntry(409, "out of order");
        assertThat(statistics.counts().acknowledged()).isEqualTo(300);
        assertThat(statistics.counts().refused()).isEqualTo(200);
    }

    @Test
    void waitsAsLongAsItIsToldTo() throws Exception {
        run(model(0, 1, 0), 10 * MILLI, 20 * MILLI, 1, request -> new WriteResponse(request == 0 ? 429 : 204, "", 3));
        assertThat(statistics.latency().getMaxValue() / (double) MILLI).isBetween(2998.0, 3003.0);
    }

    @Test
    void givesUpARunThatTheReceiverCannotFollow() throws Exception {
        run(model(0, 1, 0), 100 * MILLI, 1000 * MILLI, 0, request -> {
            clock.advance(6000 * MILLI);
            return new WriteResponse(204, "", 0);
        });
        assertThat(acknowledged).hasSize(2);
        assertThat(statistics.counts().unsent()).isEqualTo(800);
    }

    @Test
    void endsWhenTheSamplesTimeReachesThePresent() throws Exception {
        // Twenty steps of 15 s before now, and a minute more.
        Sender sender = run(model(0, 1, -300_000), 0, TimeUnit.HOURS.toNanos(1), 0,
                request -> new WriteResponse(204, "", 0));
        assertThat(sender.reachedPresent()).isTrue();
        assertThat(acknowledged).hasSize(25);
    }

    @Test
    void endsReplacedTargetsWithStaleMarkers() throws Exception {
        var model = new LoadModel(1, new LoadModel.Population(1, 100),
                new LoadModel.Timing(0x0000_01A0_0000_0000L, 15_000, 0),
                new LoadModel.Variation(0, 0, 1, 10));
        run(model, 10 * MILLI, 1000 * MILLI, 0, request -> new WriteResponse(204, "", 0));
        assertThat(acknowledged).hasSize(100);
        // Ten generations end, with one marker per series each.
        assertThat(statistics.counts().acknowledged()).isEqualTo(100 * 100 + 10 * 100);
    }

    private LoadModel model(double late, int lateSteps, long start) {
        return new LoadModel(1, new LoadModel.Population(1, 100),
                new LoadModel.Timing(clock.millis() + start, 15_000, 0),
                new LoadModel.Variation(0, late, lateSteps, 0));
    }

    private Sender run(LoadModel model, long nanosPerRequest, long duration, int retries, Script script)
            throws Exception {
        clock.farFuture = nanosPerRequest > 0;
        var layout = new TargetLayout(0);
        var shared = new GroupTemplate.Shared(model, layout, new SeriesValues(layout),
                new PreparedRequest.Factory(Protocol.V1));
        var head = new RequestHead(URI.create("http://test:1"), Protocol.V1, Map.of());
        var template = new GroupTemplate(shared, new SeriesGroup(0, 0, 100), head);
        var schedule = new Schedule(clock.nanos(), duration, nanosPerRequest, 1);
        var sender = new Sender(new Sender.Run(model, schedule, clock, retries, statistics,
                (group, step) -> acknowledged.add(step)), new ScriptedTarget(script),
                List.of(new Sender.Place(template, 0)));
        sender.run();
        return sender;
    }

    private interface Script {
        WriteResponse answer(long request) throws IOException;
    }

    private static final class ScriptedTarget implements WriteTarget {
        private final Script script;
        private long requests;

        ScriptedTarget(Script script) {
            this.script = script;
        }

        @Override
        public WriteResponse send(RequestBuffer request) throws IOException {
            return script.answer(requests++);
        }

        @Override
        public void close() {}
    }

    /// Stands still except where it is told to go on.
    private static final class Clock implements Pace {
        private long nanos = 1_000_000_000L;
        private boolean farFuture;

        void advance(long by) {
            nanos += by;
        }

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public long millis() {
            return 1_763_000_000_000L + (farFuture ? TimeUnit.DAYS.toMillis(365) : 0);
        }

        @Override
        public void sleepUntil(long until) {
            nanos = Math.max(nanos, until);
        }
    }
}
