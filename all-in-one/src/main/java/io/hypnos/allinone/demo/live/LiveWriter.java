package io.hypnos.allinone.demo.live;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One Prometheus-like server: collects every 15 s, sends, and sends again what could not be sent, for ten minutes.
final class LiveWriter {

    private static final Logger LOG = LoggerFactory.getLogger(LiveWriter.class);

    static final Duration INTERVAL = Duration.ofSeconds(15);

    private static final int MAX_WAITING = 40;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final String name;
    private final SampleSource source;
    private final RemoteWriteClient client;
    private final LiveStatistics statistics;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private boolean failing;

    private record Waiting(byte[] request, int samples) {}

    LiveWriter(String name, SampleSource source, RemoteWriteClient client, LiveStatistics statistics) {
        this.name = name;
        this.source = source;
        this.client = client;
        this.statistics = statistics;
    }

    /// Works until interrupted.
    void run() {
        long interval = INTERVAL.toMillis();
        try {
            long next = System.currentTimeMillis();
            while (true) {
                collect(next);
                sendAll(next + interval);
                long now = System.currentTimeMillis();
                // The next full quarter minute, as servers that scrape steadily have it.
                next = Math.ceilDiv(now + 1, interval) * interval;
                Thread.sleep(next - now);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void collect(long millis) {
        var batch = new WriteBatch();
        source.collect(millis, batch);
        if (batch.size() > 0) {
            if (waiting.size() == MAX_WAITING) {
                statistics.dropped(waiting.removeFirst().samples());
            }
            waiting.addLast(new Waiting(batch.toByteArray(), batch.size()));
        }
    }

    /// Sends what waits, oldest first, until it is time to collect again.
    private void sendAll(long untilMillis) throws InterruptedException {
        while (!waiting.isEmpty() && System.currentTimeMillis() < untilMillis) {
            Waiting first = waiting.getFirst();
            switch (client.send(first.request())) {
                case RemoteWriteClient.Outcome.Stored() -> {
                    statistics.stored(first.samples());
                    waiting.removeFirst();
                    failing = false;
                }
                case RemoteWriteClient.Outcome.Refused(var why) -> {
                    report(why);
                    statistics.dropped(first.samples());
                    waiting.removeFirst();
                }
                case RemoteWriteClient.Outcome.Failed(var why) -> {
                    report(why);
                    Thread.sleep(PAUSE);
                }
            }
        }
    }

    private void report(String why) {
        if (!failing) {
            LOG.atWarn().setMessage("demo samples could not be written").addKeyValue("writer", name)
                    .addKeyValue("reason", why)
                    .log();
        }
        failing = true;
    }
}
