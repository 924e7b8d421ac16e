/// The syntax tree of an expression as the parser gives it: immutable records that know where in the query they stand. Nothing here
/// evaluates. `toString()` of every node is the expression on one line, in the spelling of `format_query`.
///
/// May import: `series` (matchers, labels) and `promql.number`. Start reading at [io.hypnos.promql.ast.Expr].
@NullMarked
package io.hypnos.promql.ast;

import org.jspecify.annotations.NullMarked;
