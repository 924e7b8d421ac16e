package io.hypnos.tsdb.head;

import org.jspecify.annotations.Nullable;

import io.hypnos.tsdb.wal.PreparedRecords;
import io.hypnos.tsdb.wal.Wal;

/// The logs that a head writes: one for everything that is in order, and where late samples are taken one for these.
///
/// @param lateLog null where no late samples are taken
/// @param nothing a set of no records, never added to
record HeadLogs(Wal wal, @Nullable Wal lateLog, PreparedRecords nothing) {

    HeadLogs(Wal wal, @Nullable Wal lateLog) {
        this(wal, lateLog, wal.newRecords());
    }

    /// A batch's place in both.
    ///
    /// @param late meaningless where there is no log for late samples
    record Place(long ticket, long late) {}

    /// Under the lock of the first shard.
    Place reserve() {
        return new Place(wal.reserve(), lateLog == null ? -1 : lateLog.reserve());
    }

    /// Writes a batch's records and waits until they are in the logs; false when that is not possible now.
    ///
    /// @param awaitLate whether the batch has, or builds on, anything in the log of late samples
    boolean commit(Place place, PreparedRecords records, PreparedRecords lateRecords, boolean awaitLate) {
        boolean written = true;
        if (lateLog != null) {
            if (awaitLate) {
                written = lateLog.commit(place.late, lateRecords);
            } else {
                lateLog.submit(place.late, nothing);
            }
        }
        return wal.commit(place.ticket, records) && written;
    }

    boolean failing() {
        return wal.failing() || lateLog != null && lateLog.failing();
    }

    /// Tries to write what could not be written before; true when nothing is left over.
    boolean retry() {
        return wal.retry() & (lateLog == null || lateLog.retry());
    }
}
