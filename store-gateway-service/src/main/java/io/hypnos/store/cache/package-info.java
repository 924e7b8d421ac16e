/// The index cache: postings and series entries that were read from the bucket, kept in memory up to a number of bytes.
///
/// Start reading at [io.hypnos.store.cache.IndexCache].
@NullMarked
package io.hypnos.store.cache;

import org.jspecify.annotations.NullMarked;
