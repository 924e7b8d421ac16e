/// Numbers and durations as text, digit for digit as Go's `strconv` and `fmt` and Prometheus' duration type print them.
///
/// May import: the JDK. Start reading at [io.hypnos.promql.number.GoNumbers].
@NullMarked
package io.hypnos.promql.number;

import org.jspecify.annotations.NullMarked;
