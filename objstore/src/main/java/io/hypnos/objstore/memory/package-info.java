/// A bucket in the heap. Implements [io.hypnos.objstore.Bucket] and passes its contract suite; imports nothing else of this module.
@NullMarked
package io.hypnos.objstore.memory;

import org.jspecify.annotations.NullMarked;
