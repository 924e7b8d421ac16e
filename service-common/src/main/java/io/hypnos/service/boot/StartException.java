package io.hypnos.service.boot;

/// A role cannot start; the message is a line for the operator that says what to change.
public final class StartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StartException(String message) {
        super(message);
    }

    public StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
