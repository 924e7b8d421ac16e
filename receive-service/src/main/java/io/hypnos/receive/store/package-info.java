/// The tenants of this node as sources of series, exemplars and statistics for queriers.
///
/// [io.hypnos.receive.store.TsdbSeriesStore] is one tenant, [io.hypnos.receive.store.TenantsSeriesStore] all of them.
///
/// May import: `tenant`, tsdb, series' merge, `storeapi` of service-common, generated code of the smaller services.
@NullMarked
package io.hypnos.receive.store;

import org.jspecify.annotations.NullMarked;
