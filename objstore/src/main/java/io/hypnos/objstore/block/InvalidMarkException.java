package io.hypnos.objstore.block;

/// What lies where a mark should lie is none: not JSON, of another block, or of a version that we do not know.
public final class InvalidMarkException extends Exception {

    private static final long serialVersionUID = 1L;

    public InvalidMarkException(String message) {
        super(message);
    }
}
