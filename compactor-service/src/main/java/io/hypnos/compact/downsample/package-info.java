/// Downsampling as Thanos does it: of every window of five minutes, then of an hour, what is needed to answer for the samples in it - how many,
/// their sum, the least, the greatest, and how a counter went on.
///
/// Start reading at [io.hypnos.compact.downsample.BlockDownsampler]; the rules are in [io.hypnos.compact.downsample.RawDownsampler] and
/// [io.hypnos.compact.downsample.AggregateDownsampler]. May import: `series`, `tsdb.block`. No bucket, no Spring.
@NullMarked
package io.hypnos.compact.downsample;

import org.jspecify.annotations.NullMarked;
