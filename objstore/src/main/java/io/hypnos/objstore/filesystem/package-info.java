/// A bucket in a directory of a file system. Implements [io.hypnos.objstore.Bucket] and passes its contract suite; imports nothing else of this module.
@NullMarked
package io.hypnos.objstore.filesystem;

import org.jspecify.annotations.NullMarked;
