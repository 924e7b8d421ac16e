/// From chunks of replicas to the samples that the query engine reads: overlapping chunks apart, aggregates chosen, replicas deduplicated.
///
/// The rules are those of Thanos' querier, to the sample, with one exception: counters of which there are only raw samples stay raw, so that
/// functions see the resets (docs/adr/0010). And the work is different: whole chunks are decoded into columns, and chunks of a replica that
/// is never consulted are not decoded at all.
///
/// May import: the root package, `labels`, `chunk`, `histogram`. Start reading at [io.hypnos.series.dedup.DedupSeriesSet].
@NullMarked
package io.hypnos.series.dedup;

import org.jspecify.annotations.NullMarked;
