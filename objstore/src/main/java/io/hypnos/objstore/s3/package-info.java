/// A bucket in an object store that speaks S3. Implements [io.hypnos.objstore.Bucket] and passes its contract suite; imports nothing else of this module.
@NullMarked
package io.hypnos.objstore.s3;

import org.jspecify.annotations.NullMarked;
