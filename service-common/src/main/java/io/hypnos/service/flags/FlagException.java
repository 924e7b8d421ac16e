package io.hypnos.service.flags;

/// A command line that cannot be used; the message is one line for the operator and says what to change.
public final class FlagException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public FlagException(String message) {
        super(message);
    }

    public FlagException(String message, Throwable cause) {
        super(message, cause);
    }
}
