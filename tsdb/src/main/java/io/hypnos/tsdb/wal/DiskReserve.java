package io.hypnos.tsdb.wal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/// Watches the free space of a file system, so that writing stops while there is still enough to go on reading, cutting blocks and cleaning
/// up.
///
/// Asking the operating system is left to [#refresh()], which somebody calls every second; a log at full speed fills a few hundred megabytes
/// in that time at most, which is what the reserve is for.
public final class DiskReserve {

    private final long reserve;
    private final LongSupplier usable;
    private volatile long free;
    private volatile boolean exhausted;

    /// @param reserve bytes that must stay free; 0 to accept everything
    public DiskReserve(Path directory, long reserve) {
        this(reserve, () -> usableBytes(directory));
    }

    DiskReserve(long reserve, LongSupplier usable) {
        this.reserve = reserve;
        this.usable = usable;
        refresh();
    }

    private static long usableBytes(Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            // A file system that does not tell is not a reason to refuse anything.
            return Long.MAX_VALUE;
        }
    }

    /// Whether less than the reserve is free. Ends only when an eighth more is free again, so that it does not flicker.
    public boolean exhausted() {
        return exhausted;
    }

    public long freeBytes() {
        return free;
    }

    public void refresh() {
        long now = usable.getAsLong();
        free = now;
        exhausted = now < (exhausted ? reserve + reserve / 8 : reserve);
    }
}
