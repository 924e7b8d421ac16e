/// Label sets and the matchers that select them. Everything is ordered and compared as UTF-8 bytes, as Prometheus does; Java's own string
/// order differs beyond the basic plane.
@NullMarked
package io.hypnos.series.labels;

import org.jspecify.annotations.NullMarked;
