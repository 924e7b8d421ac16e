/// What queries may use: time, memory, places at the engine.
@NullMarked
package io.hypnos.query.limit;

import org.jspecify.annotations.NullMarked;
