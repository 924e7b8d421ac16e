package io.hypnos.receive.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hypnos.receive.limit.HeadSeriesLimiter;
import io.hypnos.receive.limit.LimitMetrics;
import io.hypnos.receive.limit.LiveLimits;
import io.hypnos.receive.limit.TenantLimits;
import io.hypnos.receive.wire.CanonicalKeys;
import io.hypnos.receive.wire.DecodedWrite;
import io.hypnos.receive.wire.ForwardedWrite.TenantPart;
import io.hypnos.receive.wire.MalformedWriteException;
import io.hypnos.receive.wire.SeriesFaults;
import io.hypnos.receive.write.ReplicatedWriter;
import io.hypnos.receive.write.Verdict;
import io.hypnos.receive.write.WriteBuffers;
import io.hypnos.receive.write.WriteMetrics;
import io.hypnos.receive.write.WriteOutcome;
import io.hypnos.receive.write.WriteRequest;
import io.hypnos.series.relabel.Relabeling;
import io.hypnos.service.metrics.HttpMetrics;
import io.hypnos.service.tenancy.InvalidTenantException;
import io.hypnos.service.tenancy.TenantHeader;
import io.hypnos.service.tenancy.TenantId;
import io.hypnos.tsdb.io.InvalidSnappyException;
import io.hypnos.tsdb.io.SnappyBlock;
import io.hypnos.tsdb.write.WriteBatch;

/// Decides what a remote write is answered. In this order: is anybody ready, is it remote write at all, who sends it, may they, how large is
/// it (before anything is allocated for it), can it be read, how much is in it; then it is written. Safe for use by many threads.
///
/// A request of which parts are refused is stored as to the rest; its status is that of the refusal that weighs most.
public final class WriteHandler {

    /// Unpacked, whatever the limits say: as in Prometheus.
    static final int MAX_BODY_BYTES = 32 << 20;
    static final String HANDLER = "receive";

    private static final Logger LOG = LoggerFactory.getLogger(WriteHandler.class);
    private static final String WRITTEN = "X-Prometheus-Remote-Write-";

    private final Rules rules;
    private final Limits limits;
    private final Writing writing;
    private final HttpMetrics http;
    private final Supplier<List<String>> obstacles;

    /// How requests are read.
    ///
    /// @param tenant        how a request names its tenant
    /// @param replicaHeader which names the copy that a request is
    /// @param relabeling    applied to every series
    /// @param splitLabel    the label that names a series' tenant; empty for none
    /// @param exemplars     whether exemplars are kept
    public record Rules(TenantHeader tenant, String replicaHeader, Relabeling relabeling, String splitLabel,
            boolean exemplars) {}

    /// What holds requests back.
    public record Limits(LiveLimits limits, HeadSeriesLimiter headSeries, LimitMetrics metrics) {}

    /// Where requests go.
    public record Writing(ReplicatedWriter writer, WriteBuffers buffers, WriteMetrics metrics) {}

    /// @param obstacles why requests cannot be taken at all; empty when they can
    public WriteHandler(Rules rules, Limits limits, Writing writing, HttpMetrics http,
            Supplier<List<String>> obstacles) {
        this.rules = rules;
        this.limits = limits;
        this.writing = writing;
        this.http = http;
        this.obstacles = obstacles;
        http.announce(HANDLER, "POST");
    }

