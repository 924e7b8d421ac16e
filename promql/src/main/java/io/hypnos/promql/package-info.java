/// The query language as callers see it: a [io.hypnos.promql.QueryEngine] takes an [io.hypnos.promql.InstantQuery] or an
/// [io.hypnos.promql.RangeQuery] and a [io.hypnos.series.SeriesQuerier], and gives a [io.hypnos.promql.QueryResult] or throws a
/// [io.hypnos.promql.QueryException].
///
/// The way of a query: `parse` makes an `ast`, `plan` turns it into plan nodes and improves them by rules, `exec` runs them as operators over
/// batches of series × steps, `format` writes expressions and values as text and JSON. Start reading at [io.hypnos.promql.QueryEngine].
///
/// May import: `series`. Never Spring, gRPC or protobuf.
@NullMarked
package io.hypnos.promql;

import org.jspecify.annotations.NullMarked;
