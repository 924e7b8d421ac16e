package io.hypnos.receive.write;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.grpc.Metadata;
import org.jspecify.annotations.Nullable;

import io.hypnos.receive.ring.Hashring;
import io.hypnos.receive.ring.InvalidHashringException;
import io.hypnos.receive.ring.Ring;
import io.hypnos.receive.tenant.TenantTsdbs;
import io.hypnos.receive.wire.DecodedWrite;
import io.hypnos.receive.wire.ForwardedWrite;
import io.hypnos.receive.wire.ForwardedWrite.TenantPart;
import io.hypnos.service.tenancy.TenantId;
import io.hypnos.tsdb.write.BatchResult;
import io.hypnos.tsdb.write.WriteBatch;

/// Brings each series of a request to the nodes that its tenant's ring names, and answers when enough of them have it, or when that cannot
/// happen any more. Calls to slower nodes go on behind the answer.
///
/// A request that is a copy already (it has a replica number) goes to one node: here, or, where the rings of the two nodes differ, once more
/// to the one that this node's ring names. After that it is stored wherever it is: two rings that disagree must not send it round for ever.
public final class ReplicatedWriter {

    /// How often a copy was sent on.
    static final Metadata.Key<String> HOPS = Metadata.Key.of("hypnos-hops", Metadata.ASCII_STRING_MARSHALLER);

    private final RingView view;
    private final @Nullable LocalWriter local;
    private final WritePeers peers;
    private final WriteMetrics metrics;
    private final long timeoutNanos;

    /// @param tenants null for a node that stores nothing
    /// @param timeout for all copies of a request
    public ReplicatedWriter(RingView view, @Nullable TenantTsdbs tenants, WritePeers peers, WriteMetrics metrics,
            Duration timeout) {
        this.view = view;
        this.local = tenants == null ? null : new LocalWriter(tenants);
        this.peers = peers;
        this.metrics = metrics;
        this.timeoutNanos = timeout.toNanos();
    }

    /// Whether series are hashed, so that their keys must be canonical and their tails kept.
    public boolean routes() {
        return view.mode() != RingView.Mode.INGESTOR_ONLY;
    }

