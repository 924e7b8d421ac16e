package io.hypnos.objstore;

import java.io.IOException;

/// The store was reached and said no: wrong credentials, no such bucket, a request it does not take. Asking again gives the same answer, so
/// nobody retries it; the message says what an operator can do.
public final class BucketRefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    public BucketRefusedException(String message) {
        super(message);
    }

    public BucketRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
