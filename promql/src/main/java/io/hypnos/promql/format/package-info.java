/// Expressions and values as text and JSON, byte for byte as Prometheus' HTTP API has them.
///
/// May import: the root package's values, `ast`, `number`, `series`. Start reading at [io.hypnos.promql.format.ResultJson]; others are
/// [io.hypnos.promql.format.PrettyText] (`format_query`) and [io.hypnos.promql.format.ExprJson] (`parse_query`).
@NullMarked
package io.hypnos.promql.format;

import org.jspecify.annotations.NullMarked;
