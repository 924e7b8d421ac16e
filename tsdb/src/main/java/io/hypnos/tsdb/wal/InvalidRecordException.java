package io.hypnos.tsdb.wal;

/// The body of a record is not what its type says, although its checksum is right.
final class InvalidRecordException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidRecordException(String message) {
        super(message);
    }
}
