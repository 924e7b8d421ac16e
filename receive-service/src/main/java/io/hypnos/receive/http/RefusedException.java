package io.hypnos.receive.http;

/// A request is turned away before anything of it is stored.
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    RefusedException(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    Answer answer() {
        return Answer.text(status, String.valueOf(getMessage()));
    }
}
