package io.hypnos.tsdb.io;

import io.hypnos.series.StorageException;

/// Stored bytes are not what their format says: a wrong magic number, length, order or checksum, or a file that ends too early.
public final class CorruptBlockException extends StorageException {

    private static final long serialVersionUID = 1L;

    private final String file;
    private final long offset;
    private final String expected;
    private final String found;

    /// @param file     the file or object, as its owner names it
    /// @param offset   where in it the trouble was seen, in bytes
    /// @param expected what the format wants there
    /// @param found    what is there
    public CorruptBlockException(String file, long offset, String expected, String found) {
        super(file + " is corrupt at byte " + offset + ": expected " + expected + ", found " + found);
        this.file = file;
        this.offset = offset;
        this.expected = expected;
        this.found = found;
    }

    /// A checksum that does not fit its bytes.
    public static CorruptBlockException checksum(String file, long offset, int expected, int found) {
        return new CorruptBlockException(file, offset, "CRC-32C " + hex(expected), hex(found));
    }

    /// A number that the format wants to be another one.
    public static CorruptBlockException magic(String file, long offset, int expected, int found) {
        return new CorruptBlockException(file, offset, "magic " + hex(expected), hex(found));
    }

    private static String hex(int value) {
        return String.format("%08x", value);
    }

    public String file() {
        return file;
    }

    public long offset() {
        return offset;
    }

    public String expected() {
        return expected;
    }

    public String found() {
        return found;
    }
}
