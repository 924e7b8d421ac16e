package io.hypnos.service.web;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hypnos.series.QueryAbortedException;
import io.hypnos.series.StorageException;
import io.hypnos.service.storeapi.StoreException;
import io.hypnos.service.tenancy.InvalidTenantException;

/// The one place where exceptions become answers of the API. What is not expected is logged and told without its message, which may hold
/// more than the client should see.
final class ApiFaults {

    private static final Logger LOG = LoggerFactory.getLogger(ApiFaults.class);

    private ApiFaults() {}

    static ApiException of(Throwable thrown) {
        return switch (thrown) {
            case ApiException known -> known;
            case InvalidTenantException invalid -> ApiException.badData(text(invalid));
            case QueryAbortedException aborted -> new ApiException(typeOf(aborted.reason()), text(aborted));
            case StoreException store -> new ApiException(typeOf(store.reason()), text(store));
            case StorageException storage -> new ApiException(ErrorType.INTERNAL, text(storage));
            default -> {
                LOG.atError().setMessage("request failed unexpectedly").setCause(thrown).log();
                yield new ApiException(ErrorType.INTERNAL, "internal error: " + thrown.getClass().getSimpleName());
            }
        };
    }

    private static ErrorType typeOf(QueryAbortedException.Reason reason) {
        return switch (reason) {
            case CANCELED -> ErrorType.CANCELED;
            case TIMEOUT -> ErrorType.TIMEOUT;
            case MEMORY, SAMPLES -> ErrorType.EXECUTION;
        };
    }

    private static ErrorType typeOf(StoreException.Reason reason) {
        return switch (reason) {
            case INVALID_REQUEST -> ErrorType.BAD_DATA;
            case LIMIT, ABORTED, UNAVAILABLE -> ErrorType.EXECUTION;
            case INTERNAL -> ErrorType.INTERNAL;
        };
    }

    private static String text(Throwable thrown) {
        return String.valueOf(thrown.getMessage());
    }
}
