package io.hypnos.receive.ring;

/// A description of rings that cannot be used. The message is a line for the operator.
public final class InvalidHashringException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public InvalidHashringException(String message) {
        super(message);
    }
}
