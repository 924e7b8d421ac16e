/// What a compactor should do, decided from metas alone: which blocks to merge, which to downsample, which to give up. Decides and does nothing.
///
/// Start reading at [io.hypnos.compact.plan.CompactionPlanner]. May import: `objstore.block`, `compact.downsample`'s resolutions.
@NullMarked
package io.hypnos.compact.plan;

import org.jspecify.annotations.NullMarked;
