/// One block in a bucket, and how series are read from it: matchers to postings, postings to series entries, entries to chunks, each with a
/// few ranged reads.
///
/// Start reading at [io.hypnos.store.block.BucketBlock].
@NullMarked
package io.hypnos.store.block;

import org.jspecify.annotations.NullMarked;
