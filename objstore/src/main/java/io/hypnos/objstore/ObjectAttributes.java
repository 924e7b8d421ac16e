package io.hypnos.objstore;

import java.time.Instant;

/// What a bucket knows of an object without reading it.
///
/// @param size         in bytes
/// @param lastModified when the object was put, by the clock of the store
public record ObjectAttributes(long size, Instant lastModified) {}
