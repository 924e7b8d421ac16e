/// The operator's description of a bucket, `bucket.yml` as Thanos has it, and the bucket that it describes. Start reading at
/// [io.hypnos.objstore.config.BucketConfig].
///
/// May import: the buckets of this module, SnakeYAML.
@NullMarked
package io.hypnos.objstore.config;

import org.jspecify.annotations.NullMarked;
