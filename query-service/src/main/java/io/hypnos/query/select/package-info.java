/// From a selector of the engine to a request to the stores: which aggregates and resolution to ask for, and how the answer becomes series.
@NullMarked
package io.hypnos.query.select;

import org.jspecify.annotations.NullMarked;
