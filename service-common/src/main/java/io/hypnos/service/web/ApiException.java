package io.hypnos.service.web;

/// A request of the API that is answered by an error.
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorType type;
    private final int status;

    public ApiException(ErrorType type, String message) {
        this(type, type.status(), message);
    }

    /// @param status an HTTP status other than the one of the type
    public ApiException(ErrorType type, int status, String message) {
        super(message);
        this.type = type;
        this.status = status;
    }

    public static ApiException badData(String message) {
        return new ApiException(ErrorType.BAD_DATA, message);
    }

    /// In the words of Prometheus: `invalid parameter "step": …`.
    public static ApiException invalidParameter(String name, String reason) {
        return badData("invalid parameter \"" + name + "\": " + reason);
    }

    public ErrorType type() {
        return type;
    }

    public int status() {
        return status;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
