/// The engine as its callers see it: threads, statistics, plans, limits.
@NullMarked
package io.hypnos.promql.engine;

import org.jspecify.annotations.NullMarked;
