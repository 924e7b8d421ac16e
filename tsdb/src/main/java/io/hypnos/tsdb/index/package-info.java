/// The inverted index: sorted lists of series references and their algebra, the way from matchers to series, and Prometheus' index file, read
/// (versions 1 to 3) and written (version 2).
///
/// The decoders work on byte slices and know nothing of files, so an index that lies in a bucket is read by the same code. Start reading at
/// [io.hypnos.tsdb.index.PostingsSource] for queries, at [io.hypnos.tsdb.index.IndexReader] for the file. May import: `io.hypnos.tsdb.io` and
/// `io.hypnos.series`.
@NullMarked
package io.hypnos.tsdb.index;

import org.jspecify.annotations.NullMarked;
