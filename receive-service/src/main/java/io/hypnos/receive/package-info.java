/// The receive role: takes remote write, replicates it over the hashring, stores it per tenant and ships blocks.
///
/// Start at [io.hypnos.receive.ReceiveApplication]; [io.hypnos.receive.ReceiveConfiguration] shows how the parts fit together. The path of a
/// write: [io.hypnos.receive.http.WriteHandler], [io.hypnos.receive.wire.RemoteWrite1Decoder],
/// [io.hypnos.receive.write.ReplicatedWriter], [io.hypnos.receive.tenant.TenantTsdbs].
///
/// May import: series, tsdb, objstore, service-common.
@NullMarked
package io.hypnos.receive;

import org.jspecify.annotations.NullMarked;