    public WriteOutcome write(WriteRequest request) {
        RingView.Seen seen = view.now();
        if (seen == null) {
            return WriteOutcome.refused(Verdict.NOT_READY, "waiting for the hashring file");
        }
        metrics.pending(1);
        try {
            boolean stay = !routes()
                    || request.replica() > 0 && request.hops() > 0 && view.mode() == RingView.Mode.ROUTER_INGESTOR;
            return stay && local != null ? storeHere(local, request) : route(seen, request);
        } catch (InvalidHashringException e) {
            return WriteOutcome.refused(Verdict.FAILED, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return WriteOutcome.refused(Verdict.UNAVAILABLE, "interrupted");
        } finally {
            metrics.pending(-1);
        }
    }

    private WriteOutcome storeHere(LocalWriter here, WriteRequest request) {
        Verdict worst = Verdict.STORED;
        var messages = new ArrayList<String>();
        int samples = 0;
        int histograms = 0;
        int exemplars = 0;
        boolean whole = request.tenants().size() == 1;
        for (TenantPart part : request.tenants()) {
            LocalWriter.Local stored = here.write(part.tenant(), request.write(), whole ? null : numbers(part));
            for (int i = 0; i < part.count(); i++) {
                Verdict verdict = stored.of(part.series()[i]);
                worst = verdict.compareTo(worst) > 0 ? verdict : worst;
            }
            if (part.count() == 0 && stored.result() == null) {
                worst = Verdict.UNAVAILABLE;
            }
            if (!stored.message().isEmpty()) {
                messages.add(stored.message());
            }
            BatchResult result = stored.result();
            if (result != null) {
                samples += result.samplesStored() - result.histogramsStored();
                histograms += result.histogramsStored();
                exemplars += result.exemplarsStored();
            }
        }
        return new WriteOutcome(worst, String.join("; ", messages),
                new WriteOutcome.Written(samples, histograms, exemplars));
    }

    private static int[] numbers(TenantPart part) {
        return Arrays.copyOf(part.series(), part.count());
    }

    private WriteOutcome route(RingView.Seen seen, WriteRequest request) throws InterruptedException {
        long start = System.nanoTime();
        long deadline = start + timeoutNanos;
        DecodedWrite write = request.write();
        var rules = new Quorum.Rule[write.batch().seriesCount()];
        var route = new Route();
        boolean copied = false;
        for (TenantPart part : request.tenants()) {
            Ring ring = seen.rings().ringOf(part.tenant()).orElse(null);
            if (ring == null) {
                return WriteOutcome.refused(Verdict.FAILED, "no matching hashring to handle tenant " + part.tenant());
            }
            int factor = ring.replicationFactor();
            long replica = view.mode() == RingView.Mode.ROUTER_ONLY ? 0 : request.replica();
            if (replica > factor || replica < 0) {
                return WriteOutcome.refused(Verdict.BAD_REPLICA,
                        "request replica " + replica + " exceeds receiver replication factor " + factor);
            }
            copied |= replica == 0;
            Quorum.Rule rule = replica > 0 ? Quorum.Rule.ONE : Quorum.Rule.of(factor);
            for (int i = 0; i < part.count(); i++) {
                rules[part.series()[i]] = rule;
            }
            Hashring hashring = ring.hashringOf(part.tenant());
            int first = replica > 0 ? (int) replica - 1 : 0;
            route.add(part.tenant(), hashring, write, part.series(), part.count(), first,
                    replica > 0 ? (int) replica : factor);
        }
        String here = local == null ? "" : seen.localAddress().orElse("");
        Quorum quorum = send(route, here, request, rules, deadline);
        metrics.waitedToForward(System.nanoTime() - start);
        quorum.await(deadline);
        WriteOutcome outcome = outcome(quorum, rules, write.batch());
        if (copied) {
            metrics.replicated(outcome.verdict() == Verdict.STORED);
        }
        return outcome;
    }

    /// Gets everything under way: remote copies first, then what belongs here, then the copies for nodes that were busy.
    private Quorum send(Route route, String here, WriteRequest request, Quorum.Rule[] rules, long deadline)
            throws InterruptedException {
        List<TenantPart> localParts = new ArrayList<>();
        List<Call> calls = new ArrayList<>();
        for (Map.Entry<Route.Target, List<TenantPart>> entry : route.targets().entrySet()) {
            if (entry.getKey().address().equals(here)) {
                localParts.addAll(entry.getValue());
            } else {
                calls.add(new Call(peers.of(entry.getKey().address()), entry.getKey().replica() + 1, entry.getValue()));
            }
        }
        Map<TenantId, int[]> stay = united(localParts);
        boolean describes = request.write().batch().metricCount() > 0;
        var quorum = new Quorum(rules, calls.size() + stay.size());
        List<Call> busy = new ArrayList<>();
        for (Call call : calls) {
            if (call.peer().tryEnter()) {
                call(call, request, quorum, deadline);
            } else {
                busy.add(call);
            }
        }
        if (local != null) {
            storeLocalCopies(local, stay, request, quorum, describes);
        } else if (describes) {
            metrics.metadataDropped(request.write().batch().metricCount());
        }
        for (Call call : busy) {
            if (call.peer().enter(deadline)) {
                call(call, request, quorum, deadline);
            } else {
                told(quorum, call.series(), Verdict.UNAVAILABLE,
                        call.peer().address() + ": too many writes are waiting for it");
            }
        }
        return quorum;
    }

    /// A copy for another node.
    private record Call(WritePeer peer, int replica, List<TenantPart> parts) {
        int[] series() {
            return parts.size() == 1
                    ? numbers(parts.getFirst())
                    : parts.stream().flatMapToInt(part -> Arrays.stream(numbers(part))).toArray();
        }
    }

    private void call(Call call, WriteRequest request, Quorum quorum, long deadline) {
        byte[] message = ForwardedWrite.encode(request.write(), call.replica(), call.parts());
        int[] series = call.series();
        var headers = new Metadata();
        if (request.replica() > 0) {
            headers.put(HOPS, Integer.toString(request.hops() + 1));
        }
        call.peer().send(message, headers, deadline, (verdict, reason) -> {
            metrics.forwarded(verdict == Verdict.STORED);
            told(quorum, series, verdict, reason);
        });
    }

    private static void told(Quorum quorum, int[] series, Verdict verdict, String reason) {
        quorum.told(series, series.length, number -> verdict, reason);
    }

    private static Map<TenantId, int[]> united(List<TenantPart> parts) {
        var united = new LinkedHashMap<TenantId, int[]>();
        for (TenantPart part : parts) {
            united.merge(part.tenant(), numbers(part), (a, b) -> {
                int[] both = Arrays.copyOf(a, a.length + b.length);
                System.arraycopy(b, 0, both, a.length, b.length);
                return both;
            });
        }
        return united;
    }

    private static void storeLocalCopies(LocalWriter here, Map<TenantId, int[]> stay, WriteRequest request,
            Quorum quorum, boolean describes) {
        stay.forEach((tenant, series) -> {
            LocalWriter.Local stored = here.write(tenant, request.write(), series);
            quorum.told(series, series.length, stored::of, stored.message());
        });
        if (stay.isEmpty() && describes && !request.tenants().isEmpty()) {
            LocalWriter.Local unused = here.write(request.tenants().getFirst().tenant(), request.write(), new int[0]);
        }
    }

    private static WriteOutcome outcome(Quorum quorum, Quorum.Rule[] rules, WriteBatch batch) {
        Verdict worst = quorum.worst();
        int samples = 0;
        int histograms = 0;
        int exemplars = 0;
        for (int series = 0; series < rules.length; series++) {
            if (rules[series] != null && (worst == Verdict.STORED || quorum.of(series) == Verdict.STORED)) {
                samples += batch.sampleStart(series + 1) - batch.sampleStart(series);
                histograms += batch.histogramStart(series + 1) - batch.histogramStart(series);
                exemplars += batch.exemplarStart(series + 1) - batch.exemplarStart(series);
            }
        }
        var written = new WriteOutcome.Written(samples, histograms, exemplars);
        return new WriteOutcome(worst, worst == Verdict.STORED ? "" : message(quorum, worst), written);
    }

    private static String message(Quorum quorum, Verdict worst) {
        String reasons = String.join(", ", quorum.reasons().stream().distinct().toList());
        return switch (worst) {
            case STORED -> "";
            case INVALID, CONFLICT, BAD_REPLICA, TOO_MANY_SERIES, FAILED -> reasons;
            case NOT_READY, UNAVAILABLE -> "write quorum not reached: " + quorum.shortfall() + " (" + reasons + ")";
        };
    }
}
