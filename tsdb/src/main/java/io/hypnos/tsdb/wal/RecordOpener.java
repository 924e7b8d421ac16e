package io.hypnos.tsdb.wal;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.hypnos.series.StorageException;
import io.hypnos.tsdb.io.InvalidSnappyException;
import io.hypnos.tsdb.io.SnappyBlock;

/// Turns stored records into what they say: decompresses and decodes.
///
/// The flag that says whether a record is compressed is covered by no checksum, so where the contents make no sense as they are declared, the
/// other reading is tried.
final class RecordOpener {

    /// No more than this is decompressed at once, whatever a record declares.
    private static final int LIMIT = 512 << 20;

    private int flags;

    /// Flags that the record opened last should have had.
    int flags() {
        return flags;
    }

    /// Opens the record of which the first `length` bytes of `stored` are the stored form. What comes out keeps no hold of them.
    ///
    /// @throws InvalidRecordException when it makes no sense
    /// @throws StorageException       when it is compressed in a way that is not read here
    WalRecord open(byte[] stored, int length, int declared) {
        if (declared == WalFormat.ZSTD && isZstdFrame(stored, length)) {
            throw new StorageException(
                    "the log has records compressed with zstd, which are not read: let the process that wrote them"
                            + " write blocks, or switch it to snappy, before opening the directory here");
        }
        int likely = declared == WalFormat.SNAPPY ? WalFormat.SNAPPY : 0;
        int unlikely = likely ^ WalFormat.SNAPPY;
        WalRecord unknown = null;
        InvalidRecordException invalid = null;
        try {
            WalRecord record = open(stored, length, likely == WalFormat.SNAPPY);
            if (!(record instanceof WalRecord.Unknown)) {
                flags = likely;
                return record;
            }
            unknown = record;
        } catch (InvalidRecordException e) {
            invalid = e;
        }
        WalRecord other = attempt(stored, length, unlikely == WalFormat.SNAPPY);
        if (other != null && !(other instanceof WalRecord.Unknown)) {
            flags = unlikely;
            return other;
        }
        flags = likely;
        if (unknown != null) {
            return unknown;
        }
        throw invalid == null ? new InvalidRecordException("no contents") : invalid;
    }

    private static @Nullable WalRecord attempt(byte[] stored, int length, boolean compressed) {
        try {
            return open(stored, length, compressed);
        } catch (InvalidRecordException e) {
            return null;
        }
    }

    private static WalRecord open(byte[] stored, int length, boolean compressed) {
        if (!compressed) {
            return RecordDecoder.decode(Arrays.copyOf(stored, length), 0, length);
        }
        byte[] body;
        try {
            body = SnappyBlock.decode(stored, 0, length, LIMIT);
        } catch (InvalidSnappyException e) {
            throw new InvalidRecordException("not a snappy block: " + e.getMessage());
        }
        return RecordDecoder.decode(body, 0, body.length);
    }

    private static boolean isZstdFrame(byte[] stored, int length) {
        return length >= 4 && stored[0] == 0x28 && stored[1] == (byte) 0xB5 && stored[2] == 0x2F
                && stored[3] == (byte) 0xFD;
    }
}
