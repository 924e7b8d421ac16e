package io.hypnos.receive.wire;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.labels.LabelCursor;
import io.hypnos.series.labels.Labels;
import io.hypnos.series.labels.LabelsBuilder;
import io.hypnos.series.relabel.Relabeling;
import io.hypnos.service.tenancy.TenantId;
import io.hypnos.tsdb.write.MetricMetadata;
import io.hypnos.tsdb.write.WriteBatch;

/// Brings the keys of a request into the one form that every receiver takes and hashes alike: labels sorted, none empty, rules applied. Most
/// senders write them so already; then nothing is copied. Used by one thread.
public final class CanonicalKeys {

    private final Relabeling relabeling;
    private final @Nullable String splitLabel;
    private final LabelKey key = new LabelKey();

    /// @param relabeling applied to every series
    /// @param splitLabel the label that names a series' tenant and is taken off; null for none
    public CanonicalKeys(Relabeling relabeling, @Nullable String splitLabel) {
        this.relabeling = relabeling;
        this.splitLabel = splitLabel;
    }

    /// A request that can go on.
    ///
    /// @param write   what was decoded, or what it was rewritten to
    /// @param tenants by series, the tenant that its split label names, null for the request's own; null when there is no such label
    /// @param dropped number of series that the rules dropped
    public record Canonical(DecodedWrite write, @Nullable TenantId @Nullable [] tenants, int dropped) {}

    /// @param hashed whether series are going to be hashed and sent on, so that their keys must be exact
    /// @param spare  written to when keys have to change
    public Canonical apply(DecodedWrite write, boolean hashed, DecodedWrite spare) {
        boolean changes = !relabeling.isEmpty() || splitLabel != null;
        if (!changes && (!hashed || isCanonical(write))) {
            return new Canonical(write, null, 0);
        }
        return rewrite(write, spare);
    }

    private boolean isCanonical(DecodedWrite write) {
        WriteBatch batch = write.batch();
        try {
            for (int series = 0; series < batch.seriesCount(); series++) {
                if (!SeriesLabels.isCanonical(key, write.bytes(), batch.keyOffset(series), batch.keyLength(series))) {
                    return false;
                }
            }
            return true;
        } catch (MalformedWriteException e) {
            return false;
        }
    }

    private Canonical rewrite(DecodedWrite from, DecodedWrite into) {
        System.arraycopy(from.bytes(), 0, into.reserve(from.length()), 0, from.length());
        into.begin(from.length(), from.keepsTails());
        into.faults().addAll(from.faults());
        var reader = new SeriesLabels(into.faults());
        WriteBatch batch = from.batch();
        @Nullable
        TenantId[] tenants = splitLabel == null ? null : new TenantId[batch.seriesCount()];
        int dropped = 0;
        for (int series = 0; series < batch.seriesCount(); series++) {
            Labels labels = reader.decode(batch, series);
            Labels kept = labels == null || relabeling.isEmpty() ? labels : relabeling.apply(labels);
            if (kept == null || kept.isEmpty()) {
                dropped += labels == null ? 0 : 1;
                continue;
            }
            if (tenants != null && splitLabel != null && kept.has(splitLabel)) {
                if (!TenantId.isValid(kept.get(splitLabel))) {
                    reader.refuse(SeriesFault.INVALID_TENANT, batch.body(), batch.keyOffset(series),
                            batch.keyLength(series));
                    continue;
                }
                tenants[into.batch().seriesCount()] = new TenantId(kept.get(splitLabel));
                kept = without(kept, splitLabel);
            }
            int start = write(into, kept);
            into.addSeries(start, into.length() - start, from.tailOffset(series), from.tailLength(series));
            copyColumns(batch, series, into.batch());
        }
        copyMetadata(batch, into.batch());
        return new Canonical(into, tenants == null ? null : Arrays.copyOf(tenants, into.batch().seriesCount()),
                dropped);
    }

    private static Labels without(Labels labels, String name) {
        var builder = new LabelsBuilder(labels);
        builder.remove(name);
        return builder.build();
    }

    private static void copyColumns(WriteBatch from, int series, WriteBatch into) {
        for (int i = from.sampleStart(series); i < from.sampleStart(series + 1); i++) {
            into.addSample(from.time(i), from.value(i));
        }
        for (int i = from.histogramStart(series); i < from.histogramStart(series + 1); i++) {
            into.addHistogram(from.histogramTime(i), from.histogram(i));
        }
        for (int i = from.exemplarStart(series); i < from.exemplarStart(series + 1); i++) {
            into.addExemplar(from.exemplar(i));
        }
        MetricMetadata metadata = from.metadata(series);
        if (metadata != null) {
            into.setMetadata(metadata);
        }
    }

    private static void copyMetadata(WriteBatch from, WriteBatch into) {
        for (int i = 0; i < from.metricCount(); i++) {
            into.addMetricMetadata(from.metricName(i), from.metricMetadata(i));
        }
    }

    /// Writes labels as a key behind everything else and returns where it starts.
    static int write(DecodedWrite into, Labels labels) {
        int start = into.length();
        byte[] packed = labels.packed();
        LabelCursor cursor = labels.cursor();
        while (cursor.next()) {
            int size = 2 + DecodedWrite.varintSize(cursor.nameLength()) + cursor.nameLength()
                    + DecodedWrite.varintSize(cursor.valueLength())
                    + cursor.valueLength();
            into.appendTag(RemoteWrite1Decoder.LABEL, size);
            into.appendTag(1 << 3 | ProtoScan.DELIMITED, cursor.nameLength());
            into.append(packed, cursor.nameOffset(), cursor.nameLength());
            into.appendTag(2 << 3 | ProtoScan.DELIMITED, cursor.valueLength());
            into.append(packed, cursor.valueOffset(), cursor.valueLength());
        }
        return start;
    }
}
