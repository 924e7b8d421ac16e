/// Merging: sorted streams of series into one, and the samples of overlapping chunks into one sequence.
///
/// May import: the root package, `labels`, `chunk`, `histogram`. Start reading at [io.hypnos.series.merge.ChunkSeriesMerge].
@NullMarked
package io.hypnos.series.merge;

import org.jspecify.annotations.NullMarked;
