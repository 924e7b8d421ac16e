/// The tenants of this node: a database each, below one directory, with the work that keeps them in order.
///
/// [io.hypnos.receive.tenant.TenantTsdbs] has them all; [io.hypnos.receive.tenant.TenantUpkeep] cuts, ships and drops.
///
/// May import: tsdb, objstore, `tenancy` of service-common.
@NullMarked
package io.hypnos.receive.tenant;

import org.jspecify.annotations.NullMarked;
