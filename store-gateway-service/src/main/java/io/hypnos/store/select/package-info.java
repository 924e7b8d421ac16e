/// The StoreAPI over the blocks of a bucket.
///
/// Start reading at [io.hypnos.store.select.BucketSeriesStore].
@NullMarked
package io.hypnos.store.select;

import org.jspecify.annotations.NullMarked;
