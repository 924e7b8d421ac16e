/// Native histograms: their bucket layouts, columns of them for the engine, and single ones for storage and for results.
@NullMarked
package io.hypnos.series.histogram;

import org.jspecify.annotations.NullMarked;
