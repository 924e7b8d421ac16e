/// Encoded chunks: the bytes in which samples rest on disk, in the head and on the wire, and the codecs for them.
///
/// Chunk bytes are always `byte[]` slices, whoever they come from, so that each decoder sees one kind of memory and is compiled once.
@NullMarked
package io.hypnos.series.chunk;

import org.jspecify.annotations.NullMarked;
