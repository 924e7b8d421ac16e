/// The query service: PromQL over every store that can be reached. Start reading at [io.hypnos.query.QueryConfiguration].
///
/// May import: series, promql, service-common, Spring. Never tsdb or objstore: chunks come over the wire.
@NullMarked
package io.hypnos.query;

import org.jspecify.annotations.NullMarked;
