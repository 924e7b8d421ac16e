/// Persistent blocks: a directory per stretch of time with `meta.json`, `index`, `chunks/` and perhaps `tombstones`, exactly as Prometheus and
/// Thanos have it. Written once, read by many, never changed but for what marks deletions.
///
/// Start reading at [io.hypnos.tsdb.block.Block] for queries and at [io.hypnos.tsdb.block.BlockWriter] for writing. May import:
/// `io.hypnos.tsdb.io`, `io.hypnos.tsdb.index`, `io.hypnos.series`; JSON is Jackson's business.
@NullMarked
package io.hypnos.tsdb.block;

import org.jspecify.annotations.NullMarked;
