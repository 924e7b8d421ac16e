/// Making one block of many: which blocks a local database merges, and the merge itself.
///
/// Start reading at [io.hypnos.tsdb.compact.BlockCompactor]. May import: `io.hypnos.tsdb.block`, `io.hypnos.tsdb.index`, `io.hypnos.tsdb.io`,
/// `io.hypnos.series`.
@NullMarked
package io.hypnos.tsdb.compact;

import org.jspecify.annotations.NullMarked;
