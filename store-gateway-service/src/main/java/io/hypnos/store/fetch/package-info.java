/// Reads scattered parts of objects with few requests, and counts what a request of a client costs. Knows nothing of blocks.
///
/// Start reading at [io.hypnos.store.fetch.RangeReader].
@NullMarked
package io.hypnos.store.fetch;

import org.jspecify.annotations.NullMarked;
