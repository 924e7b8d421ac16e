/// The parser, the printer and the writers of answers against what Prometheus 3.14 gave for the same: texts under `src/test/resources/golden`,
/// recorded once from its HTTP API. Start at [SyntaxGoldenTest].
@NullMarked
package io.hypnos.promql.golden;

import org.jspecify.annotations.NullMarked;
