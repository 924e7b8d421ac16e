/// Measurements: JMH kernels, and programs that measure whole parts under load. Each prints what it measured and how.
@NullMarked
package io.hypnos.benchmarks;

import org.jspecify.annotations.NullMarked;
