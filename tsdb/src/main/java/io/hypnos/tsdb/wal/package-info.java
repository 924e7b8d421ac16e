/// Prometheus' write-ahead log: segments of pages of records, checkpoints, and the out-of-order log, which has the same form.
///
/// Written by many threads in an order that they agree on beforehand, and read back record by record in memory that does not grow with the
/// log. Start reading at [io.hypnos.tsdb.wal.Wal] for writing and [io.hypnos.tsdb.wal.WalReader] for reading; what a record says is in
/// [io.hypnos.tsdb.wal.WalRecord].
///
/// May import: the JDK, JSpecify, SLF4J, `series`, and the packages `io` and `step` of this module.
@NullMarked
package io.hypnos.tsdb.wal;

import org.jspecify.annotations.NullMarked;
