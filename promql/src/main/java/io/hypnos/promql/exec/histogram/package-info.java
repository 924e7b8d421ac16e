/// What the engine does with native histograms beyond their arithmetic, which is in `series`: sums and means of many, quantiles, fractions,
/// trimming, text.
///
/// May import: `exec`, `plan.node`, `number`, `series`. Start reading at [io.hypnos.promql.exec.histogram.HistogramMean].
@NullMarked
package io.hypnos.promql.exec.histogram;

import org.jspecify.annotations.NullMarked;
