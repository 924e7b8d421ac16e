/// A querier in a process of its own with little memory, and questions that are too much for it. Start at [HeavyQueriesTest].
@NullMarked
package io.hypnos.query.load;

import org.jspecify.annotations.NullMarked;
