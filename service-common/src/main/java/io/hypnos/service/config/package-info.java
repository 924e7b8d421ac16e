/// Configuration files that may change while a role runs: strict YAML with line numbers in its complaints, relabel rules, and a watch that
/// sees when a file has changed.
///
/// May import: series, SnakeYAML, `flags` of this module. Start reading at [io.hypnos.service.config.YamlMap].
@NullMarked
package io.hypnos.service.config;

import org.jspecify.annotations.NullMarked;
