/// Which nodes take a series: hashrings as Thanos defines them, bit by bit, so that nodes of both can share one ring.
///
/// A [io.hypnos.receive.ring.HashringFile] is parsed into [io.hypnos.receive.ring.Hashrings], which know the ring of each tenant; a
/// [io.hypnos.receive.ring.Hashring] knows the nodes of each hash, which [io.hypnos.receive.ring.SeriesHash] makes. All of it is immutable;
/// [io.hypnos.receive.ring.HashringWatcher] replaces it when the file changes.
///
/// May import: the JDK, series, Jackson, Caffeine, `tenancy` and `config` of service-common.
@NullMarked
package io.hypnos.receive.ring;

import org.jspecify.annotations.NullMarked;
