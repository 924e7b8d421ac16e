/// Which blocks are served: brought up to date with the bucket from time to time, and chosen from for each request.
///
/// Start reading at [io.hypnos.store.sync.BlockSync].
@NullMarked
package io.hypnos.store.sync;

import org.jspecify.annotations.NullMarked;
