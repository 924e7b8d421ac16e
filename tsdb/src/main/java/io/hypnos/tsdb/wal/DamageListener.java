package io.hypnos.tsdb.wal;

import java.nio.file.Path;

/// Told what a reader of a log met beside intact records, in the order of the log.
interface DamageListener {

    /// The bytes `[from, to)` of a segment belong to no intact record.
    void damaged(Path segment, long from, long to, String reason);

    /// The segment ends at `from` in the middle of a record, as it does when the process died while writing it.
    void torn(Path segment, long from);

    /// A record at `at` had a wrong bit and was restored.
    void healed(Path segment, long at);

    DamageListener NONE = new DamageListener() {
        @Override
        public void damaged(Path segment, long from, long to, String reason) {}

        @Override
        public void torn(Path segment, long from) {}

        @Override
        public void healed(Path segment, long at) {}
    };
}
