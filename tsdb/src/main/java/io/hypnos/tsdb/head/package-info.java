/// The head: the newest samples of one tenant, in memory, before they become blocks.
///
/// Series live in memory outside of the Java heap, 64 bytes each beside their labels and chunk bytes, and no Java object per series; see
/// [io.hypnos.tsdb.head.SeriesRecord] for the layout. Start reading at [io.hypnos.tsdb.head.Head].
///
/// May import: the JDK, JSpecify, SLF4J, `series`, and the packages `io`, `index`, `block`, `wal`, `write` and `step` of this module.
@NullMarked
package io.hypnos.tsdb.head;

import org.jspecify.annotations.NullMarked;
