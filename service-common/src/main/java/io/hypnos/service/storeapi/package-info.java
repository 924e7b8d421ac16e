/// The StoreAPI: what it means to be a source of series for a querier, and the adapters between that and Thanos' gRPC services.
///
/// [io.hypnos.service.storeapi.SeriesStore] is the meaning; a local TSDB, a bucket and a fan-out over remote stores each are one, and pass one
/// contract suite. Generated protobuf types stop at the adapters of this package.
@NullMarked
package io.hypnos.service.storeapi;

import org.jspecify.annotations.NullMarked;
