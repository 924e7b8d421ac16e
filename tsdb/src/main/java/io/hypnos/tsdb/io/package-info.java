/// How bytes reach and leave files: positioned reads, bounds-checked decoding, buffered writing with checksums, crash-safe publication, and
/// the snappy block format.
///
/// Nothing here knows what the bytes mean. Start reading at [io.hypnos.tsdb.io.ByteSource] and [io.hypnos.tsdb.io.ByteReader]. May import: the
/// JDK and `io.hypnos.series`.
@NullMarked
package io.hypnos.tsdb.io;

import org.jspecify.annotations.NullMarked;
