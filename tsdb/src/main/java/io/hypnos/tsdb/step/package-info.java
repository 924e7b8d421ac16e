/// The points that writing and maintenance pass, for whoever wants to stop a process exactly there and see what a restart makes of it.
@NullMarked
package io.hypnos.tsdb.step;

import org.jspecify.annotations.NullMarked;
