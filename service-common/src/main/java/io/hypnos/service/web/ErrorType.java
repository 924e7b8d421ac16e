package io.hypnos.service.web;

/// The kinds of failure that Prometheus' API tells apart, with the name and HTTP status that its clients expect.
public enum ErrorType {
    BAD_DATA("bad_data", 400), EXECUTION("execution", 422), TIMEOUT("timeout", 503), CANCELED("canceled",
            499), INTERNAL("internal",
                    500), UNAVAILABLE("unavailable",
                            500), NOT_FOUND("not_found", 404), NOT_ACCEPTABLE("not_acceptable", 406);

    private final String text;
    private final int status;

    ErrorType(String text, int status) {
        this.text = text;
        this.status = status;
    }

    /// As the envelope spells it.
    public String text() {
        return text;
    }

    /// The HTTP status.
    public int status() {
        return status;
    }
}
