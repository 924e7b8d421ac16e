/// Relabelling as Prometheus has it: an ordered list of rules that rewrite or drop a label set. Reading rules from YAML is for those who have
/// YAML. Start reading at [io.hypnos.series.relabel.Relabeling].
///
/// May import: labels, RE2/J.
@NullMarked
package io.hypnos.series.relabel;

import org.jspecify.annotations.NullMarked;
