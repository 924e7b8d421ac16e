package io.hypnos.tsdb.io;

/// Bytes that are no snappy block, or one larger than its reader allows.
public final class InvalidSnappyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public InvalidSnappyException(String message) {
        super(message);
    }
}
