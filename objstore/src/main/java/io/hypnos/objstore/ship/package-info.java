/// Brings the blocks that a local database cuts to the bucket, as long as it lives. Start reading at [io.hypnos.objstore.ship.Shipper].
///
/// May import: `objstore.block` and what that may.
@NullMarked
package io.hypnos.objstore.ship;

import org.jspecify.annotations.NullMarked;
