package io.hypnos.series.chunk;

import io.hypnos.series.StorageException;

/// The bytes of a chunk are not what its encoding says.
public final class InvalidChunkException extends StorageException {

    private static final long serialVersionUID = 1L;

    public InvalidChunkException(String message) {
        super(message);
    }
}
