/// Functions of instant vectors: of single samples, of labels, of classic and native histograms, of the vector as a whole.
///
/// May import: `exec`, `exec.histogram`, `exec.select`, `plan.node`, `ast`, `number`, `series`. Start reading at
/// [io.hypnos.promql.exec.function.SampleFunctions].
@NullMarked
package io.hypnos.promql.exec.function;

import org.jspecify.annotations.NullMarked;
