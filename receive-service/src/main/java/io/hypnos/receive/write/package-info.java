/// A write from the moment it is decoded until enough copies of it are safe.
///
/// [io.hypnos.receive.write.ReplicatedWriter] sends each series to the nodes of its ring, this one among them, and answers with a
/// [io.hypnos.receive.write.WriteOutcome] when a [io.hypnos.receive.write.Quorum] knows enough.
///
/// May import: `ring`, `wire` and `tenant`, gRPC, resilience4j, service-common.
@NullMarked
package io.hypnos.receive.write;

import org.jspecify.annotations.NullMarked;
