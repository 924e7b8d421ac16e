/// A second evaluator of the query language, as plain as it can be: one object per sample, no batches, no sharing, no cleverness. It is the
/// oracle for everything that the real engine does fast. Start reading at [io.hypnos.promql.naive.NaiveEvaluator].
///
/// May import: `ast`, `parse`, `series`, and the vocabulary of the root package; never `plan` or `exec`.
@NullMarked
package io.hypnos.promql.naive;

import org.jspecify.annotations.NullMarked;
