/// What tests of all modules share: seeds that can be replayed, random samples and histograms, series in one line of text.
@NullMarked
package io.hypnos.series.testing;

import org.jspecify.annotations.NullMarked;
