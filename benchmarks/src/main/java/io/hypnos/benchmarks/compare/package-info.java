/// Two servers of the Prometheus API side by side on the same data: [io.hypnos.benchmarks.compare.QueryData] writes the block that both
/// serve, [io.hypnos.benchmarks.compare.QueryComparison] asks both the same questions.
@NullMarked
package io.hypnos.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
