package io.hypnos.query.fanout;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hypnos.series.StorageException;
import io.hypnos.series.TimeRange;
import io.hypnos.service.grpc.Channels;
import io.hypnos.service.storeapi.PeerInfo;
import io.hypnos.service.storeapi.RemoteStore;
import io.hypnos.service.storeapi.StoreInfo;

/// The stores that a querier knows: which endpoints there are, whether they answer, and what they last said they have. Looks again every few
/// seconds; requests see the outcome of the last look.
///
/// An endpoint that fails is not asked from then on, but stays listed for a while with its error. One that is strict is asked nonetheless, and
/// one that is strict and has never answered is taken to have anything.
public final class StoreSet implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StoreSet.class);

    /// What a strict endpoint that never answered is taken to have.
    private static final PeerInfo ANYTHING = new PeerInfo("store", new StoreInfo(TimeRange.ALL, List.of()), Set.of(),
            false, false);
    private static final PeerInfo NOTHING = new PeerInfo("",
            new StoreInfo(TimeRange.closed(Long.MAX_VALUE, Long.MIN_VALUE), List.of()), Set.of(), false, false);

    private final EndpointSource source;
    private final Channels channels;
    private final Options options;
    private final StoreSetMetrics metrics;
    private final Clock clock;
    private final ExecutorService threads = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("store-check-", 0).factory());
    private final Map<Endpoint, ManagedChannel> connections = new ConcurrentHashMap<>();
    private final Thread watcher;
    private final Runnable onFirstLook;
    @GuardedBy("this")
    private boolean closed;

    private volatile List<StoreStatus> statuses = List.of();

    /// How the set looks after its stores.
    ///
    /// @param interval  between two looks, and how long a store may take to answer one
    /// @param forgetting how long an endpoint that is down stays listed
    /// @param patience  how long a store may send nothing during a request; zero for as long as the request may take
    public record Options(Duration interval, Duration forgetting, Duration patience) {}

    /// @param onFirstLook run once, when every endpoint has been asked for the first time
    public StoreSet(EndpointSource source, Channels channels, Options options, StoreSetMetrics metrics, Clock clock,
            Runnable onFirstLook) {
        this.source = source;
        this.channels = channels;
        this.options = options;
        this.metrics = metrics;
        this.clock = clock;
        this.onFirstLook = onFirstLook;
        this.watcher = Thread.ofVirtual().name("store-set").unstarted(this::watch);
    }

    public void start() {
        watcher.start();
    }

    /// Every endpoint that is listed, by address.
    public List<StoreStatus> all() {
        return statuses;
    }

    /// Those that requests go to.
    public List<StoreStatus> asked() {
        return statuses.stream().filter(StoreStatus::isAsked).toList();
    }

    private void watch() {
        boolean first = true;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                look();
            } catch (RuntimeException e) {
                LOG.atError().setMessage("looking for stores failed").setCause(e).log();
            }
            if (first) {
                onFirstLook.run();
                first = false;
            }
            try {
                Thread.sleep(options.interval());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /// Asks every endpoint once. One that its source names no longer is watched on until it has been down for a while: names come and go
    /// while servers restart.
    void look() {
        Map<Endpoint, StoreStatus> before = new HashMap<>();
        statuses.forEach(status -> before.put(status.endpoint(), status));
        Set<Endpoint> wanted = new HashSet<>(source.endpoints());
        Set<Endpoint> watched = new HashSet<>(wanted);
        watched.addAll(before.keySet());
        var checks = new ArrayList<Future<StoreStatus>>();
        for (Endpoint endpoint : watched) {
            checks.add(threads.submit(() -> check(endpoint, before.get(endpoint))));
        }
        var after = new ArrayList<StoreStatus>();
        for (Future<StoreStatus> check : checks) {
            try {
                after.add(check.get());
            } catch (ExecutionException e) {
                LOG.atError().setMessage("checking a store failed").setCause(e.getCause()).log();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        after.removeIf(status -> isForgotten(status, wanted));
        after.sort(Comparator.comparing(status -> status.endpoint().address()));
        closeUnused(after);
        statuses = List.copyOf(after);
        metrics.connections(after);
    }

    private boolean isForgotten(StoreStatus status, Set<Endpoint> wanted) {
        boolean goneForLong = Duration.between(status.health().lastSeen(), clock.instant())
                .compareTo(options.forgetting()) > 0;
        return !status.health().isUp() && goneForLong && !wanted.contains(status.endpoint());
    }

    private StoreStatus check(Endpoint endpoint, @Nullable StoreStatus before) {
        ManagedChannel channel = connections.computeIfAbsent(endpoint, this::open);
        try {
            PeerInfo info = RemoteStore.fetchInfo(endpoint.address(), channel, options.interval());
            return up(endpoint, channel, info, before);
        } catch (StorageException e) {
            return down(endpoint, channel, Objects.requireNonNullElse(e.getMessage(), "unknown"), before);
        }
    }

    private StoreStatus up(Endpoint endpoint, Channel channel, PeerInfo info, @Nullable StoreStatus before) {
        if (before == null || !before.health().isUp()) {
            LOG.atInfo().setMessage("store is up").addKeyValue("store", endpoint.address())
                    .addKeyValue("component", info.component()).log();
        }
        Instant now = clock.instant();
        return new StoreStatus(endpoint, channel, store(endpoint, channel, info),
                new StoreStatus.Health(now, now, null, true));
    }

    private StoreStatus down(Endpoint endpoint, Channel channel, String error, @Nullable StoreStatus before) {
        if (before == null || before.health().isUp()) {
            LOG.atWarn().setMessage("store is down").addKeyValue("store", endpoint.address())
                    .addKeyValue("error", error).log();
        }
        Instant now = clock.instant();
        boolean known = before != null && before.health().known();
        PeerInfo last = before != null && known ? before.store().peer() : endpoint.strict() ? ANYTHING : NOTHING;
        return new StoreStatus(endpoint, channel, store(endpoint, channel, last),
                new StoreStatus.Health(now, before == null ? now : before.health().lastSeen(), error, known));
    }

    private RemoteStore store(Endpoint endpoint, Channel channel, PeerInfo info) {
        return new RemoteStore(endpoint.address(), channel, info, options.patience());
    }

    private ManagedChannel open(Endpoint endpoint) {
        return switch (endpoint.kind()) {
            case SINGLE -> channels.open(endpoint.address());
            case GROUP -> channels.openGroup(endpoint.address());
        };
    }

    private void closeUnused(List<StoreStatus> used) {
        Set<Endpoint> keep = new HashSet<>();
        used.forEach(status -> keep.add(status.endpoint()));
        connections.entrySet().removeIf(entry -> {
            if (keep.contains(entry.getKey())) {
                return false;
            }
            entry.getValue().shutdown();
            return true;
        });
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        watcher.interrupt();
        threads.shutdownNow();
        connections.values().forEach(ManagedChannel::shutdownNow);
    }
}
