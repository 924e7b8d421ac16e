package io.hypnos.service.storeapi;

import io.hypnos.series.StorageException;

/// A store refuses or fails a request as a whole.
public final class StoreException extends StorageException {

    private static final long serialVersionUID = 1L;

    /// Why, in the terms that both ends of the StoreAPI share.
    public enum Reason {
        /// The request makes no sense; repeating it is useless.
        INVALID_REQUEST,
        /// A limit of the store would be passed.
        LIMIT,
        /// The store is starting, stopping or unreachable.
        UNAVAILABLE,
        /// A part failed and the caller wants all or nothing.
        ABORTED,
        /// Anything else.
        INTERNAL
    }

    private final Reason reason;

    public StoreException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public StoreException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
