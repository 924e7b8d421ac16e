/// The words of the field, shared by the storage engine, the query engine and every service: what a series is, how sets of series are
/// walked, and what a caller may ask for.
///
/// Two shapes of the same thing meet here. Storage and the wire deal in [io.hypnos.series.ChunkSeries] (labels and encoded chunks, sorted by
/// labels so that streams can be merged); the query engine deals in [io.hypnos.series.Series] (labels and decoded columns). Start reading at
/// [io.hypnos.series.SeriesQuerier].
///
/// May import: the JDK, JSpecify, RE2/J. Never Spring, gRPC or protobuf.
@NullMarked
package io.hypnos.series;

import org.jspecify.annotations.NullMarked;
