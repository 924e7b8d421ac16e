/// How much a tenant may write, by Thanos' limits file, which may change at any time.
///
/// [io.hypnos.receive.limit.WriteLimits] is what the file says, [io.hypnos.receive.limit.LiveLimits] what it says now.
///
/// May import: `config`, `tenancy` of service-common, the Prometheus client.
@NullMarked
package io.hypnos.receive.limit;

import org.jspecify.annotations.NullMarked;
