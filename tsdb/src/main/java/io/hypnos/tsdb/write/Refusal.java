package io.hypnos.tsdb.write;

/// Why a whole batch was turned away before any of it was stored. Each goes away by itself; the sender should try again later.
public enum Refusal {
    /// Less disk space is left than must be kept in reserve.
    DISK_FULL("the disk is almost full"),
    /// The write-ahead log cannot be written at the moment.
    LOG_UNAVAILABLE("the write-ahead log cannot be written"),
    /// The head holds as many bytes as it may.
    HEAD_FULL("the head has reached its memory limit"),
    /// The database is being closed.
    CLOSED("the database is closed");

    private final String message;

    Refusal(String message) {
        this.message = message;
    }

    public String message() {
        return message;
    }
}
