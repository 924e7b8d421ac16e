package io.hypnos.receive.write;

import org.jspecify.annotations.Nullable;

import io.hypnos.receive.tenant.TenantTsdbs;
import io.hypnos.receive.tenant.TenantUnavailableException;
import io.hypnos.receive.wire.DecodedWrite;
import io.hypnos.receive.wire.SeriesFaults;
import io.hypnos.receive.wire.SeriesLabels;
import io.hypnos.series.StorageException;
import io.hypnos.service.tenancy.TenantId;
import io.hypnos.tsdb.write.AppendResult;
import io.hypnos.tsdb.write.BatchResult;
import io.hypnos.tsdb.write.Refusal;
import io.hypnos.tsdb.write.WriteBatch;

/// Stores series in this node's databases.
final class LocalWriter {

    private final TenantTsdbs tenants;

    LocalWriter(TenantTsdbs tenants) {
        this.tenants = tenants;
    }

    /// What became of the series of one tenant.
    ///
    /// @param result  null when nothing was looked at, for the reason in the message
    /// @param faults  series whose labels were refused
    /// @param message for the sender; empty when all is stored
    record Local(@Nullable BatchResult result, SeriesFaults faults, String message) {

        Verdict of(int series) {
            if (result == null || result.refusal() != null) {
                return Verdict.UNAVAILABLE;
            }
            AppendResult worst = result.series(series);
            return worst == null ? Verdict.STORED : verdictOf(worst);
        }
    }

    static Verdict verdictOf(AppendResult result) {
        return switch (result) {
            case APPENDED, ALREADY_PRESENT -> Verdict.STORED;
            case DUPLICATE, OUT_OF_ORDER, TOO_OLD, OUT_OF_BOUNDS, TOO_FAR_AHEAD -> Verdict.CONFLICT;
            case INVALID_HISTOGRAM, INVALID_LABELS -> Verdict.INVALID;
            case TOO_MANY_SERIES -> Verdict.TOO_MANY_SERIES;
        };
    }

    /// @param series by number; null for all
    Local write(TenantId tenant, DecodedWrite write, int @Nullable [] series) {
        var faults = new SeriesFaults();
        try {
            BatchResult result = tenants.get(tenant).append(write.batch(), series, new SeriesLabels(faults));
            Refusal refusal = result.refusal();
            String message = refusal != null
                    ? "tenant " + tenant + ": " + refusal.message()
                    : describe(tenant, write, result, faults);
            return new Local(result, faults, message);
        } catch (TenantUnavailableException | StorageException e) {
            return new Local(null, faults, String.valueOf(e.getMessage()));
        }
    }

    private static String describe(TenantId tenant, DecodedWrite write, BatchResult result, SeriesFaults faults) {
        if (result.isComplete() && faults.isEmpty()) {
            return "";
        }
        var text = new StringBuilder();
        if (!faults.isEmpty()) {
            text.append("tenant ").append(tenant).append(": ").append(faults.describe());
        }
        for (AppendResult kind : AppendResult.values()) {
            BatchResult.Example example = result.example(kind);
            if (example != null && !kind.stored() && kind != AppendResult.INVALID_LABELS) {
                text.append(text.isEmpty() ? "" : "; ")
                        .append(describe(tenant, write.batch(), kind, result.count(kind), example));
            }
        }
        return text.toString();
    }

    private static String describe(TenantId tenant, WriteBatch batch, AppendResult kind, int count,
            BatchResult.Example example) {
        String series = SeriesLabels.show(batch.body(), batch.keyOffset(example.series()),
                batch.keyLength(example.series()));
        return "tenant " + tenant + ": " + count + (count == 1 ? " sample " : " samples ") + reason(kind)
                + ", first of " + series + " at " + example.time();
    }

    private static String reason(AppendResult kind) {
        return switch (kind) {
            case APPENDED, ALREADY_PRESENT -> "stored";
            case DUPLICATE -> "with another value at a time that has one";
            case OUT_OF_ORDER -> "out of order";
            case TOO_OLD -> "older than the out-of-order window";
            case OUT_OF_BOUNDS -> "older than what the head takes";
            case TOO_FAR_AHEAD -> "too far in the future";
            case INVALID_HISTOGRAM -> "with a native histogram that contradicts itself";
            case INVALID_LABELS -> "with labels that make no sense";
            case TOO_MANY_SERIES -> "of new series where no more are allowed";
        };
    }
}
