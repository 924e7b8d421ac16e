package io.hypnos.receive.wire;

/// The body of a write is not what it should be; nothing of it can be used.
public final class MalformedWriteException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MalformedWriteException(String message) {
        // Thrown at any sender's will, so it must be cheap.
        super(message, null, false, false);
    }
}
