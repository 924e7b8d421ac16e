/// Who a request is for: tenant ids, and how a request names one.
///
/// May import: [io.hypnos.series], gRPC's metadata. Start reading at [io.hypnos.service.tenancy.TenantId].
@NullMarked
package io.hypnos.service.tenancy;

import org.jspecify.annotations.NullMarked;
