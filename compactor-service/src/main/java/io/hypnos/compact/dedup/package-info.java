/// Merging replicas of a series for good. May import: `series`, `tsdb.compact`.
@NullMarked
package io.hypnos.compact.dedup;

import org.jspecify.annotations.NullMarked;
