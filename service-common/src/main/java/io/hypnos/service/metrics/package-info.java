/// What every role measures of itself, under the names that Prometheus' and Thanos' dashboards and alerts know.
///
/// Each class registers its metrics in the registry that it is given; nothing uses a default registry, so several roles can live in one
/// process. Start reading at [io.hypnos.service.metrics.HttpMetrics].
///
/// May import: the Prometheus client and gRPC. Nothing else of this module.
@NullMarked
package io.hypnos.service.metrics;

import org.jspecify.annotations.NullMarked;