    /// Answers a request; may block.
    Answer handle(IncomingWrite request) {
        HttpMetrics.Measured measured = http.begin(HANDLER, "POST");
        var seen = new Seen();
        Answer answer;
        try {
            answer = admit(request, seen);
        } catch (RefusedException e) {
            answer = e.answer();
        } catch (InvalidTenantException e) {
            answer = Answer.text(400, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer = Answer.text(503, "the service is stopping");
        } catch (RuntimeException e) {
            LOG.atError().setMessage("a write failed unexpectedly").setCause(e).log();
            answer = Answer.text(500, "internal error: " + e.getClass().getSimpleName());
        }
        measured.end(answer.status(), request.length(), answer.body().length, seen.tenant);
        writing.metrics().answered(answer.status(), seen.tenant, seen.series, seen.samples);
        return answer;
    }

    /// What is known of a request so far, for the metrics.
    private static final class Seen {
        private String tenant = "";
        private int series;
        private int samples;
    }

    private Answer admit(IncomingWrite request, Seen seen) throws InterruptedException {
        List<String> waitingFor = obstacles.get();
        if (!waitingFor.isEmpty()) {
            throw new RefusedException(503, "not ready: " + String.join("; ", waitingFor));
        }
        Protocol protocol = Protocol.of(request);
        TenantId tenant = tenant(request);
        seen.tenant = tenant.value();
        long replica = replica(request);
        limits.limits().gate().enter();
        try {
            if (!limits.headSeries().allows(tenant)) {
                limits.metrics().headSeriesLimited(tenant);
                throw new RefusedException(429, "tenant is above active series limit");
            }
            TenantLimits own = limits.limits().now().of(tenant);
            WriteBuffers.Buffers taken = writing.buffers().take();
            try {
                unpack(request, own, tenant, taken.write());
                return write(request, protocol, tenant, replica, taken, seen);
            } finally {
                writing.buffers().giveBack(taken);
            }
        } finally {
            limits.limits().gate().leave();
        }
    }

    private TenantId tenant(IncomingWrite request) {
        String named = request.clientName();
        if (named == null) {
            return rules.tenant().resolve(request.header());
        }
        if (named.isEmpty()) {
            throw new RefusedException(400, "could not get required certificate field from client cert");
        }
        return new TenantId(named);
    }

    private long replica(IncomingWrite request) {
        String text = request.header(rules.replicaHeader(), "");
        if (text.isEmpty()) {
            return 0;
        }
        if (!text.matches("[0-9]{1,9}")) {
            throw new RefusedException(400, "request replica \"" + text.replaceAll("[^ -~]", "?") + "\" is no number");
        }
        return Long.parseLong(text);
    }

    private void unpack(IncomingWrite request, TenantLimits own, TenantId tenant, DecodedWrite into) {
        try {
            int length = SnappyBlock.decodedLength(request.body(), 0, request.length());
            if (!own.allowsBytes(request.length()) || !own.allowsBytes(length)) {
                limits.metrics().hit(tenant, "body_size");
                throw new RefusedException(413, "write request too large: " + length + " bytes, the limit of tenant "
                        + tenant + " is " + own.bytes());
            }
            if (length > MAX_BODY_BYTES) {
                throw new RefusedException(413,
                        "write request too large: " + length + " bytes, the limit is " + MAX_BODY_BYTES);
            }
            int unused = SnappyBlock.decode(request.body(), 0, request.length(), into.reserve(length), 0);
        } catch (InvalidSnappyException e) {
            throw new RefusedException(400, "snappy decode error: " + e.getMessage());
        }
    }

    private Answer write(IncomingWrite request, Protocol protocol, TenantId tenant, long replica,
            WriteBuffers.Buffers taken, Seen seen) {
        int length = SnappyBlock.decodedLength(request.body(), 0, request.length());
        boolean forwards = writing.writer().routes();
        DecodedWrite write = taken.write();
        try {
            switch (protocol) {
                case V1 -> taken.decoder1().decode(length, forwards, write);
                case V2 -> taken.decoder2().decode(length, forwards, write);
            }
        } catch (MalformedWriteException e) {
            throw new RefusedException(400, "protobuf decode error: " + e.getMessage());
        }
        seen.series = write.batch().seriesCount();
        seen.samples = write.batch().sampleCount() + write.batch().histogramCount();
        var keys = new CanonicalKeys(rules.relabeling(), rules.splitLabel().isEmpty() ? null : rules.splitLabel());
        CanonicalKeys.Canonical canonical = keys.apply(write, forwards, taken.spare());
        writing.metrics().relabelDropped(canonical.dropped());
        WriteRequest toWrite = WriteRequest.of(tenant, canonical, replica);
        toWrite.tenants().forEach(part -> checkContents(part, canonical.write().batch()));
        SeriesFaults faults = canonical.write().faults();
        WriteBatch batch = canonical.write().batch();
        boolean empty = batch.seriesCount() == 0 && batch.metricCount() == 0;
        WriteOutcome outcome = empty
                ? new WriteOutcome(Verdict.STORED, "", WriteOutcome.Written.NOTHING)
                : writing.writer().write(toWrite);
        Answer answer = answer(outcome, faults);
        return protocol == Protocol.V2 ? answer.with(written(outcome.written())) : answer;
    }

    private void checkContents(TenantPart part, WriteBatch batch) {
        TenantLimits own = limits.limits().now().of(part.tenant());
        if (!own.allowsSeries(part.count())) {
            limits.metrics().hit(part.tenant(), "series");
            throw new RefusedException(413, "too many timeseries: " + part.count() + ", the limit of tenant "
                    + part.tenant() + " is " + own.series());
        }
        long samples = 0;
        for (int i = 0; i < part.count(); i++) {
            int series = part.series()[i];
            samples += batch.sampleStart(series + 1) - batch.sampleStart(series) + batch.histogramStart(series + 1)
                    - batch.histogramStart(series);
        }
        if (!own.allowsSamples(samples)) {
            limits.metrics().hit(part.tenant(), "samples");
            throw new RefusedException(413,
                    "too many samples: " + samples + ", the limit of tenant " + part.tenant() + " is " + own.samples());
        }
    }

    private static Answer answer(WriteOutcome outcome, SeriesFaults faults) {
        int status = statusOf(outcome.verdict());
        if (status == 204 && faults.isEmpty()) {
            return Answer.empty(204);
        }
        String told = faults.isEmpty()
                ? outcome.message()
                : faults.describe() + (outcome.message().isEmpty() ? "" : "; " + outcome.message());
        return Answer.text(status == 204 ? 400 : status, told);
    }

    private static int statusOf(Verdict verdict) {
        return switch (verdict) {
            case STORED -> 204;
            case INVALID, BAD_REPLICA -> 400;
            case CONFLICT -> 409;
            case TOO_MANY_SERIES -> 429;
            case FAILED -> 500;
            case NOT_READY, UNAVAILABLE -> 503;
        };
    }

    private Map<String, String> written(WriteOutcome.Written written) {
        var headers = new LinkedHashMap<String, String>();
        headers.put(WRITTEN + "Samples-Written", Integer.toString(written.samples()));
        headers.put(WRITTEN + "Histograms-Written", Integer.toString(written.histograms()));
        headers.put(WRITTEN + "Exemplars-Written", Integer.toString(rules.exemplars() ? written.exemplars() : 0));
        return headers;
    }
}
