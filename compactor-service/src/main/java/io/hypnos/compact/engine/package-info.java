/// The compactor at work: one pass over a bucket after another, each step on its own, so that what goes wrong in one place stays there.
///
/// Start reading at [io.hypnos.compact.engine.CompactionPass]. May import: `compact.plan`, `compact.downsample`, `objstore`, `tsdb`.
/// Never Spring.
@NullMarked
package io.hypnos.compact.engine;

import org.jspecify.annotations.NullMarked;
