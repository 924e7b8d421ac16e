/// Keeps what a receiver acknowledged, and asks a query API for all of it again.
///
/// [io.hypnos.allinone.bench.verify.AckLog] writes, [io.hypnos.allinone.bench.verify.AckLogReader] reads,
/// [io.hypnos.allinone.bench.verify.Verification] compares.
@NullMarked
package io.hypnos.allinone.bench.verify;

import org.jspecify.annotations.NullMarked;
