package io.hypnos.tsdb.wal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The frame of a log: files, pages and fragments.
///
/// A log is a directory of segments, files named by a number of eight digits, without gaps. A segment is a sequence of pages of 32 KiB, the
/// last of which may be cut off where only zeros would follow. A record is one fragment, or several where it goes beyond the end of a page; it
/// never goes beyond the end of a segment.
///
///     fragment = type (1) · length (2) · CRC-32C of the data (4) · data
///     type     = bits 0-2: 0 end of page, 1 whole record, 2 first, 3 middle, 4 last part of a record
///                bit 3: the record is compressed (snappy block), bit 4: it is compressed (zstd frame)
///
/// Numbers are big-endian. Where fewer than seven bytes are left in a page, or the type is 0, the rest of the page is zero. Compression is
/// applied to the whole record before it is split, and every fragment carries its flag. The checksum does not cover the header.
///
/// A checkpoint is a log in a directory of its own, `checkpoint.` and the number of the last segment that it replaces. Files whose name is not
/// a number are nobody's segments.
///
/// Golden: `golden/wal.hex`, `wal-snappy.hex`, `wal-pages.hex`, `wbl.hex`, `checkpoint.hex`. What records say is in [WalRecord].
final class WalFormat {

    static final int PAGE_SIZE = 32 << 10;
    static final int HEADER_SIZE = 7;

    static final int TYPE_MASK = 7;
    static final int FULL = 1;
    static final int FIRST = 2;
    static final int MIDDLE = 3;
    static final int LAST = 4;
    static final int SNAPPY = 1 << 3;
    static final int ZSTD = 1 << 4;

    static final String TEMPORARY = ".tmp";
    private static final String CHECKPOINT = "checkpoint.";

    private WalFormat() {}

    static Path segment(Path directory, int number) {
        return directory.resolve(String.format("%08d", number));
    }

    static Path checkpoint(Path directory, int number) {
        return directory.resolve(CHECKPOINT + String.format("%08d", number));
    }

    /// The numbers of the segments in a directory, ascending; none where there is no directory.
    static List<Integer> segments(Path directory) {
        return numbers(directory, "");
    }

    /// The number of the newest complete checkpoint.
    static Optional<Integer> newestCheckpoint(Path directory) {
        List<Integer> found = numbers(directory, CHECKPOINT);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.getLast());
    }

    static List<Integer> checkpoints(Path directory) {
        return numbers(directory, CHECKPOINT);
    }

    private static List<Integer> numbers(Path directory, String prefix) {
        var found = new ArrayList<Integer>();
        if (!Files.isDirectory(directory)) {
            return found;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (name.startsWith(prefix) && isNumber(name, prefix.length())) {
                    found.add(Integer.parseInt(name.substring(prefix.length())));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        found.sort(null);
        return found;
    }

    private static boolean isNumber(String name, int from) {
        if (name.length() <= from || name.length() - from > 9) {
            return false;
        }
        for (int i = from; i < name.length(); i++) {
            if (name.charAt(i) < '0' || name.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
