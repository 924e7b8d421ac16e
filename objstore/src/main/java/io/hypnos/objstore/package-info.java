/// The bucket: immutable objects under slash-separated keys, in whatever store the operator has. Start reading at
/// [io.hypnos.objstore.Bucket].
///
/// May import: series, tsdb, the client libraries of object stores. Never Spring or gRPC.
@NullMarked
package io.hypnos.objstore;

import org.jspecify.annotations.NullMarked;
