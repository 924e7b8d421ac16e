/// From text to syntax tree: a lexer over the UTF-8 bytes of the query, a parser by precedence climbing, and the checks of types. Errors carry
/// a position and Prometheus' wording.
///
/// May import: `ast`, `number`, the vocabulary of the root package, `series`. Start reading at [io.hypnos.promql.parse.Parser].
@NullMarked
package io.hypnos.promql.parse;

import org.jspecify.annotations.NullMarked;
