/// The storage engine: one [io.hypnos.tsdb.Tsdb] per tenant over one directory in Prometheus' own format.
///
/// `write` says what goes in, `head` keeps the newest samples in memory, `wal` makes them durable, `block`, `index` and `compact` are the
/// immutable past, `io` reads and writes bytes. Start reading at [io.hypnos.tsdb.Tsdb].
///
/// May import: the JDK, JSpecify, SLF4J, the Prometheus metrics client and `series`. Never Spring, gRPC or protobuf.
@NullMarked
package io.hypnos.tsdb;

import org.jspecify.annotations.NullMarked;
