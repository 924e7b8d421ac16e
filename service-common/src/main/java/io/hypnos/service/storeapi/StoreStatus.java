package io.hypnos.service.storeapi;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hypnos.series.QueryAbortedException;
import io.hypnos.series.StorageException;
import io.hypnos.series.labels.InvalidRegexException;
import io.hypnos.service.storeapi.StoreException.Reason;
import io.hypnos.service.tenancy.InvalidTenantException;

/// The one place where failures of a store become gRPC statuses, and statuses of a peer become failures.
public final class StoreStatus {

    private static final Logger LOG = LoggerFactory.getLogger(StoreStatus.class);

    private StoreStatus() {}

    /// The status that a client is told. What is not expected is logged and told without its message.
    public static Status of(Throwable thrown) {
        return switch (thrown) {
            case StoreException store -> statusOf(store.reason()).withDescription(store.getMessage());
            case QueryAbortedException aborted -> statusOf(aborted.reason()).withDescription(aborted.getMessage());
            case InvalidRegexException invalid -> Status.INVALID_ARGUMENT.withDescription(invalid.getMessage());
            case InvalidTenantException invalid -> Status.INVALID_ARGUMENT.withDescription(invalid.getMessage());
            case StorageException storage -> Status.INTERNAL.withDescription(storage.getMessage());
            case StatusRuntimeException told -> told.getStatus();
            default -> {
                LOG.atError().setMessage("call failed unexpectedly").setCause(thrown).log();
                yield Status.INTERNAL.withDescription("internal error: " + thrown.getClass().getSimpleName());
            }
        };
    }

    private static Status statusOf(Reason reason) {
        return switch (reason) {
            case INVALID_REQUEST -> Status.INVALID_ARGUMENT;
            case LIMIT -> Status.RESOURCE_EXHAUSTED;
            case UNAVAILABLE -> Status.UNAVAILABLE;
            case ABORTED -> Status.ABORTED;
            case INTERNAL -> Status.INTERNAL;
        };
    }

    private static Status statusOf(QueryAbortedException.Reason reason) {
        return switch (reason) {
            case CANCELED -> Status.CANCELLED;
            case TIMEOUT -> Status.DEADLINE_EXCEEDED;
            case MEMORY, SAMPLES -> Status.RESOURCE_EXHAUSTED;
        };
    }

    /// The failure that a peer's status stands for.
    ///
    /// @param doing what was tried, for the message: `receive series from store-0:10901`
    public static StoreException failure(Status status, String doing) {
        String message = doing + ": " + StatusText.of(status);
        Throwable cause = status.getCause();
        return cause == null
                ? new StoreException(reasonOf(status.getCode()), message)
                : new StoreException(reasonOf(status.getCode()), message, cause);
    }

    private static Reason reasonOf(Status.Code code) {
        return switch (code) {
            case INVALID_ARGUMENT, OUT_OF_RANGE, FAILED_PRECONDITION, NOT_FOUND, ALREADY_EXISTS ->
                Reason.INVALID_REQUEST;
            case RESOURCE_EXHAUSTED -> Reason.LIMIT;
            case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED, UNIMPLEMENTED, UNAUTHENTICATED, PERMISSION_DENIED ->
                Reason.UNAVAILABLE;
            case ABORTED -> Reason.ABORTED;
            case OK, UNKNOWN, INTERNAL, DATA_LOSS -> Reason.INTERNAL;
        };
    }
}
