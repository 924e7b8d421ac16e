/// The reasons for which blocks of a bucket are left out, one class each. In the order in which a compactor uses them: time, labels, freshness,
/// deletion marks, replica labels, duplicates, and the marks that keep blocks from being compacted or downsampled.
@NullMarked
package io.hypnos.objstore.block.filter;

import org.jspecify.annotations.NullMarked;
