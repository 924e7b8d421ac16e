/// Blocks of the time series database as they lie in a bucket, laid out as Thanos does:
///
///     <ULID>/meta.json                 written last: a block without it is not there yet, or not any more
///     <ULID>/index
///     <ULID>/chunks/000001 …
///     <ULID>/deletion-mark.json        and other marks, by people and by compactors
///
/// Start reading at [io.hypnos.objstore.block.MetaFetcher], which finds out what is there. May import: the bucket, `tsdb.block`, labels and
/// relabelling of `series`, Jackson.
@NullMarked
package io.hypnos.objstore.block;

import org.jspecify.annotations.NullMarked;
